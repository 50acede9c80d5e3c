"""The resource `stitch_replication_job`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.jobs import extraction, running
from stitch_provider.stitch.jobs.replication_job_model import IDENTITY, SCHEMA, ReplicationJobModel
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
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

    from stitch_provider.terraform.values.value import Value


class ReplicationJobResource(Resource[ReplicationJobModel, ProviderData]):
    """A job that is started when it is created, perhaps waited for, and perhaps stopped when it is destroyed."""

    type_name = "stitch_replication_job"
    schema = SCHEMA
    identity = IDENTITY
    model = ReplicationJobModel

    async def plan(
        self, request: PlanRequest[ReplicationJobModel], provider: ProviderData | None
    ) -> PlanResponse[ReplicationJobModel]:
        """Check that there is such a source before anything is started; what was started stays as it was, nulls too."""
        planned, prior = request.proposed, request.prior
        if prior is not None:
            kept = replace(planned, job_name=prior.job_name, extraction=prior.extraction)
            return PlanResponse(planned=kept, private=request.private)
        diagnostics = await running.require_source(provider, planned.source_id)
        if planned.wait is False:
            planned = replace(planned, extraction=None)
        return PlanResponse(
            planned=replace(planned, id=planned.source_id), private=request.private, diagnostics=diagnostics
        )

    async def read(
        self, request: ReadRequest[ReplicationJobModel], provider: ProviderData
    ) -> ReadResponse[ReplicationJobModel] | None:
        """What was started stays so; it is only gone with its source. Reports are never asked for."""
        source_id = str(request.state.source_id)
        try:
            await provider.connect.sources.get(to_number(source_id, SOURCE_ID))
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read source {source_id}", path=SOURCE_ID)) from refusal
        return ReadResponse(state=request.state, private=request.private)

    async def create(
        self, request: CreateRequest[ReplicationJobModel], provider: ProviderData
    ) -> ApplyResponse[ReplicationJobModel]:
        """Start a job, keep its name, then wait for it where that is wished."""
        plan, source_id = request.plan, str(request.plan.source_id)
        connect = provider.connect.within(timeouts.limit(plan.timeouts, "create"))
        started, diagnostics = await running.start(connect, source_id, str(plan.on_already_running))
        state = replace(
            plan,
            id=source_id,
            job_name=started.job_name,
            already_running=started.already_running,
            extraction=None,
        )
        request.save(state, request.private)
        if plan.wait is True:
            ended = await running.wait_for_end(provider, connect, source_id, started, report=lambda _: None)
            found = ended.extraction
            state = replace(state, job_name=started.job_name or found.job_name, extraction=extraction.view(found))
            diagnostics += running.superseded_warning(ended, started.job_name) + extraction.verdict(found)
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def update(
        self, request: UpdateRequest[ReplicationJobModel], provider: ProviderData
    ) -> ApplyResponse[ReplicationJobModel]:
        """Settings for the next start and for destroying: nothing to tell Stitch."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[ReplicationJobModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Stop the source's job where that is wished; otherwise there is nothing to do."""
        state = request.state
        if state.stop_on_destroy is not True:
            return ()
        try:
            await provider.connect.jobs.stop(to_number(str(state.source_id), SOURCE_ID))
        except NotFoundError:
            return ()
        except ConnectError as refusal:
            return (explain(refusal, f"stop the replication job of source {state.source_id}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[ReplicationJobModel]:
        """A job is an event: there is nothing that could be taken over."""
        raise DiagnosticError(
            error(
                "A replication job cannot be imported",
                "This resource stands for the start of a job, and a job that has started cannot be started again by "
                "taking it over. Remove the import: applying the resource starts a job. The data source "
                "stitch_extractions shows the jobs that ran.",
            )
        )

    def identify(self, state: ReplicationJobModel) -> Mapping[str, Value]:
        """Source and job; the account is not known from either."""
        return {"source_id": state.source_id, "job_name": state.job_name, "client_id": None}
