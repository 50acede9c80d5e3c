"""The rpcs of the provider configuration, managed resources and data sources.

As in the other servicers, each rpc is an async function from request message to response message, or an async generator
of messages if the response is a stream. It converts the request, calls the engine and converts the result. For an
invalid request it raises DiagnosticError. `dispatch` converts that, and every other exception, to a response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.engine import (
    apply,
    configure,
    data,
    generate_config,
    import_state,
    move,
    plan,
    read,
    upgrade,
    validate,
)
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.protocol.failures import Failures
    from stitch_provider.terraform.schema.attribute import IdentitySchema, Schema


class Servicer:
    """The rpcs of the provider configuration, managed resources and data sources, for one session."""

    def __init__(self, session: Session, failures: Failures) -> None:
        self._session = session
        self._failures = failures

    async def validate_provider_config(
        self, request: pb.ValidateProviderConfig.Request
    ) -> pb.ValidateProviderConfig.Response:
        """Check a provider configuration."""
        config = from_proto.to_known_object(request.config, self._session.provider.schema.object_type, "config")
        answer = await validate.validate_provider(self._session, validate.ProviderRequest(config=config))
        return pb.ValidateProviderConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def validate_resource_config(
        self, request: pb.ValidateResourceConfig.Request
    ) -> pb.ValidateResourceConfig.Response:
        """Check a resource configuration."""
        schema = self._resource_schema(request.type_name)
        answer = await validate.validate_resource(
            self._session,
            validate.ResourceRequest(
                type_name=request.type_name,
                config=from_proto.to_known_object(request.config, schema.object_type, "config"),
                write_only_allowed=request.client_capabilities.write_only_attributes_allowed,
            ),
        )
        return pb.ValidateResourceConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def validate_data_resource_config(
        self, request: pb.ValidateDataResourceConfig.Request
    ) -> pb.ValidateDataResourceConfig.Response:
        """Check a data source configuration."""
        schema = self._session.data_source(request.type_name).schema
        answer = await validate.validate_data(
            self._session,
            validate.BlockRequest(
                type_name=request.type_name,
                config=from_proto.to_known_object(request.config, schema.object_type, "config"),
            ),
        )
        return pb.ValidateDataResourceConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def configure_provider(self, request: pb.ConfigureProvider.Request) -> pb.ConfigureProvider.Response:
        """Configure the provider."""
        answer = await configure.configure(
            self._session,
            configure.Request(
                config=from_proto.to_known_object(request.config, self._session.provider.schema.object_type, "config"),
                terraform_version=request.terraform_version,
            ),
        )
        return pb.ConfigureProvider.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def stop_provider(self, _: pb.StopProvider.Request) -> pb.StopProvider.Response:
        """Request that all running operations end."""
        configure.stop(self._session)
        return pb.StopProvider.Response()

    async def upgrade_resource_state(
        self, request: pb.UpgradeResourceState.Request
    ) -> pb.UpgradeResourceState.Response:
        """Upgrade a stored state to the current schema."""
        schema = self._resource_schema(request.type_name)
        answer = await upgrade.upgrade_state(
            self._session,
            upgrade.Request(
                type_name=request.type_name,
                version=request.version,
                json=from_proto.to_stored_json(request.raw_state, "raw_state"),
            ),
        )
        return pb.UpgradeResourceState.Response(
            upgraded_state=to_proto.dynamic_value(answer.value, schema.object_type),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def upgrade_resource_identity(
        self, request: pb.UpgradeResourceIdentity.Request
    ) -> pb.UpgradeResourceIdentity.Response:
        """Upgrade a stored identity to the current identity schema."""
        identity = self._identity_schema(request.type_name)
        answer = await upgrade.upgrade_identity(
            self._session,
            upgrade.Request(
                type_name=request.type_name,
                version=request.version,
                json=from_proto.to_stored_json(request.raw_identity, "raw_identity"),
            ),
        )
        return pb.UpgradeResourceIdentity.Response(
            upgraded_identity=to_proto.identity(answer.value, identity.object_type),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def read_resource(self, request: pb.ReadResource.Request) -> pb.ReadResource.Response:
        """Refresh a state."""
        kind = self._resource_schema(request.type_name).object_type
        identity_kind = self._identity_schema(request.type_name).object_type
        answer = await read.read(
            self._session,
            read.Request(
                type_name=request.type_name,
                state=from_proto.to_object(request.current_state, kind, "current_state"),
                private=request.private,
                identity=from_proto.to_identity(request.current_identity, identity_kind, "current_identity"),
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        return pb.ReadResource.Response(
            new_state=to_proto.dynamic_value(answer.state, kind),
            private=answer.private,
            new_identity=to_proto.identity(answer.identity, identity_kind),
            deferred=to_proto.deferred(answer.deferred),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def plan_resource_change(self, request: pb.PlanResourceChange.Request) -> pb.PlanResourceChange.Response:
        """Plan a create, an update or a destroy."""
        kind = self._resource_schema(request.type_name).object_type
        identity_kind = self._identity_schema(request.type_name).object_type
        answer = await plan.plan(
            self._session,
            plan.Request(
                type_name=request.type_name,
                config=from_proto.to_object(request.config, kind, "config"),
                prior=from_proto.to_object(request.prior_state, kind, "prior_state"),
                proposed=from_proto.to_object(request.proposed_new_state, kind, "proposed_new_state"),
                private=request.prior_private,
                planned_private=request.planned_private,
                prior_identity=from_proto.to_identity(request.prior_identity, identity_kind, "prior_identity"),
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        return pb.PlanResourceChange.Response(
            planned_state=to_proto.dynamic_value(answer.planned, kind),
            planned_private=answer.private,
            planned_identity=to_proto.identity(answer.identity, identity_kind),
            requires_replace=[to_proto.attribute_path(path) for path in answer.requires_replace],
            deferred=to_proto.deferred(answer.deferred),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def apply_resource_change(self, request: pb.ApplyResourceChange.Request) -> pb.ApplyResourceChange.Response:
        """Create, update or delete. After an unexpected failure, the response contains the state that was saved."""
        kind = self._resource_schema(request.type_name).object_type
        identity_kind = self._identity_schema(request.type_name).object_type
        order = apply.Request(
            type_name=request.type_name,
            config=from_proto.to_object(request.config, kind, "config"),
            prior=from_proto.to_object(request.prior_state, kind, "prior_state"),
            planned=from_proto.to_object(request.planned_state, kind, "planned_state"),
            private=request.planned_private,
            planned_identity=from_proto.to_identity(request.planned_identity, identity_kind, "planned_identity"),
        )

        def convert(answer: apply.Response) -> pb.ApplyResourceChange.Response:
            return pb.ApplyResourceChange.Response(
                new_state=to_proto.dynamic_value(answer.state, kind),
                private=answer.private,
                new_identity=to_proto.identity(answer.identity, identity_kind),
                diagnostics=to_proto.diagnostics(answer.diagnostics),
            )

        progress = apply.Progress()
        try:
            return convert(await apply.apply(self._session, order, progress))
        except Exception as failure:
            diagnostics = self._failures.explain("ApplyResourceChange", failure)
            return convert(apply.unfinished(self._session, order, progress, *diagnostics))

    async def import_resource_state(self, request: pb.ImportResourceState.Request) -> pb.ImportResourceState.Response:
        """Import by id or by identity."""
        kind = self._resource_schema(request.type_name).object_type
        identity_kind = self._identity_schema(request.type_name).object_type
        identity = from_proto.to_identity(request.identity, identity_kind, "identity")
        answer = await import_state.import_state(
            self._session,
            import_state.Request(
                type_name=request.type_name,
                id=request.id,
                identity=identity,
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        imported = pb.ImportResourceState.ImportedResource(
            type_name=request.type_name,
            state=to_proto.dynamic_value(answer.state, kind),
            private=answer.private,
            identity=to_proto.identity(answer.identity, identity_kind),
        )
        return pb.ImportResourceState.Response(
            imported_resources=() if answer.state is None else (imported,),
            deferred=to_proto.deferred(answer.deferred),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def move_resource_state(self, request: pb.MoveResourceState.Request) -> pb.MoveResourceState.Response:
        """Convert the state of another resource type."""
        kind = self._resource_schema(request.target_type_name).object_type
        identity_kind = self._identity_schema(request.target_type_name).object_type
        answer = await move.move(
            self._session,
            move.Request(
                type_name=request.target_type_name,
                provider_address=request.source_provider_address,
                source_type_name=request.source_type_name,
                source_schema_version=request.source_schema_version,
                json=from_proto.to_stored_json(request.source_state, "source_state"),
                private=request.source_private,
            ),
        )
        return pb.MoveResourceState.Response(
            target_state=to_proto.dynamic_value(answer.state, kind),
            target_private=answer.private,
            target_identity=to_proto.identity(answer.identity, identity_kind),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def read_data_source(self, request: pb.ReadDataSource.Request) -> pb.ReadDataSource.Response:
        """Read a data source."""
        kind = self._session.data_source(request.type_name).schema.object_type
        answer = await data.read_data(
            self._session,
            data.Request(
                type_name=request.type_name,
                config=from_proto.to_known_object(request.config, kind, "config"),
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        return pb.ReadDataSource.Response(
            state=to_proto.dynamic_value(answer.state, kind),
            deferred=to_proto.deferred(answer.deferred),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def generate_resource_config(
        self, request: pb.GenerateResourceConfig.Request
    ) -> pb.GenerateResourceConfig.Response:
        """Generate the configuration for a state."""
        kind = self._resource_schema(request.type_name).object_type
        answer = await generate_config.generate_config(
            self._session,
            generate_config.Request(
                type_name=request.type_name, state=from_proto.to_object(request.state, kind, "state")
            ),
        )
        return pb.GenerateResourceConfig.Response(
            config=to_proto.dynamic_value(answer.config, kind),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    def _resource_schema(self, type_name: str) -> Schema:
        return self._session.resource(type_name).schema

    def _identity_schema(self, type_name: str) -> IdentitySchema:
        return self._session.resource(type_name).identity
