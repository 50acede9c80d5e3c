"""The rpcs of ephemeral resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.engine import close_ephemeral, open_ephemeral, renew_ephemeral, validate
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class EphemeralServicer:
    """The rpcs of ephemeral resources, for one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def validate_ephemeral_resource_config(
        self, request: pb.ValidateEphemeralResourceConfig.Request
    ) -> pb.ValidateEphemeralResourceConfig.Response:
        """Check a configuration."""
        kind = self._session.ephemeral_resource(request.type_name).schema.object_type
        answer = await validate.validate_ephemeral(
            self._session,
            validate.BlockRequest(
                type_name=request.type_name, config=from_proto.to_known_object(request.config, kind, "config")
            ),
        )
        return pb.ValidateEphemeralResourceConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def open_ephemeral_resource(
        self, request: pb.OpenEphemeralResource.Request
    ) -> pb.OpenEphemeralResource.Response:
        """Open an object."""
        kind = self._session.ephemeral_resource(request.type_name).schema.object_type
        answer = await open_ephemeral.open_ephemeral(
            self._session,
            open_ephemeral.Request(
                type_name=request.type_name,
                config=from_proto.to_known_object(request.config, kind, "config"),
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        return pb.OpenEphemeralResource.Response(
            result=to_proto.dynamic_value(answer.result, kind),
            private=answer.private,
            renew_at=to_proto.timestamp(answer.renew_at),
            deferred=to_proto.deferred(answer.deferred),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def renew_ephemeral_resource(
        self, request: pb.RenewEphemeralResource.Request
    ) -> pb.RenewEphemeralResource.Response:
        """Renew an object."""
        answer = await renew_ephemeral.renew_ephemeral(
            self._session, renew_ephemeral.Request(type_name=request.type_name, private=request.private)
        )
        return pb.RenewEphemeralResource.Response(
            private=answer.private,
            renew_at=to_proto.timestamp(answer.renew_at),
            diagnostics=to_proto.diagnostics(answer.diagnostics),
        )

    async def close_ephemeral_resource(
        self, request: pb.CloseEphemeralResource.Request
    ) -> pb.CloseEphemeralResource.Response:
        """Close an object."""
        answer = await close_ephemeral.close_ephemeral(
            self._session, close_ephemeral.Request(type_name=request.type_name, private=request.private)
        )
        return pb.CloseEphemeralResource.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))
