"""The rpcs of actions."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from stitch_provider.terraform.engine import invoke_action, plan_action, validate
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.values.value import Value


class ActionServicer:
    """The rpcs of actions, for one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def validate_action_config(
        self, request: pb.ValidateActionConfig.Request
    ) -> pb.ValidateActionConfig.Response:
        """Check a configuration."""
        answer = await validate.validate_action(
            self._session,
            validate.BlockRequest(
                type_name=request.action_type, config=self._config(request.action_type, request.config)
            ),
        )
        return pb.ValidateActionConfig.Response(diagnostics=to_proto.diagnostics(answer.diagnostics))

    async def plan_action(self, request: pb.PlanAction.Request) -> pb.PlanAction.Response:
        """Plan the invocation of an action."""
        answer = await plan_action.plan_action(
            self._session,
            plan_action.Request(
                type_name=request.action_type,
                config=self._config(request.action_type, request.config),
                deferral_allowed=request.client_capabilities.deferral_allowed,
            ),
        )
        return pb.PlanAction.Response(
            deferred=to_proto.deferred(answer.deferred), diagnostics=to_proto.diagnostics(answer.diagnostics)
        )

    async def invoke_action(self, request: pb.InvokeAction.Request) -> AsyncGenerator[pb.InvokeAction.Event, None]:
        """Invoke an action. Yields an event for every report of progress, and one at the end."""
        kind = pb.InvokeAction.Event
        order = invoke_action.Request(
            type_name=request.action_type, config=self._config(request.action_type, request.config)
        )
        async with aclosing(invoke_action.invoke_action(self._session, order)) as events:
            async for event in events:
                match event:
                    case invoke_action.Progress(message):
                        yield kind(progress=kind.Progress(message=to_proto.text(message)))
                    case invoke_action.Completed(diagnostics=diagnostics):
                        yield kind(completed=kind.Completed(diagnostics=to_proto.diagnostics(diagnostics)))

    def _config(self, type_name: str, message: pb.DynamicValue) -> Mapping[str, Value]:
        """The configuration. It is null if the action has no `config` block."""
        kind = self._session.action(type_name).schema.object_type
        return from_proto.to_object(message, kind, "config") or dict.fromkeys(kind.attributes)
