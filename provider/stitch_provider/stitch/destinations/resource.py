"""The resource `stitch_destination`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError, RefusedError
from stitch_provider.stitch import importing, timeouts
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.connections import checks, credentials, planning
from stitch_provider.stitch.connections.sending import refused
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.model import SCHEMA, DestinationModel
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Destination
    from stitch_provider.stitch.connections.checks import Goal, Waited
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.value import Value

_LIMIT_WORDS = ("destination limit", "at most one destination")
"""What the service says when an account has all the destinations that it may have (reference 2.4)."""


class DestinationResource(Resource[DestinationModel, ProviderData]):
    """A destination: create, read, update, delete, import."""

    type_name = "stitch_destination"
    schema = SCHEMA
    identity = identity("destination")
    model = DestinationModel

    def validate(self, config: DestinationModel) -> Iterable[Diagnostic]:
        """Hold the configuration against the bundled catalog."""
        return planning.validate("destination", config)

    async def plan(
        self, request: PlanRequest[DestinationModel], provider: ProviderData | None
    ) -> PlanResponse[DestinationModel]:
        """Keep what a change leaves alone; ask the service where something is created or reconnected."""
        return await planning.plan("destination", request, provider)

    async def read(
        self, request: ReadRequest[DestinationModel], provider: ProviderData
    ) -> ReadResponse[DestinationModel] | None:
        """Find drift of what is declared."""
        state = request.state
        try:
            destination = await provider.connect.destinations.get(to_number(str(state.id)))
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read {_label(state)}")) from refusal
        rules = planning.card_rules("destination", destination.report_card)
        private = credentials.take_stock(request.private, state.credentials, destination.report_card)
        return ReadResponse(state=mapping.refreshed(destination, state, rules), private=private)

    async def create(
        self, request: CreateRequest[DestinationModel], provider: ProviderData
    ) -> ApplyResponse[DestinationModel]:
        """Create, then wait for the connection check where that is planned."""
        config, plan = request.config, request.plan
        connect = provider.connect.within(timeouts.limit(plan.timeouts, "create"))
        rules = await planning.rules_of(connect, "destination", plan.type)
        arguments = mapping.to_create(config, plan, rules.properties.get)
        try:
            destination = await connect.destinations.create(**arguments)
        except ConnectError as refusal:
            raise DiagnosticError(_refused(refusal, f"create {_label(plan)}", arguments, config)) from refusal
        private = credentials.remember(request.private, config.credentials_wo)
        request.save(mapping.applied(destination, plan), private)
        waited = await _wait(connect, checks.goal("destination", plan.connection_check), destination, plan)
        return ApplyResponse(
            state=mapping.applied(waited.connection, plan), private=private, diagnostics=waited.diagnostics
        )

    async def update(
        self, request: UpdateRequest[DestinationModel], provider: ProviderData
    ) -> ApplyResponse[DestinationModel]:
        """Send what changed in one call, then wait where the change makes Stitch connect again."""
        config, plan, prior = request.config, request.plan, request.prior
        connect = provider.connect.within(timeouts.limit(plan.timeouts, "update"))
        settings = plan.properties != prior.properties or credentials.due(config, prior, request.private)
        rules = await planning.rules_of(connect if settings else None, "destination", plan.type)
        number = to_number(str(prior.id))
        arguments = mapping.to_update(config, plan, prior, request.private, rules.properties.get)
        goal = checks.goal("destination", plan.connection_check)
        reconnects = bool(arguments.get("properties"))
        try:
            stale = await connect.destinations.last_check(number) if reconnects and goal.anything else None
            call = connect.destinations.update(number, **arguments) if arguments else connect.destinations.get(number)
            destination = await call
        except ConnectError as refusal:
            raise DiagnosticError(_refused(refusal, f"change {_label(prior)}", arguments, config)) from refusal
        private = credentials.after(config, prior, request.private)
        request.save(mapping.applied(destination, plan), private)
        if not reconnects:
            return ApplyResponse(state=mapping.applied(destination, plan), private=private)
        waited = await _wait(connect, replace(goal, stale=stale.name if stale else None), destination, plan)
        return ApplyResponse(
            state=mapping.applied(waited.connection, plan), private=private, diagnostics=waited.diagnostics
        )

    async def delete(self, request: DeleteRequest[DestinationModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Delete; sources that load into it stop until they are mapped elsewhere."""
        state = request.state
        connect = provider.connect.within(timeouts.limit(state.timeouts, "delete"))
        try:
            await connect.destinations.delete(to_number(str(state.id)))
        except ConnectError as refusal:
            return (explain(refusal, f"delete {_label(state)}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[DestinationModel]:
        """Take over everything that the service shows and a user can set."""
        number = importing.number(request)
        try:
            destination = await provider.connect.destinations.get(number)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"import destination {number}")) from refusal
        importing.check_account(request, provider, "destination", destination)
        return ReadResponse(state=mapping.imported(destination), private={})

    def identify(self, state: DestinationModel) -> Mapping[str, Value]:
        """Id and account."""
        return {"id": state.id, "client_id": state.stitch_client_id}


def _label(model: DestinationModel) -> str:
    return f'destination "{model.name}"' if isinstance(model.name, str) else f"destination of type {model.type}"


async def _wait(connect: Connect, goal: Goal, destination: Destination, plan: DestinationModel) -> Waited[Destination]:
    return await checks.wait(
        connect,
        goal,
        destination,
        label=_label(plan),
        read=lambda: connect.destinations.get(destination.id, fresh=True),
        read_check=lambda: connect.destinations.last_check(destination.id),
    )


def _refused(refusal: ConnectError, action: str, arguments: Mapping[str, Any], config: DestinationModel) -> Diagnostic:
    if isinstance(refusal, RefusedError) and any(words in refusal.message for words in _LIMIT_WORDS):
        return error(
            f"Could not {action}",
            f"Stitch refused: {refusal.message}. The plan of the account sets how many destinations it can have: one "
            "on Standard. To replace a destination there, destroy the old one before the new one is created, which is "
            "what Terraform does unless create_before_destroy is set; to keep both, change the plan.",
        )
    return refused(refusal, action, sent=arguments.get("properties", {}), config=config, paths={})
