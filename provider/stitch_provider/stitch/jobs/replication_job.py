"""The resource `stitch_replication_job`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import NotFoundError
from stitch_provider.stitch import timeouts
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.jobs import running
from stitch_provider.stitch.jobs.extraction import view
from stitch_provider.stitch.jobs.replication_job_model import IDENTITY, SCHEMA, JobModel
from stitch_provider.stitch.jobs.reports import account_number
from stitch_provider.stitch.ownership import check_token
from stitch_provider.stitch.parent_source import SOURCE_ID, planned_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.waiting import inconclusive
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


class ReplicationJobResource(Resource[JobModel, ProviderData]):
    """A job that creating starts and destroying may stop."""

    type_name = "stitch_replication_job"
    schema = SCHEMA
    identity = IDENTITY
    model = JobModel
    importable = False

    async def plan(self, request: PlanRequest[JobModel], provider: ProviderData | None) -> PlanResponse[JobModel]:
        """Keep what is known of a job that was started, nulls included. Check the source of a new one."""
        planned, prior = request.proposed, request.prior
        if prior is not None:
            planned = replace(planned, job_name=prior.job_name, extraction=prior.extraction)
            return PlanResponse(planned=planned, private=request.private)
        _, found = await planned_source(provider, planned.source_id)
        if planned.wait is False:
            planned = replace(planned, extraction=None)
        planned = replace(planned, id=planned.source_id)
        return PlanResponse(planned=planned, private=request.private, diagnostics=found)

    async def read(self, request: ReadRequest[JobModel], provider: ProviderData) -> ReadResponse[JobModel] | None:
        """Check that the source still exists. Reports are not read, as Stitch allows few requests for them."""
        source_id = str(request.state.source_id)
        with provider.explaining(f"read source {source_id}", path=SOURCE_ID), suppress(NotFoundError):
            await provider.connect.sources.get(to_number(source_id, SOURCE_ID))
            return ReadResponse(state=request.state, private=request.private)
        return None

    async def create(self, request: CreateRequest[JobModel], provider: ProviderData) -> ApplyResponse[JobModel]:
        """Start a job and wait as planned. A wait that proves nothing is a warning, as an error would start another."""
        plan, source_id = request.plan, str(request.plan.source_id)
        provider = provider.within(timeouts.limit(plan.timeouts, "create"))
        client_id = await account_number(provider) if plan.wait is True else None
        started, diagnostics = await running.start(provider, source_id, str(plan.on_already_running))
        state = replace(
            plan,
            id=source_id,
            job_name=started.job_name,
            already_running=started.already_running,
            extraction=None,
        )
        provider.claims.claim("job", source_id)
        request.save(state, request.private)
        if client_id is not None:
            try:
                found, problems = await running.wait_for_end(
                    provider, client_id, source_id, started, report=lambda _: None, limited_by="timeouts.create"
                )
            except DiagnosticError as failed:
                if not inconclusive(failed.__cause__):
                    raise
                problems = failed.as_warnings()
            else:
                state = replace(
                    state, job_name=started.job_name or found.job_name, extraction=view(found, provider.secrets)
                )
            diagnostics += problems
        return ApplyResponse(state=state, private=request.private, diagnostics=diagnostics)

    async def update(self, request: UpdateRequest[JobModel], provider: ProviderData) -> ApplyResponse[JobModel]:
        """Nothing is sent: what can change takes effect when the next job is started or this one is destroyed."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[JobModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Stop the job as configured, unless it is the one that this run has just started."""
        state, source_id = request.state, str(request.state.source_id)
        if state.stop_on_destroy is True and provider.claims.end("job", source_id):
            with provider.explaining(f"stop the replication job of source {source_id}"):
                try:
                    await provider.connect.jobs.stop(to_number(source_id, SOURCE_ID))
                except NotFoundError:
                    await check_token(provider)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[JobModel]:
        """Refuse: a job that was started elsewhere cannot become one that this resource started."""
        text = (
            "This resource starts a job, so a job that already exists cannot be imported. Remove the import, and "
            "apply the resource to start a job. The data source stitch_extractions shows the jobs that ran."
        )
        raise DiagnosticError(error("A replication job cannot be imported", text))

    def identify(self, state: JobModel) -> Mapping[str, Value]:
        """Source and job. The state does not contain the account."""
        return {"source_id": state.source_id, "job_name": state.job_name}
