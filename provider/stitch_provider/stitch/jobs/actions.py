"""The actions `stitch_start_replication` and `stitch_stop_replication`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.jobs import extraction, running
from stitch_provider.stitch.jobs.running import ATTACH, REFUSE
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.timeouts import DEFAULTS, Duration, seconds
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.resource import Action, Report
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable


class StartReplication(Struct, frozen=True, kw_only=True):
    """The configuration of `stitch_start_replication`."""

    source_id: str | Unknown
    on_already_running: str | Unknown | None
    wait: bool | Unknown | None
    timeout: str | Unknown | None


class StopReplication(Struct, frozen=True, kw_only=True):
    """The configuration of `stitch_stop_replication`."""

    source_id: str | Unknown


class StartReplicationAction(Action[StartReplication, ProviderData]):
    """Starts a job and, where that is wished, tells how it goes until its extraction is over."""

    type_name = "stitch_start_replication"
    model = StartReplication
    schema = Schema(
        description="Starts a replication job of a source, paused ones included, and can wait until its extraction is "
        "over.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                required=True,
                validators=(StitchId(),),
                description="Id of the source to replicate, a string of digits.",
            ),
            "on_already_running": Attribute(
                type=STRING,
                optional=True,
                validators=(OneOf((ATTACH, REFUSE)),),
                description="What to do when a job of the source runs already, which Stitch answers by starting none: "
                f"`{ATTACH}` takes that job for this one, with a warning; `{REFUSE}` fails. Default: `{ATTACH}`.",
            ),
            "wait": Attribute(
                type=BOOL,
                optional=True,
                description="Whether to wait until the extraction is over, and to fail where it fails. The data may "
                "be loaded some minutes later. Default: `false`.",
            ),
            "timeout": Attribute(
                type=STRING,
                optional=True,
                validators=(Duration(),),
                description="How long starting and waiting may take, as a duration such as `45s` or `1h30m`. The job "
                f"itself goes on. Default: `{DEFAULTS['create']}`.",
            ),
        },
    )

    async def plan(self, config: StartReplication, provider: ProviderData | None) -> Iterable[Diagnostic]:
        """Check that there is such a source, if it is known yet."""
        return await running.require_source(provider, config.source_id)

    async def invoke(self, config: StartReplication, provider: ProviderData, progress: Report) -> Iterable[Diagnostic]:
        """Start, tell the name of the job, wait."""
        source_id = str(config.source_id)
        limit = seconds(config.timeout if isinstance(config.timeout, str) else DEFAULTS["create"])
        connect = provider.connect.within(limit)
        started, diagnostics = await running.start(connect, source_id, str(config.on_already_running or ATTACH))
        progress(f"Source {source_id} replicates: {_called(started.job_name)}.")
        if config.wait is not True:
            return diagnostics
        ended = await running.wait_for_end(provider, connect, source_id, started, progress)
        found = ended.extraction
        progress(f"Job {found.job_name} is over: {found.status}.")
        return (*diagnostics, *running.superseded_warning(ended, started.job_name), *extraction.verdict(found))


class StopReplicationAction(Action[StopReplication, ProviderData]):
    """Stops the job that a source runs."""

    type_name = "stitch_stop_replication"
    model = StopReplication
    schema = Schema(
        description="Stops the replication job that a source runs; where none runs, nothing happens.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                required=True,
                validators=(StitchId(),),
                description="Id of the source, a string of digits.",
            )
        },
    )

    async def plan(self, config: StopReplication, provider: ProviderData | None) -> Iterable[Diagnostic]:
        """Check that there is such a source, if it is known yet."""
        return await running.require_source(provider, config.source_id)

    async def invoke(self, config: StopReplication, provider: ProviderData, progress: Report) -> Iterable[Diagnostic]:
        """Ask Stitch to stop it."""
        source_id = str(config.source_id)
        try:
            await provider.connect.jobs.stop(to_number(source_id, SOURCE_ID))
        except NotFoundError as refusal:
            raise DiagnosticError(unknown_source(source_id)) from refusal
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"stop the replication job of source {source_id}")) from refusal
        progress(f"Stitch has stopped the replication of source {source_id}, if a job ran.")
        return ()


def _called(job_name: str | None) -> str:
    return f"job {job_name}" if job_name else "a job whose name Stitch tells only when it is over"
