"""The actions `stitch_start_replication` and `stitch_stop_replication`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.jobs import running
from stitch_provider.stitch.jobs.replication_job_model import START_TIMEOUT
from stitch_provider.stitch.jobs.reports import account_number
from stitch_provider.stitch.jobs.running import ATTACH, REFUSE
from stitch_provider.stitch.parent_source import SOURCE_ID, planned_source, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.timeouts import DEFAULTS, seconds
from stitch_provider.terraform.resource import Action, Report
from stitch_provider.terraform.schema.declaration import Model, optional, required, schema_of
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.diagnostics import Diagnostic


class StartReplication(Model):
    """The configuration of `stitch_start_replication`."""

    source_id: str | Unknown = required("Id of the source to replicate, a string of digits.", validators=(StitchId(),))
    on_already_running: str | Unknown | None = optional(
        f"What to do if a job of the source is already running: `{ATTACH}` uses that job and warns, `{REFUSE}` "
        f"fails. Default: `{ATTACH}`.",
        validators=(OneOf((ATTACH, REFUSE)),),
    )
    wait: bool | Unknown | None = optional(
        "Whether to wait until the extraction has ended, and to fail if it failed. Its data is loaded a few minutes "
        "later. Default: `false`."
    )
    timeout: str | Unknown | None = START_TIMEOUT


class StopReplication(Model):
    """The configuration of `stitch_stop_replication`."""

    source_id: str | Unknown = required("Id of the source, a string of digits.", validators=(StitchId(),))


class StartReplicationAction(Action[StartReplication, ProviderData]):
    """Starts a job and, with `wait`, reports until its extraction has ended."""

    type_name = "stitch_start_replication"
    model = StartReplication
    schema = schema_of(
        StartReplication,
        "Starts a replication job of a source, and can wait until its extraction has ended. It also works for a "
        "paused source.",
    )

    async def plan(self, config: StartReplication, provider: ProviderData | None) -> Iterable[Diagnostic]:
        _, found = await planned_source(provider, config.source_id)
        return found

    async def invoke(self, config: StartReplication, provider: ProviderData, progress: Report) -> Iterable[Diagnostic]:
        source_id = str(config.source_id)
        provider = provider.within(seconds(config.timeout if isinstance(config.timeout, str) else DEFAULTS["create"]))
        client_id = await account_number(provider) if config.wait is True else None
        started, diagnostics = await running.start(provider, source_id, str(config.on_already_running or ATTACH))
        name = f"Job {started.job_name}" if started.job_name else "A job whose name Stitch shows when it has ended"
        progress(f"{name} replicates source {source_id}.")
        if client_id is None:
            return diagnostics
        found, problems = await running.wait_for_end(
            provider, client_id, source_id, started, progress, limited_by="timeout"
        )
        progress(f"Job {found.job_name} has ended: {found.status}.")
        return (*diagnostics, *problems)


class StopReplicationAction(Action[StopReplication, ProviderData]):
    """Stops the job that a source runs."""

    type_name = "stitch_stop_replication"
    model = StopReplication
    schema = schema_of(StopReplication, "Stops the replication job of a source. If no job is running, nothing happens.")

    async def plan(self, config: StopReplication, provider: ProviderData | None) -> Iterable[Diagnostic]:
        _, found = await planned_source(provider, config.source_id)
        return found

    async def invoke(self, config: StopReplication, provider: ProviderData, progress: Report) -> Iterable[Diagnostic]:
        source_id = str(config.source_id)
        tried = f"stop the replication job of source {source_id}"
        with provider.explaining(tried, path=SOURCE_ID, missing=unknown_source(source_id)):
            await provider.connect.jobs.stop(to_number(source_id, SOURCE_ID))
        progress(f"Stitch stopped the job of source {source_id}, if one was running.")
        return ()
