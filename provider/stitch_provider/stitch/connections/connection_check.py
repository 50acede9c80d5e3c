"""The data source `stitch_connection_check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.connections.calls import calls_of
from stitch_provider.stitch.connections.data_sources import absent
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, schema_of
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import ConnectionCheck
    from stitch_provider.stitch.types.rules import Noun


class ConnectionCheckView(Model, validators=(ExactlyOneOf(("source_id", "destination_id")),)):
    """A source or a destination, and its last check (reference 3.7)."""

    source_id: str | Unknown | None = optional(
        "Id of the source, a string of digits. Exactly one of `source_id` and `destination_id` must be set.",
        validators=(StitchId(),),
    )
    destination_id: str | Unknown | None = optional(
        "Id of the destination, a string of digits. Exactly one of `source_id` and `destination_id` must be set.",
        validators=(StitchId(),),
    )
    status: str | None = computed("`running`, `succeeded` or `failed`.")
    succeeded: bool | None = computed("Whether it succeeded. False while it is running.")
    failure: str | None = computed(
        "Why it failed, as the system that was connected to describes it. Null where it did not fail."
    )
    job_name: str | None = computed("Name of the check's job. Each check has a new one.")
    mode: str | None = computed("Kind of job, which is `check`.")
    started_at: str | None = computed("When it started, in UTC.")
    completed_at: str | None = computed("When it ended, in UTC. Null while it is running.")
    error: bool | None = computed("Whether any exit status is not 0.")
    check_exit_status: int | None = computed(
        "Exit status of the whole check: 0 for success. Often null after a failure."
    )
    discovery_exit_status: int | None = computed("Exit status of discovery: 0 for success. Null while it is running.")
    discovery_error_message: str | None = computed("What discovery says about its failure.")
    tap_exit_status: int | None = computed("Exit status of the tap: 0 for success. Null where the tap was not run.")
    tap_error_message: str | None = computed("What the tap says about its failure.")
    target_exit_status: int | None = computed(
        "Exit status of the target: 0 for success. Null where the target was not run."
    )
    target_error_message: str | None = computed("What the target says about its failure.")


class ConnectionCheckDataSource(DataSource[ConnectionCheckView, ProviderData]):
    """The last connection check of a source or a destination."""

    type_name = "stitch_connection_check"
    model = ConnectionCheckView
    schema = schema_of(
        ConnectionCheckView,
        "The last time that Stitch checked whether it can connect to a source or a destination. Stitch does so by "
        "itself when the connection's properties change. Before the first check everything is null.",
    )

    async def read(self, config: ConnectionCheckView, provider: ProviderData) -> DataResponse[ConnectionCheckView]:
        """Read the check. Where there is none yet, check that the connection exists."""
        noun: Noun = "source" if isinstance(config.source_id, str) else "destination"
        id_ = str(config.source_id if noun == "source" else config.destination_id)
        path = Path.of(f"{noun}_id")
        number = to_number(id_, path)
        calls = calls_of(provider, noun)
        with provider.explaining(f"read the last check of {noun} {id_}", path=path, missing=absent(noun, id_, path)):
            check = await calls.last_check(number)
            if check is None:
                await calls.get(number)
        return DataResponse(state=config if check is None else _view(config, check))


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
