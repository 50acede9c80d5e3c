"""The data source `stitch_connection_check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.connections.calls import calls_of
from stitch_provider.stitch.connections.data_sources import absent
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.redaction import hide_in
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, optional, schema_of
from stitch_provider.terraform.schema.validators import ExactlyOneOf
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    status: str | None = computed("Status of the check: `running`, `succeeded` or `failed`.")
    succeeded: bool | None = computed("Whether the check succeeded. False while it is running.")
    failure: str | None = computed(
        "Reason of the failure, as the system that Stitch connects to describes it. Null if the check did not fail."
    )
    job_name: str | None = computed("Name of the job of the check. Each check has another name.")
    mode: str | None = computed("Kind of job, which is `check`.")
    started_at: str | None = computed("When the check started, in UTC.")
    completed_at: str | None = computed("When the check ended, in UTC. Null while it is running.")
    error: bool | None = computed("Whether any exit status is not 0.")
    check_exit_status: int | None = computed(
        "Exit status of the whole check: 0 for success. Often null after a failure."
    )
    discovery_exit_status: int | None = computed("Exit status of discovery: 0 for success. Null while it is running.")
    discovery_error_message: str | None = computed("Error message of discovery.")
    tap_exit_status: int | None = computed("Exit status of the tap: 0 for success. Null if the tap did not run.")
    tap_error_message: str | None = computed("Error message of the tap.")
    target_exit_status: int | None = computed(
        "Exit status of the target: 0 for success. Null if the target did not run."
    )
    target_error_message: str | None = computed("Error message of the target.")


class ConnectionCheckDataSource(DataSource[ConnectionCheckView, ProviderData]):
    """The last connection check of a source or a destination."""

    type_name = "stitch_connection_check"
    model = ConnectionCheckView
    schema = schema_of(
        ConnectionCheckView,
        "The last connection check of a source or a destination. Stitch checks the connection after it is created "
        "and when its properties change. All attributes are null before the first check.",
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
        return DataResponse(state=config if check is None else _view(config, check, provider.secrets))


def _view(config: ConnectionCheckView, check: ConnectionCheck, secrets: Sequence[str]) -> ConnectionCheckView:
    return ConnectionCheckView(
        source_id=config.source_id,
        destination_id=config.destination_id,
        status=check.status,
        succeeded=check.succeeded,
        failure=hide_in(check.reason, secrets),
        job_name=check.name,
        mode=check.mode,
        started_at=check.start_time,
        completed_at=check.completion_time,
        error=check.error,
        check_exit_status=check.check_exit_status,
        discovery_exit_status=check.discovery_exit_status,
        discovery_error_message=hide_in(check.discovery_error_message, secrets),
        tap_exit_status=check.tap_exit_status,
        tap_error_message=hide_in(check.tap_error_message, secrets),
        target_exit_status=check.target_exit_status,
        target_error_message=hide_in(check.target_error_message, secrets),
    )
