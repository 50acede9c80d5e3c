"""The data source `stitch_connection_check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import absent
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, NUMBER, STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Connect, ConnectionCheck


class ConnectionCheckView(Struct, frozen=True, kw_only=True):
    """A source or a destination, and its last check (reference 3.7)."""

    source_id: str | Unknown | None
    destination_id: str | Unknown | None
    status: str | None = None
    succeeded: bool | None = None
    failure: str | None = None
    job_name: str | None = None
    mode: str | None = None
    started_at: str | None = None
    completed_at: str | None = None
    error: bool | None = None
    check_exit_status: int | None = None
    discovery_exit_status: int | None = None
    discovery_error_message: str | None = None
    tap_exit_status: int | None = None
    tap_error_message: str | None = None
    target_exit_status: int | None = None
    target_error_message: str | None = None


class ConnectionCheckDataSource(DataSource[ConnectionCheckView, ProviderData]):
    """The last connection check of a source or a destination."""

    type_name = "stitch_connection_check"
    model = ConnectionCheckView
    schema = Schema(
        description="The last time that Stitch checked whether it can connect to a source or a destination. Stitch "
        "does so by itself when the connection's properties change. Before the first check everything is null.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Id of the source, a string of digits. Exactly one of `source_id` and `destination_id` "
                "must be set.",
            ),
            "destination_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Id of the destination, a string of digits. Exactly one of `source_id` and "
                "`destination_id` must be set.",
            ),
            "status": fact(STRING, "`running`, `succeeded` or `failed`."),
            "succeeded": fact(BOOL, "Whether it ended well; false while it runs."),
            "failure": fact(STRING, "Why it failed, in the words of what was connected to; null where it did not."),
            "job_name": fact(STRING, "Name of the check's job; a new check has a new one."),
            "mode": fact(STRING, "Kind of job, which is `check`."),
            "started_at": fact(STRING, "When it started, in UTC."),
            "completed_at": fact(STRING, "When it ended, in UTC; null while it runs."),
            "error": fact(BOOL, "Whether any exit status is not 0."),
            "check_exit_status": fact(NUMBER, "Exit status of the whole: 0 for success; often null after a failure."),
            "discovery_exit_status": fact(NUMBER, "Exit status of discovery: 0 for success, null while it runs."),
            "discovery_error_message": fact(STRING, "What discovery says of its failure."),
            "tap_exit_status": fact(NUMBER, "Exit status of the tap; null where it took no part."),
            "tap_error_message": fact(STRING, "What the tap says of its failure."),
            "target_exit_status": fact(NUMBER, "Exit status of the target; null where it took no part."),
            "target_error_message": fact(STRING, "What the target says of its failure."),
        },
        validators=(ExactlyOneOf(("source_id", "destination_id")),),
    )

    async def read(self, config: ConnectionCheckView, provider: ProviderData) -> DataResponse[ConnectionCheckView]:
        """Ask for the check; that there is none yet must not hide that there is no such connection."""
        noun = "source" if isinstance(config.source_id, str) else "destination"
        id_ = str(config.source_id if noun == "source" else config.destination_id)
        path = Path.of(f"{noun}_id")
        with provider.explaining(f"read the last check of {noun} {id_}", missing=absent(noun, id_, path)):
            check = await _last_check(provider.connect, noun, to_number(id_, path))
        return DataResponse(state=config if check is None else _view(config, check))


async def _last_check(connect: Connect, noun: str, number: int) -> ConnectionCheck | None:
    """The last check, None where there was none yet. Raises NotFoundError where there is nothing to check."""
    if noun == "source":
        check = await connect.sources.last_check(number)
        if check is None:
            await connect.sources.get(number)
    else:
        check = await connect.destinations.last_check(number)
        if check is None:
            await connect.destinations.get(number)
    return check


def _view(config: ConnectionCheckView, check: ConnectionCheck) -> ConnectionCheckView:
    return ConnectionCheckView(
        source_id=config.source_id,
        destination_id=config.destination_id,
        status=check.status,
        succeeded=check.succeeded,
        failure=check.reason,
        job_name=check.name,
        mode=check.mode,
        started_at=check.start_time,
        completed_at=check.completion_time,
        error=check.error,
        check_exit_status=check.check_exit_status,
        discovery_exit_status=check.discovery_exit_status,
        discovery_error_message=check.discovery_error_message,
        tap_exit_status=check.tap_exit_status,
        tap_error_message=check.tap_error_message,
        target_exit_status=check.target_exit_status,
        target_error_message=check.target_error_message,
    )
