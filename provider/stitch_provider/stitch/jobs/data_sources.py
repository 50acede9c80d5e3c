"""The data sources `stitch_extractions`, `stitch_extraction_log` and `stitch_loads`.

They share the requests that Stitch allows for reports. In one process, data sources of one kind share one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from stitch_provider.connect import DEFAULT_LIMITS, EXTRACTION_PAGES, LOAD_PAGES, MEBIBYTE, PAGE_SIZE
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.jobs.extraction import ExtractionView, view
from stitch_provider.stitch.jobs.reports import ALLOWANCE, account_number, left_out_of, report_advice
from stitch_provider.stitch.parent_source import SOURCE_ID, get_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.redaction import hide, hide_in
from stitch_provider.stitch.timeouts import TIMEOUTS, ReadTimeout, limit
from stitch_provider.terraform.diagnostics import error, warning
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.schema.validators import NOT_BLANK
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.connect import Load

_LOG_SIZE = f"{DEFAULT_LIMITS.log_size // MEBIBYTE} MiB"

_CUT = warning(
    "Log is too long",
    f"The log of the job has more than {_LOG_SIZE}. Only its first {_LOG_SIZE} were read. The Stitch web application "
    "shows the whole log.",
    Path.of("text"),
)


class ExtractionsView(Model):
    """`stitch_extractions`: filters, and the extractions that pass all of them."""

    source_id: str | Unknown | None = optional(
        "Only the extraction of this source, a string of digits. Default: all sources.", validators=(StitchId(),)
    )
    failed_only: bool | Unknown | None = optional("Only extractions that failed. Default: `false`.")
    timeouts: ReadTimeout | Unknown | None = TIMEOUTS
    extractions: tuple[ExtractionView, ...] | None = computed("The extractions found.")


class LogView(Model):
    """`stitch_extraction_log`: a job, and its log."""

    job_name: str | Unknown = required(
        "Name of the job, from `stitch_extractions` or `stitch_replication_job`.", validators=(NOT_BLANK,)
    )
    timeouts: ReadTimeout | Unknown | None = TIMEOUTS
    text: str | None = computed(
        f"The log of the job. If it is longer than {_LOG_SIZE}, a warning appears and only the beginning is read."
    )


class LoadView(Model):
    """The last load of a stream (reference 3.11)."""

    source_name: str | None = computed("`name` of the source, which is the name of its schema in the destination.")
    stream: str | None = computed("Name of the stream, which is the name of its table in the destination.")
    last_loaded_at: str | None = computed(
        "When the last batch of the stream was loaded, in UTC. Null if the load is in an error state."
    )
    failed: bool = computed("Whether the load of the stream is in an error state.")
    failure: str | None = computed(
        "Reason of the failure, as Stitch describes it. Null if the load did not fail or Stitch gives no reason."
    )
    error_state: str | None = computed(
        "Error state as Stitch shows it, in JSON. Its structure is not documented and can change at any time. Null "
        "if there is none."
    )


class LoadsView(Model):
    """`stitch_loads`: filters, and the loads that pass all of them."""

    source_id: str | Unknown | None = optional(
        "Only streams of this source, a string of digits. Default: all sources.", validators=(StitchId(),)
    )
    source_name: str | Unknown | None = optional(
        "Only streams of the source with this `name`, which is the name of its schema in the destination. Default: all "
        "sources."
    )
    stream: str | Unknown | None = optional("Only streams of exactly this name. Default: any.")
    failed_only: bool | Unknown | None = optional("Only streams whose load is in an error state. Default: `false`.")
    timeouts: ReadTimeout | Unknown | None = TIMEOUTS
    loads: tuple[LoadView, ...] | None = computed("The loads found.")


class ExtractionsDataSource(DataSource[ExtractionsView, ProviderData]):
    """The last extraction of each source."""

    type_name = "stitch_extractions"
    model = ExtractionsView
    schema = schema_of(
        ExtractionsView,
        "The last completed extraction of each source in the last 60 days (7 days on the Standard plan), including "
        f"paused and deleted sources, sorted by the id of the source. {ALLOWANCE}: about 30 seconds for each page of "
        f"{PAGE_SIZE} extractions after the first ten. At most {EXTRACTION_PAGES} pages are read, and a warning says "
        "how many there are if the account has more.",
    )

    async def read(self, config: ExtractionsView, provider: ProviderData) -> DataResponse[ExtractionsView]:
        source_id = to_number(config.source_id, SOURCE_ID) if isinstance(config.source_id, str) else None
        provider = provider.within(limit(config.timeouts, "read"))
        client_id = await account_number(provider)
        with provider.explaining("list the extractions", refine=report_advice(provider)):
            extractions = await provider.connect.extractions.list(client_id)
        found = tuple(
            view(each, provider.secrets)
            for each in sorted(extractions.found.readable, key=lambda each: each.source_id)
            if source_id in {None, each.source_id} and (config.failed_only is not True or each.failed_phase is not None)
        )
        state = replace(config, extractions=found)
        return DataResponse(state=state, diagnostics=left_out_of("extractions", extractions))


class ExtractionLogDataSource(DataSource[LogView, ProviderData]):
    """The log of an extraction."""

    type_name = "stitch_extraction_log"
    model = LogView
    schema = schema_of(
        LogView,
        "The log of the extraction of a replication job. Stitch keeps it for 60 days, or for 7 days on the Standard "
        f"plan. {ALLOWANCE}.",
    )

    async def read(self, config: LogView, provider: ProviderData) -> DataResponse[LogView]:
        """The token is not sent to the address that Stitch redirects to."""
        name = str(config.job_name)
        missing = error(
            "No such extraction",
            f'The account has no extraction with the job name "{name}", or Stitch no longer keeps its log. The data '
            "source stitch_extractions lists the last extraction of each source.",
            Path.of("job_name"),
        )
        provider = provider.within(limit(config.timeouts, "read"))
        client_id = await account_number(provider)
        with provider.explaining(f"read the log of job {name}", missing=missing, refine=report_advice(provider)):
            log = await provider.connect.extractions.log(client_id, name)
        state = replace(config, text=hide(log.content, provider.secrets))
        return DataResponse(state=state, diagnostics=() if log.complete else (_CUT,))


class LoadsDataSource(DataSource[LoadsView, ProviderData]):
    """The last load of each stream."""

    type_name = "stitch_loads"
    model = LoadsView
    schema = schema_of(
        LoadsView,
        "The last load of each stream into the destination in the last 60 days (7 days on the Standard plan), sorted "
        f"by source and stream. {ALLOWANCE}: about 30 seconds for each page of {PAGE_SIZE} loads after the first ten. "
        f"At most {LOAD_PAGES} pages are read, and a warning says how many there are if the account has more.",
    )

    async def read(self, config: LoadsView, provider: ProviderData) -> DataResponse[LoadsView]:
        """Loads show the name of their source and not its id."""
        provider = provider.within(limit(config.timeouts, "read"))
        source = await get_source(provider, config.source_id) if isinstance(config.source_id, str) else None
        client_id = await account_number(provider)
        with provider.explaining("list the loads", refine=report_advice(provider)):
            loads = await provider.connect.loads.list(client_id)
        found = tuple(
            _view(load, provider.secrets)
            for load in sorted(loads.found.readable, key=lambda each: (each.source_name or "", each.stream_name or ""))
            if (source is None or source.name == load.source_name)
            and config.source_name in {None, load.source_name}
            and config.stream in {None, load.stream_name}
            and (config.failed_only is not True or load.failed)
        )
        return DataResponse(state=replace(config, loads=found), diagnostics=left_out_of("loads", loads))


def _view(load: Load, secrets: Sequence[str]) -> LoadView:
    return LoadView(
        source_name=load.source_name,
        stream=load.stream_name,
        last_loaded_at=load.last_batch_loaded_at,
        failed=load.failed,
        failure=hide_in(load.reason, secrets),
        error_state=hide(msgspec.json.encode(load.error_state).decode(), secrets) if load.failed else None,
    )
