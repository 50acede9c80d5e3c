"""The data sources `stitch_extractions`, `stitch_extraction_log` and `stitch_loads`.

All of them draw on the allowance for reports; in one process, data sources of one kind share one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.jobs import extraction
from stitch_provider.stitch.jobs.extraction import ExtractionView, view
from stitch_provider.stitch.jobs.running import reports_refused
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.schema.validators import NOT_BLANK
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Load

_JOB_NAME = Path.of("job_name")
_ALLOWANCE = (
    "Stitch allows an account 30 requests for extractions, logs and loads in 10 minutes, and the provider waits where "
    "more are needed."
)


class ExtractionsView(Struct, frozen=True, kw_only=True):
    """`stitch_extractions`: filters, and the extractions that pass all of them."""

    source_id: str | Unknown | None
    failed_only: bool | Unknown | None
    extractions: tuple[ExtractionView, ...] | None


class LogView(Struct, frozen=True, kw_only=True):
    """`stitch_extraction_log`: a job, and its log."""

    job_name: str | Unknown
    text: str | None


class LoadView(Struct, frozen=True, kw_only=True):
    """The last load of a stream (reference 3.11)."""

    source_name: str | None
    stream: str | None
    last_loaded_at: str | None
    failed: bool
    failure: str | None
    error_state: str | None


class LoadsView(Struct, frozen=True, kw_only=True):
    """`stitch_loads`: filters, and the loads that pass all of them."""

    source_id: str | Unknown | None
    source_name: str | Unknown | None
    stream: str | Unknown | None
    failed_only: bool | Unknown | None
    loads: tuple[LoadView, ...] | None


class ExtractionsDataSource(DataSource[ExtractionsView, ProviderData]):
    """The last extraction of each source."""

    type_name = "stitch_extractions"
    model = ExtractionsView
    schema = Schema(
        description="The last completed extraction of each source within the last 60 days (7 on the Standard plan), "
        f"paused and deleted sources included, in order of the sources' ids. {_ALLOWANCE}",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only that of this source, a string of digits. Default: all sources.",
            ),
            "failed_only": Attribute(
                type=BOOL, optional=True, description="Only extractions that failed. Default: `false`."
            ),
            "extractions": Attribute(
                type=NestedAttributes(nesting="list", attributes=extraction.attributes()),
                computed=True,
                description="The extractions found.",
            ),
        },
    )

    async def read(self, config: ExtractionsView, provider: ProviderData) -> DataResponse[ExtractionsView]:
        """List and filter."""
        try:
            everything = await provider.connect.extractions.list(await provider.number())
        except ConnectError as refusal:
            raise DiagnosticError(reports_refused(refusal, "list the extractions", provider)) from refusal
        source_id = to_number(config.source_id, SOURCE_ID) if isinstance(config.source_id, str) else None
        found = tuple(
            view(each)
            for each in sorted(everything, key=lambda each: each.source_id)
            if source_id in {None, each.source_id} and (config.failed_only is not True or each.failed_phase is not None)
        )
        return DataResponse(state=replace(config, extractions=found))


class ExtractionLogDataSource(DataSource[LogView, ProviderData]):
    """The log of an extraction."""

    type_name = "stitch_extraction_log"
    model = LogView
    schema = Schema(
        description="The log of the extraction of a replication job, as long as Stitch keeps it: 60 days, 7 on the "
        f"Standard plan. {_ALLOWANCE}",
        attributes={
            "job_name": Attribute(
                type=STRING,
                required=True,
                validators=(NOT_BLANK,),
                description="Name of the job, from `stitch_extractions` or `stitch_replication_job`.",
            ),
            "text": fact(STRING, "The whole log."),
        },
    )

    async def read(self, config: LogView, provider: ProviderData) -> DataResponse[LogView]:
        """Fetch it; the address that Stitch redirects to never gets the token."""
        name = str(config.job_name)
        try:
            client_id = await provider.number()
        except ConnectError as refusal:
            raise DiagnosticError(reports_refused(refusal, "find out the account's id", provider)) from refusal
        try:
            text = await provider.connect.extractions.log(client_id, name)
        except NotFoundError as refusal:
            gone = (
                f'The account has no extraction with the job name "{name}", or Stitch no longer keeps its log. The '
                "data source stitch_extractions lists the last extraction of each source."
            )
            raise DiagnosticError(error("No such extraction", gone, _JOB_NAME)) from refusal
        except ConnectError as refusal:
            raise DiagnosticError(reports_refused(refusal, f"read the log of job {name}", provider)) from refusal
        return DataResponse(state=replace(config, text=text))


class LoadsDataSource(DataSource[LoadsView, ProviderData]):
    """The last load of each stream."""

    type_name = "stitch_loads"
    model = LoadsView
    schema = Schema(
        description="The last load of each stream within the last 60 days (7 on the Standard plan): when data reached "
        f"the destination, and what keeps it from there. In order of source and stream. {_ALLOWANCE}",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only streams of this source, a string of digits. Default: all sources.",
            ),
            "source_name": Attribute(
                type=STRING,
                optional=True,
                description="Only streams of the source with this `name`, which is that of its schema in the "
                "destination. Default: all sources.",
            ),
            "stream": Attribute(
                type=STRING, optional=True, description="Only streams of exactly this name. Default: any."
            ),
            "failed_only": Attribute(
                type=BOOL, optional=True, description="Only streams whose load is in an error state. Default: `false`."
            ),
            "loads": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={
                        "source_name": fact(STRING, "`name` of the source, that of its schema in the destination."),
                        "stream": fact(STRING, "Name of the stream, that of its table in the destination."),
                        "last_loaded_at": fact(
                            STRING, "When its last batch was loaded, in UTC; null in an error state."
                        ),
                        "failed": fact(BOOL, "Whether its load is in an error state."),
                        "failure": fact(
                            STRING, "Why, in the words of Stitch; null where it did not fail or where none are found."
                        ),
                        "error_state": fact(
                            STRING,
                            "The error state as Stitch shows it, for `jsondecode`; its shape may change at any time. "
                            "Null where there is none.",
                        ),
                    },
                ),
                computed=True,
                description="The loads found.",
            ),
        },
    )

    async def read(self, config: LoadsView, provider: ProviderData) -> DataResponse[LoadsView]:
        """List and filter; loads name their source but do not tell its id."""
        try:
            name = await _source_name(config.source_id, provider)
            everything = await provider.connect.loads.list(await provider.number())
        except ConnectError as refusal:
            raise DiagnosticError(reports_refused(refusal, "list the loads", provider)) from refusal
        found = tuple(
            _view(load)
            for load in sorted(everything, key=lambda each: (each.source_name or "", each.stream_name or ""))
            if name in {None, load.source_name}
            and config.source_name in {None, load.source_name}
            and config.stream in {None, load.stream_name}
            and (config.failed_only is not True or load.failed)
        )
        return DataResponse(state=replace(config, loads=found))


async def _source_name(source_id: str | Unknown | None, provider: ProviderData) -> str | None:
    """The name of a source; None where none is asked for."""
    if not isinstance(source_id, str):
        return None
    try:
        return (await provider.connect.sources.get(to_number(source_id, SOURCE_ID))).name
    except NotFoundError as refusal:
        raise DiagnosticError(unknown_source(source_id)) from refusal


def _view(load: Load) -> LoadView:
    return LoadView(
        source_name=load.source_name,
        stream=load.stream_name,
        last_loaded_at=load.last_batch_loaded_at,
        failed=load.failed,
        failure=load.reason,
        error_state=msgspec.json.encode(load.error_state).decode() if load.failed else None,
    )
