"""The resource `stitch_source`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import NameInUseError, RefusedError, Source
from stitch_provider.connect.models import OAUTH
from stitch_provider.stitch import importing
from stitch_provider.stitch.attributes import identity
from stitch_provider.stitch.connections import checks
from stitch_provider.stitch.connections.resource import ConnectionResource
from stitch_provider.stitch.sources import destination, mapping, schedule
from stitch_provider.stitch.sources.model import SCHEMA, SourceModel
from stitch_provider.stitch.sources.moving import COMMUNITY_PROVIDERS, moved
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.resource import MoveRequest, PlanRequest, PlanResponse, ReadResponse
    from stitch_provider.terraform.values.value import Unknown

_SCHEDULE = Path.of("schedule")
_CRON = _SCHEDULE.attribute("cron")
_REFUSAL_PATHS = {
    "InvalidType": Path.of("type"),
    "InvalidName": Path.of("display_name"),
    "InvalidDisplayName": Path.of("display_name"),
    "InvalidCronExpression": _CRON,
}
"""Which attribute a refusal concerns, by the service's word for it (reference 2.6)."""

_UNSUITABLE = (
    "Change display_name. Stitch derives the name of the schema from it, and that name must begin with a letter or an "
    "underscore and have at most 49 characters."
)
_REPLACED = (
    "If this replaces a source of the same name, remove create_before_destroy: the old source is then destroyed first. "
    "create_before_destroy also applies to everything that a resource with it depends on, such as the source of a "
    "stitch_import_token."
)


class SourceResource(ConnectionResource[SourceModel, Source]):
    """A source: create, read, update, delete, import, move."""

    type_name = "stitch_source"
    schema = SCHEMA
    identity = identity("source")
    model = SourceModel
    noun = "source"
    property_paths = {
        schedule.FREQUENCY: _SCHEDULE.attribute("frequency_minutes"),
        schedule.ANCHOR: _SCHEDULE.attribute("anchor_time"),
        schedule.CRON: _CRON,
    }
    mapper = mapping
    providers_of_namesakes = COMMUNITY_PROVIDERS

    def label(self, model: SourceModel) -> str:
        return f'source "{model.display_name}"'

    def step_to_wait_for(self, plan: SourceModel) -> str | Unknown | None:
        return plan.wait_for

    async def plan(self, request: PlanRequest[SourceModel], provider: ProviderData | None) -> PlanResponse[SourceModel]:
        response = await super().plan(request, provider)
        planned, prior = request.proposed.schedule, request.prior.schedule if request.prior else None
        if not isinstance(planned, Schedule):
            return response
        found = schedule.check(planned, prior if isinstance(prior, Schedule) else None, _SCHEDULE)
        return replace(response, diagnostics=(*response.diagnostics, *found))

    def reschedules(self, plan: SourceModel, prior: SourceModel) -> bool:
        return plan.schedule != prior.schedule

    def refine(self, failure: ConnectError, explanation: Explanation) -> Explanation:
        """Show a refusal at the attribute that the service's word for it names."""
        path = _REFUSAL_PATHS.get(failure.code or "")
        if failure.code == "AccessDenied":
            path = _CRON if "cron" in failure.message else Path.of("type")
        if isinstance(failure, NameInUseError):
            explanation = _name_in_use(failure, explanation)
        elif failure.code == "InvalidDisplayName" and "deriving" in failure.message:
            explanation = replace(explanation, advice=_UNSUITABLE)
        return replace(explanation, path=path) if path and isinstance(failure, RefusedError) else explanation

    async def finish_creation(
        self, provider: ProviderData, connection: Source, plan: SourceModel
    ) -> tuple[Source, tuple[Diagnostic, ...]]:
        """Pause a new source where that is planned. A failure is a warning, as an error would replace the source."""
        if plan.paused is not True:
            return connection, ()
        exists = "The source exists and replicates until it is paused. The next apply tries again."
        try:
            with provider.explaining(f"pause {self.label(plan)}", path=Path.of("paused"), exists=exists):
                return await provider.connect.sources.update(connection.id, paused=True), ()
        except DiagnosticError as failed:
            return connection, failed.as_warnings()

    def after_read(self, connection: Source, model: SourceModel) -> tuple[Diagnostic, ...]:
        """The warning about a source that a person has yet to authorize: after its creation and in each later plan."""
        card = connection.report_card
        waits = card.step == OAUTH and checks.missing(card)
        return (checks.person("source", self.label(model), card),) if waits else ()

    def after_import(self, connection: Source) -> tuple[Diagnostic, ...]:
        """The warning about a source with several destinations."""
        return destination.ambiguous(connection)

    def move(self, request: MoveRequest) -> ReadResponse[SourceModel] | None:
        return moved(request)


def _name_in_use(failure: NameInUseError, explanation: Explanation) -> Explanation:
    """What to do where another source has the name: which one it is, as far as that is known, and how to import it."""
    if failure.owner is None:
        advice = f"Change display_name, or import the source that has the name. {_REPLACED}"
        return replace(explanation, advice=advice)
    block = importing.block(SourceResource.type_name, failure.owner)
    return replace(
        explanation,
        exists=f"Source {failure.owner} has this name.",
        advice=f"Change display_name, or import that source. {_REPLACED} The block for the import is:\n\n{block}",
    )
