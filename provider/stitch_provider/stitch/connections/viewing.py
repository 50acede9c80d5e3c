"""Viewing: what the data sources of sources and destinations show alike, and how they find what they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.connections import checks, model, properties
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.types import BOOL, STRING, ListType, MapType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stitch_provider.connect import ConnectionCheck, Destination, Source
    from stitch_provider.stitch.types.rules import Noun
    from stitch_provider.terraform.values.value import Value

T = TypeVar("T")


class LastCheck(Struct, frozen=True, kw_only=True):
    """The last connection check (reference 3.7)."""

    status: str
    started_at: str | None
    completed_at: str | None
    failure: str | None


def last_check(check: ConnectionCheck | None) -> LastCheck | None:
    """What a data source shows of a check; None where there was none yet."""
    if check is None:
        return None
    return LastCheck(
        status=check.status,
        started_at=check.start_time,
        completed_at=check.completion_time,
        failure=check.reason,
    )


def last_check_attribute(noun: Noun) -> Attribute:
    """The attribute `last_check`."""
    return Attribute(
        type=NestedAttributes(
            attributes={
                "status": fact(STRING, "`running`, `succeeded` or `failed`."),
                "started_at": fact(STRING, "When it started, in UTC."),
                "completed_at": fact(STRING, "When it ended, in UTC; null while it runs."),
                "failure": fact(STRING, f"Why it failed, in the words of the {noun}; null where it did not."),
            }
        ),
        computed=True,
        description=f"Last time that Stitch checked whether it can connect to the {noun}; null before the first.",
    )


def facts(noun: Noun) -> Mapping[str, Attribute]:
    """What data sources show of both."""
    return {
        "effective_properties": fact(
            MapType(STRING), f"All properties that Stitch shows of the {noun}; credentials are never among them."
        ),
        "fully_configured": fact(BOOL, f"Whether the {noun} has everything that it needs to replicate."),
        "current_step": fact(
            STRING,
            "Step of the configuration that is to be done next: `form`, `oauth`, `discover_schema`, "
            "`field_selection` or `fully_configured`, in this order.",
        ),
        "missing_properties": fact(ListType(STRING), "Names of the properties that the current step still needs."),
        "paused_at": fact(STRING, "When a user paused it, in UTC; null where it is not paused."),
        "system_paused_at": fact(STRING, "When Stitch paused it, in UTC; null where it did not."),
        "stitch_client_id": fact(STRING, f"Id of the Stitch account that has the {noun}."),
        "created_at": fact(STRING, "When it was created, in UTC."),
        "updated_at": fact(STRING, "When it was changed last, in UTC."),
    }


def shown(connection: Source | Destination) -> dict[str, Any]:
    """The values of `facts`, and the id."""
    card = connection.report_card
    return model.shown(connection) | {
        "effective_properties": properties.effective(connection.properties),
        "fully_configured": card.fully_configured,
        "current_step": card.step,
        "missing_properties": checks.missing(card),
        "paused_at": connection.paused_at,
        "system_paused_at": connection.system_paused_at,
        "updated_at": connection.updated_at,
    }


def one_key(keys: Mapping[str, Value]) -> Iterable[Diagnostic]:
    """An error unless exactly one of these attributes is set, known or not."""
    given = [name for name, value in keys.items() if value is not None]
    if len(given) != 1:
        listing = ", ".join(keys)
        path = Path.of(given[1]) if given else ROOT
        yield error("What to look up", f"Set exactly one of {listing} to say which one is meant.", path)


def only(noun: Noun, key: str, value: str, everything: Sequence[T], name_of: Callable[[T], str | None]) -> T:
    """The only one that `name_of` gives `value` for, `key` being its attribute; raises DiagnosticError otherwise."""
    found = [each for each in everything if name_of(each) == value]
    if len(found) == 1:
        return found[0]
    path = Path.of(key)
    if found:
        text = f'{len(found)} {noun}s have the {key} "{value}". Look up the one that is meant by id.'
        raise DiagnosticError(error(f"More than one {noun}", text, path))
    hint = nearest(value, filter(None, map(name_of, everything)))
    raise DiagnosticError(error(f"No such {noun}", f'No {noun} has the {key} "{value}".{hint}', path))
