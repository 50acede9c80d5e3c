"""The rpcs of metadata and schemas."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.protocol import to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Provider

_CAPABILITIES = pb.ServerCapabilities(
    plan_destroy=True,
    get_provider_schema_optional=True,
    move_resource_state=True,
    generate_resource_config=True,
)


class SchemaServicer:
    """The rpcs of metadata and schemas, for one session. Converted schemas are cached."""

    def __init__(self, session: Session) -> None:
        self._provider = session.provider

    async def get_metadata(self, _: pb.GetMetadata.Request) -> pb.GetMetadata.Response:
        """The names of all objects."""
        provider = self._provider
        kind = pb.GetMetadata
        return kind.Response(
            server_capabilities=_CAPABILITIES,
            resources=[kind.ResourceMetadata(type_name=name) for name in provider.resources],
            data_sources=[kind.DataSourceMetadata(type_name=name) for name in provider.data_sources],
            ephemeral_resources=[
                kind.EphemeralResourceMetadata(type_name=name) for name in provider.ephemeral_resources
            ],
            list_resources=[kind.ListResourceMetadata(type_name=name) for name in provider.list_resources],
            actions=[kind.ActionMetadata(type_name=name) for name in provider.actions],
            functions=[kind.FunctionMetadata(name=name) for name in provider.functions],
        )

    async def get_provider_schema(self, _: pb.GetProviderSchema.Request) -> pb.GetProviderSchema.Response:
        """All schemas."""
        stored = self._provider.stored_schemas()
        return pb.GetProviderSchema.Response.FromString(stored) if stored else provider_schema(self._provider)

    async def get_resource_identity_schemas(
        self, _: pb.GetResourceIdentitySchemas.Request
    ) -> pb.GetResourceIdentitySchemas.Response:
        """The identity schemas of all resources."""
        return self._identity_schemas

    async def get_functions(self, _: pb.GetFunctions.Request) -> pb.GetFunctions.Response:
        """The signatures of all functions."""
        return pb.GetFunctions.Response(
            functions={name: to_proto.function(it) for name, it in self._provider.functions.items()}
        )

    @cached_property
    def _identity_schemas(self) -> pb.GetResourceIdentitySchemas.Response:
        resources = self._provider.resources
        return pb.GetResourceIdentitySchemas.Response(
            identity_schemas={name: to_proto.identity_schema(it.identity) for name, it in resources.items()}
        )


def provider_schema(provider: Provider[Any, Any]) -> pb.GetProviderSchema.Response:
    """The response to GetProviderSchema, from the schemas of a provider."""
    return pb.GetProviderSchema.Response(
        provider=to_proto.schema(provider.schema),
        resource_schemas={name: to_proto.schema(it.schema) for name, it in provider.resources.items()},
        data_source_schemas={name: to_proto.schema(it.schema) for name, it in provider.data_sources.items()},
        ephemeral_resource_schemas={
            name: to_proto.schema(it.schema) for name, it in provider.ephemeral_resources.items()
        },
        list_resource_schemas={name: to_proto.schema(it.schema) for name, it in provider.list_resources.items()},
        action_schemas={
            name: pb.ActionSchema(schema=to_proto.schema(it.schema)) for name, it in provider.actions.items()
        },
        functions={name: to_proto.function(it) for name, it in provider.functions.items()},
        server_capabilities=_CAPABILITIES,
    )
