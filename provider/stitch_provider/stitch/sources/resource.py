"""The resource `stitch_source`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.connect.models import OAUTH
from stitch_provider.stitch import importing, timeouts
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.connections import checks, credentials, planning
from stitch_provider.stitch.connections.sending import refused
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.sources import mapping, schedule
from stitch_provider.stitch.sources.model import SCHEMA, SourceModel
from stitch_provider.stitch.sources.moving import moved
from stitch_provider.terraform.diagnostics import DiagnosticError, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    MoveRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Source
    from stitch_provider.stitch.connections.checks import Goal, Waited
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.value import Value

_PROPERTY_PATHS = {
    schedule.FREQUENCY: Path.of("schedule", "frequency_minutes"),
    schedule.ANCHOR: Path.of("schedule", "anchor_time"),
    schedule.CRON: Path.of("schedule", "cron"),
}
_REFUSAL_PATHS = {
    "InvalidType": Path.of("type"),
    "InvalidName": Path.of("display_name"),
    "InvalidDisplayName": Path.of("display_name"),
    "InvalidCronExpression": Path.of("schedule", "cron"),
}
"""Which attribute a refusal concerns, by the service's word for it (reference 2.6)."""


class SourceResource(Resource[SourceModel, ProviderData]):
    """A source: create, read, update, delete, import, move."""

    type_name = "stitch_source"
    schema = SCHEMA
    identity = identity("source")
    model = SourceModel

    def validate(self, config: SourceModel) -> Iterable[Diagnostic]:
        """Hold the configuration against the bundled catalog."""
        return planning.validate("source", config)

    async def plan(self, request: PlanRequest[SourceModel], provider: ProviderData | None) -> PlanResponse[SourceModel]:
        """Keep what a change leaves alone; ask the service where something is created or reconnected."""
        prior, planned = request.prior, request.proposed
        reschedules = prior is not None and planned.schedule != prior.schedule
        return await planning.plan("source", request, provider, reschedules=reschedules)

    async def read(self, request: ReadRequest[SourceModel], provider: ProviderData) -> ReadResponse[SourceModel] | None:
        """Find drift of what is declared."""
        state = request.state
        try:
            source = await provider.connect.sources.get(to_number(str(state.id)))
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read {_label(state)}")) from refusal
        rules = planning.card_rules("source", source.report_card)
        private = credentials.take_stock(request.private, state.credentials, source.report_card)
        refreshed = mapping.refreshed(source, state, rules)
        return ReadResponse(state=refreshed, private=private, diagnostics=_authorisation(source, refreshed))

    async def create(self, request: CreateRequest[SourceModel], provider: ProviderData) -> ApplyResponse[SourceModel]:
        """Create, then pause and wait as planned; what fails after the creation costs nothing that was created."""
        config, plan = request.config, request.plan
        connect = provider.connect.within(timeouts.limit(plan.timeouts, "create"))
        rules = await planning.rules_of(connect, "source", plan.type)
        arguments = mapping.to_create(config, plan, rules.properties.get)
        try:
            source = await connect.sources.create(**arguments)
        except ConnectError as refusal:
            raise DiagnosticError(_refused(refusal, f"create {_label(plan)}", arguments, config)) from refusal
        private = credentials.remember(request.private, config.credentials_wo)
        request.save(mapping.applied(source, plan), private)
        source, diagnostics = await _pause(connect, source, plan)
        waited = await _wait(connect, checks.goal("source", plan.connection_check, plan.wait_for), source, plan)
        if not waited.diagnostics:
            diagnostics = (*diagnostics, *_authorisation(waited.connection, plan))
        return ApplyResponse(
            state=mapping.applied(waited.connection, plan),
            private=private,
            diagnostics=(*diagnostics, *waited.diagnostics),
        )

    async def update(self, request: UpdateRequest[SourceModel], provider: ProviderData) -> ApplyResponse[SourceModel]:
        """Send what changed in one call, then wait where the change makes Stitch connect again."""
        config, plan, prior = request.config, request.plan, request.prior
        connect = provider.connect.within(timeouts.limit(plan.timeouts, "update"))
        settings = plan.properties != prior.properties or credentials.due(config, prior, request.private)
        rules = await planning.rules_of(connect if settings else None, "source", plan.type)
        number = to_number(str(prior.id))
        arguments = mapping.to_update(config, plan, prior, request.private, rules.properties.get, now=_now())
        goal = checks.goal("source", plan.connection_check, plan.wait_for)
        reconnects = bool(arguments.get("properties", {}).keys() - schedule.PROPERTIES)
        try:
            stale = await connect.sources.last_check(number) if reconnects and goal.anything else None
            source = await (connect.sources.update(number, **arguments) if arguments else connect.sources.get(number))
        except ConnectError as refusal:
            raise DiagnosticError(_refused(refusal, f"change {_label(prior)}", arguments, config)) from refusal
        private = credentials.after(config, prior, request.private)
        request.save(mapping.applied(source, plan), private)
        if not reconnects:
            return ApplyResponse(state=mapping.applied(source, plan), private=private)
        waited = await _wait(connect, replace(goal, stale=stale.name if stale else None), source, plan)
        return ApplyResponse(
            state=mapping.applied(waited.connection, plan), private=private, diagnostics=waited.diagnostics
        )

    async def delete(self, request: DeleteRequest[SourceModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Delete; the service keeps the source for its records and no longer counts it."""
        state = request.state
        connect = provider.connect.within(timeouts.limit(state.timeouts, "delete"))
        try:
            await connect.sources.delete(to_number(str(state.id)))
        except ConnectError as refusal:
            return (explain(refusal, f"delete {_label(state)}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[SourceModel]:
        """Take over everything that the service shows and a user can set."""
        number = importing.number(request)
        try:
            source = await provider.connect.sources.get(number)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"import source {number}")) from refusal
        importing.check_account(request, provider, "source", source)
        return ReadResponse(state=mapping.imported(source), private={})

    def identify(self, state: SourceModel) -> Mapping[str, Value]:
        """Id and account."""
        return {"id": state.id, "client_id": state.stitch_client_id}

    def move(self, request: MoveRequest) -> ReadResponse[SourceModel] | None:
        """Take over a source of the community's provider."""
        return moved(request)


def _label(model: SourceModel) -> str:
    return f'source "{model.display_name}"'


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _pause(connect: Connect, source: Source, plan: SourceModel) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Pause a new source where that is planned; a failure is a warning, as an error would have it replaced."""
    if plan.paused is not True:
        return source, ()
    try:
        return await connect.sources.update(source.id, paused_at=_now()), ()
    except ConnectError as refusal:
        explained = explain(refusal, f"pause {_label(plan)}")
        text = f"{explained.detail} The source exists and replicates until it is paused; the next apply tries again."
        return source, (warning(explained.summary, text, Path.of("paused")),)


def _authorisation(source: Source, model: SourceModel) -> tuple[Diagnostic, ...]:
    """The warning about a source that somebody still has to authorise: after its creation and in each later plan."""
    card = source.report_card
    return (checks.person("source", _label(model), card),) if card.step == OAUTH and checks.missing(card) else ()


async def _wait(connect: Connect, goal: Goal, source: Source, plan: SourceModel) -> Waited[Source]:
    return await checks.wait(
        connect,
        goal,
        source,
        label=_label(plan),
        read=lambda: connect.sources.get(source.id, fresh=True),
        read_check=lambda: connect.sources.last_check(source.id),
    )


def _refused(refusal: ConnectError, action: str, arguments: Mapping[str, Any], config: SourceModel) -> Diagnostic:
    path = _REFUSAL_PATHS.get(refusal.code or "", ROOT)
    if refusal.code == "AccessDenied":
        path = _PROPERTY_PATHS[schedule.CRON] if "cron" in refusal.message else Path.of("type")
    sent = arguments.get("properties", {})
    return refused(refusal, action, sent=sent, config=config, paths=_PROPERTY_PATHS, path=path)
