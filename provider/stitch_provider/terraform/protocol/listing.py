"""The rpcs of list resources."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from stitch_provider.terraform.engine import list_resource, validate
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.values.value import Value


class ListServicer:
    """The rpcs of list resources, for one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def validate_list_resource_config(
        self, request: pb.ValidateListResourceConfig.Request
    ) -> pb.ValidateListResourceConfig.Response:
        """Check a list block."""
        answer = await validate.validate_list(
            self._session,
            validate.BlockRequest(type_name=request.type_name, config=self._config(request.type_name, request.config)),
        )
        return pb.ValidateListResourceConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def list_resource(self, request: pb.ListResource.Request) -> AsyncGenerator[pb.ListResource.Event, None]:
        """List objects. Yields an event for each of them."""
        resource = self._session.resource(request.type_name)
        wanted = list_resource.Request(
            type_name=request.type_name,
            config=self._config(request.type_name, request.config),
            include_resource=request.include_resource_object,
            limit=request.limit,
        )
        async with aclosing(list_resource.list_resource(self._session, wanted)) as listed:
            async for found in listed:
                yield pb.ListResource.Event(
                    display_name=to_proto.text(found.display_name),
                    identity=to_proto.identity(found.identity, resource.identity.object_type),
                    resource_object=None
                    if found.state is None
                    else to_proto.dynamic_value(found.state, resource.schema.object_type),
                    diagnostic=to_proto.diagnostics(found.diagnostics),
                )

    def _config(self, type_name: str, message: pb.DynamicValue) -> Mapping[str, Value]:
        """The list block. It is null if it has no `config` block."""
        kind = self._session.list_resource(type_name).schema.object_type
        return from_proto.to_object(message, kind, "config") or dict.fromkeys(kind.attributes)
