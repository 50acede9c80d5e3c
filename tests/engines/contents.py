"""The objects of an account and of a state, in the same form, so that they can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import normalize

from stitch_provider.simulator.routes.emails import EMAILS
from stitch_provider.simulator.routes.hooks import HOOKS
from stitch_provider.simulator.store import Store
from stitch_provider.simulator.tables import ACCOUNTS, DESTINATIONS, IMPORT_TOKENS, JOBS, SOURCES, STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Thing: TypeAlias = tuple[str, str]
"""An object: its noun, and what identifies it among its kind."""

PERMANENT = frozenset({"job", "account"})
"""Nouns whose objects stay in the account when their resource is destroyed."""

_IDS: Mapping[str, tuple[str, str]] = {
    "stitch_account": ("account", "id"),
    "stitch_destination": ("destination", "id"),
    "stitch_import_token": ("token", "id"),
    "stitch_notification_email": ("email", "id"),
    "stitch_post_load_hook": ("hook", "id"),
    "stitch_replication_job": ("job", "job_name"),
    "stitch_source": ("source", "id"),
}
"""For each type of resource the noun and the attribute that identifies the object."""


@dataclass(frozen=True, slots=True)
class State:
    """The objects in a state, and those of them that are marked as tainted."""

    things: frozenset[Thing] = frozenset()
    tainted: frozenset[Thing] = frozenset()


@dataclass(frozen=True, slots=True)
class Contents:
    """What an account and a state contained at one moment."""

    account: frozenset[Thing]
    state: State


def of_state(file: Path) -> State:
    """The objects in a state file. There are none if there is no file."""
    if not file.exists() or not file.stat().st_size:
        return State()
    found = [
        (thing, instance.get("status") == "tainted")
        for resource in json.loads(file.read_text())["resources"]
        if resource["mode"] == "managed" and resource["type"].startswith("stitch_")
        for instance in resource["instances"]
        for thing in _things(resource["type"], instance["attributes"])
    ]
    return State(frozenset(thing for thing, _ in found), frozenset(thing for thing, tainted in found if tainted))


def of_account(database: Path) -> frozenset[Thing]:
    """The objects in the account of a simulator with this database, except the account itself."""
    store = Store(str(database))
    try:
        return frozenset(_in_account(store))
    finally:
        store.close()


def disagreements(before: Contents, after: Contents, *, forgets: bool = False) -> list[str]:
    """What a command made of the state and not of the account, or of the account and not of the state.

    With `forgets`, objects can leave the state and stay in the account.
    """
    made = {thing for thing in after.account - before.account if thing[0] not in PERMANENT}
    old, new = before.state.things, after.state.things
    added, removed = new - old, old - new
    return [
        *(f"{' '.join(thing)} was created and is not in the state" for thing in sorted(made - new)),
        *(f"{' '.join(thing)} is in the state and not in the account" for thing in sorted(added - after.account)),
        *(
            f"{' '.join(thing)} left the state and is still in the account"
            for thing in sorted(removed & after.account)
            if thing[0] not in PERMANENT and not forgets
        ),
    ]


def _things(type_name: str, attributes: Mapping[str, Any]) -> Iterator[Thing]:
    match type_name:
        case "stitch_stream_selection" if attributes["selected"] is False:
            return
        case "stitch_stream_selection":
            yield "selected stream", f"{attributes['source_id']}/{attributes['stream']}"
        case "stitch_stream_selections":
            for stream, settings in attributes["streams"].items():
                if settings["selected"] is not False:
                    yield "selected stream", f"{attributes['source_id']}/{stream}"
        case _:
            noun, key = _IDS[type_name]
            if attributes[key] is not None:
                yield noun, str(attributes[key])


def _in_account(store: Store) -> Iterator[Thing]:
    own = int(store.setting("client_id") or 0)
    sources = {each.id for each in store.many(SOURCES, "deleted_at IS NULL")}
    destinations = {each.id for each in store.many(DESTINATIONS, "deleted_at IS NULL")}
    store.create(EMAILS, HOOKS)
    yield from (("account", str(each.client_id)) for each in store.many(ACCOUNTS, "client_id <> ?", own))
    yield from (("source", str(number)) for number in sources)
    yield from (("destination", str(number)) for number in destinations)
    yield from (("email", str(each.id)) for each in store.many(EMAILS, "TRUE"))
    yield from (("hook", str(each.id)) for each in store.many(HOOKS, "TRUE") if each.destination_id in destinations)
    yield from (("token", str(each.id)) for each in store.many(IMPORT_TOKENS, "TRUE") if each.source_id in sources)
    yield from (("job", each.name) for each in store.many(JOBS, "TRUE"))
    for stream in store.many(STREAMS, "selected = 1"):
        if stream.source_id in sources:
            yield "selected stream", f"{stream.source_id}/{normalize('NFC', stream.tap_stream_id)}"
