"""Data sources of sources and destinations: the attributes and the lookup that they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec.structs import asdict

from stitch_provider.stitch.collection import gather
from stitch_provider.stitch.connections import checks, model, properties
from stitch_provider.stitch.connections.calls import calls_of
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.redaction import hide_in
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.declaration import Model, computed, schema_of
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stitch_provider.connect import ConnectionCheck, Destination, Source
    from stitch_provider.stitch.collection import Collection
    from stitch_provider.stitch.types.rules import Noun

T = TypeVar("T", bound="Source | Destination")


class LastCheck(Model):
    """The last connection check (reference 3.7)."""

    status: str = computed("Status of the check: `running`, `succeeded` or `failed`.")
    started_at: str | None = computed("When the check started, in UTC.")
    completed_at: str | None = computed("When the check ended, in UTC. Null while it is running.")
    failure: str | None = computed("Reason of the failure, as the {noun} describes it. Null if the check did not fail.")


LAST_CHECK: Any = computed("Last connection check of the {noun}. Null before the first check.", default=None)


class ConnectionDetails(Model):
    """What data sources show of a connection. Its noun declares names and type."""

    id: Any
    type: Any
    effective_properties: Mapping[str, str] | None = computed(
        "All properties that Stitch shows of the {noun}, without credentials."
    )
    fully_configured: bool | None = computed(
        "Whether the configuration of the {noun} is complete, so that it can replicate."
    )
    current_step: str | None = computed(
        "Next step of the configuration. The steps are `form`, `oauth`, `discover_schema`, `field_selection` and "
        "`fully_configured`, in this order."
    )
    missing_properties: tuple[str, ...] | None = computed(
        "Names of the properties that the current step requires and that are not set."
    )
    paused_at: str | None = computed("When a user paused the {noun}, in UTC. Null if no user paused it.")
    system_paused_at: str | None = computed("When Stitch paused the {noun}, in UTC. Null if Stitch did not pause it.")
    stitch_client_id: str | None = computed("Id of the Stitch account that the {noun} belongs to.")
    created_at: str | None = computed("When the {noun} was created, in UTC.")
    updated_at: str | None = computed("When the {noun} was last changed, in UTC.")


V = TypeVar("V", bound=ConnectionDetails)


def details(connection: Source | Destination) -> dict[str, Any]:
    """The values of `ConnectionDetails`, but for the type."""
    card = connection.report_card
    return model.shown(connection) | {
        "effective_properties": properties.effective(connection.properties, connection.report_card),
        "fully_configured": card.fully_configured,
        "current_step": card.step,
        "missing_properties": checks.missing(card),
        "paused_at": connection.paused_at,
        "system_paused_at": connection.system_paused_at,
        "updated_at": connection.updated_at,
    }


class ConnectionDataSource(DataSource[V, ProviderData], Generic[T, V]):
    """One connection, looked up by its id or by one of `names`, attributes that the model and the object share.

    `view` gives what the plural data source shows of it, to which this one adds `last_check`.
    """

    def __init__(
        self,
        noun: Noun,
        collection: Collection[T, Any, Any],
        model: type[V],
        description: str,
        *,
        names: tuple[str, ...],
        view: Callable[[T], ConnectionDetails],
    ) -> None:
        self.type_name = collection.type_name
        self.model = model
        self.schema = schema_of(model, description, noun=noun)
        self._noun = noun
        self._collection = collection
        self._names = names
        self._view = view

    async def read(self, config: V, provider: ProviderData) -> DataResponse[V]:
        missing = absent(self._noun, config.id, Path.of("id"))
        with provider.explaining(f"read the {self._noun}", missing=missing):
            connection = await self._find(config, provider)
            check = await calls_of(provider, self._noun).last_check(connection.id)
        values = {**asdict(self._view(connection)), "last_check": check and _last_check(check, provider.secrets)}
        return DataResponse(state=self.model(**values))

    async def _find(self, config: V, provider: ProviderData) -> T:
        if isinstance(config.id, str):
            connection: T = await calls_of(provider, self._noun).get(to_number(config.id))
            return connection
        key = next(each for each in self._names if getattr(config, each) is not None)
        value = getattr(config, key)
        everything, incomplete = await gather(self._collection.find(provider, self._collection.no_filters()))
        if incomplete is not None and all(getattr(each, key) != value for each in everything):
            raise incomplete
        return only(self._noun, key, value, everything)


def _last_check(check: ConnectionCheck, secrets: Sequence[str]) -> LastCheck:
    return LastCheck(
        status=check.status,
        started_at=check.start_time,
        completed_at=check.completion_time,
        failure=hide_in(check.reason, secrets),
    )


def absent(noun: Noun, id: object, path: Path) -> Diagnostic:
    """The error at `path` for the id of a connection that does not exist."""
    return error(
        f"No such {noun}",
        f"The account has no {noun} {id}, or it was deleted. The data source stitch_{noun}s lists those that exist.",
        path,
    )


def only(noun: Noun, key: str, value: str, everything: Sequence[T]) -> T:
    """The only object whose attribute `key` has this value. Raises DiagnosticError if there is none, or several."""
    found = [each for each in everything if getattr(each, key) == value]
    if len(found) == 1:
        return found[0]
    path = Path.of(key)
    if found:
        text = f'{len(found)} {noun}s have the {key} "{value}". Set id to look up one of them.'
        raise DiagnosticError(error(f"More than one {noun}", text, path))
    hint = nearest(value, filter(None, (getattr(each, key) for each in everything)))
    text = f'No {noun} has the {key} "{value}".{hint} The data source stitch_{noun}s lists those that exist.'
    raise DiagnosticError(error(f"No such {noun}", text, path))
