"""Seeds: objects to create in the account at once, without the limits of its plan.

A seed contains destinations, sources, and groups of sources of the same type. Objects can have ids that the seed
chooses. Sources in groups have sample values as their properties. All objects are created in one transaction, and
their connection checks are completed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from stitch_provider import catalog
from stitch_provider.simulator.lifecycle import finish_check
from stitch_provider.simulator.names import derive_name
from stitch_provider.simulator.properties import stringify
from stitch_provider.simulator.routes.destinations import add_destination
from stitch_provider.simulator.routes.sources import add_source, stored_source
from stitch_provider.simulator.samples import sample_properties
from stitch_provider.simulator.tables import CHECKS, DESTINATIONS, SOURCES, STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stitch_provider.simulator.simulator import Simulator
    from stitch_provider.simulator.tables import Source


class SeedDestination(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A destination. If `properties` is None, it has sample values."""

    type: str
    id: int | None = None
    name: str | None = None
    description: str | None = None
    properties: dict[str, Any] | None = None


class SeedSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source. If `properties` is None, it has sample values.

    `streams` are the values of `tap_stream_id` to select, or `all`, or `none`.
    """

    type: str
    display_name: str
    id: int | None = None
    name: str | None = None
    properties: dict[str, Any] | None = None
    destination_id: int | None = None
    streams: list[str] | Literal["all", "none"] = "none"
    paused_at: str | None = None
    deleted: bool = False


class SeedGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`count` sources of each of the types, or of every type in the catalog. They are named `<prefix> <type> <n>`."""

    types: list[str] | Literal["all"]
    count: int = 1
    prefix: str = "Seed"
    streams: Literal["all", "none"] = "all"


class Seed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The objects to create.

    A source is mapped to its `destination_id`, else to the first destination of the seed, else to the only destination
    of the account.
    """

    destinations: list[SeedDestination] = []
    sources: list[SeedSource] = []
    groups: list[SeedGroup] = []


def parse_seed(body: bytes) -> Seed:
    """A seed in JSON.

    Raises:
        msgspec.DecodeError: the JSON is not a seed; the text says where.
    """
    return msgspec.json.decode(body, type=Seed)


def apply_seed(simulator: Simulator, seed: Seed) -> dict[str, list[int]]:
    """Create the objects of the seed in the account of the simulator's own token; returns their ids.

    Raises:
        LookupError: the catalog has no such type, or no stream with that id was discovered.
        ValueError: a source has the same name as another one.
    """
    with simulator.transaction():
        destinations = [_add_destination(simulator, each) for each in seed.destinations]
        first = destinations[0] if destinations else _only_destination(simulator)
        sources = [_add_source(simulator, each, first) for each in (*seed.sources, *_members(seed.groups))]
    return {"destinations": destinations, "sources": sources}


def _only_destination(simulator: Simulator) -> int | None:
    live = simulator.store.many(DESTINATIONS, "client_id = ? AND deleted_at IS NULL", simulator.client_id)
    return live[0].id if len(live) == 1 else None


def _members(groups: list[SeedGroup]) -> Iterator[SeedSource]:
    for group in groups:
        for name in catalog.source_types() if group.types == "all" else group.types:
            for number in range(1, group.count + 1):
                label = name.removeprefix("platform.").replace(".", " ").replace("-", " ")
                yield SeedSource(type=name, display_name=f"{group.prefix} {label} {number}", streams=group.streams)


def _add_destination(simulator: Simulator, seed: SeedDestination) -> int:
    destination_type = catalog.destination_type(seed.type)
    if destination_type is None:
        raise LookupError(f"the catalog has no destination type {seed.type}")
    properties = sample_properties(destination_type) if seed.properties is None else seed.properties
    destination = add_destination(
        simulator,
        destination_type,
        _stored(properties),
        client_id=simulator.client_id,
        name=seed.name,
        description=seed.description,
        destination_id=seed.id,
    )
    _finish(simulator, "destination", destination.id)
    return destination.id


def _add_source(simulator: Simulator, seed: SeedSource, destination_id: int | None) -> int:
    source_type = catalog.source_type(seed.type)
    if source_type is None:
        raise LookupError(f"the catalog has no source type {seed.type}")
    name = seed.name or derive_name(seed.display_name)
    taken = "client_id = ? AND deleted_at IS NULL AND name = ?"
    if not seed.deleted and simulator.store.one(SOURCES, taken, simulator.client_id, name) is not None:
        raise ValueError(f"the account has a source named {name}")
    source = add_source(
        simulator,
        source_type,
        _stored(sample_properties(source_type) if seed.properties is None else seed.properties),
        client_id=simulator.client_id,
        name=name,
        display_name=seed.display_name,
        destination_id=seed.destination_id or destination_id,
        source_id=seed.id,
    )
    _finish(simulator, "source", source.id)
    _select(simulator, source, seed.streams)
    if seed.paused_at or seed.deleted:
        source = stored_source(simulator, source.id)
        deleted_at = source.created_at if seed.deleted else None
        simulator.store.save(SOURCES, msgspec.structs.replace(source, paused_at=seed.paused_at, deleted_at=deleted_at))
    return source.id


def _stored(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stringify(value) for name, value in properties.items() if value is not None}


def _finish(simulator: Simulator, kind: str, owner_id: int) -> None:
    check = simulator.store.one(CHECKS, "kind = ? AND owner_id = ? AND status = 'running'", kind, owner_id)
    if check is not None:
        finish_check(simulator, check)


def _select(simulator: Simulator, source: Source, wanted: list[str] | str) -> None:
    if wanted == "none":
        return
    streams = simulator.store.many(STREAMS, "source_id = ?", source.id)
    if isinstance(wanted, list):
        missing = set(wanted) - {stream.tap_stream_id for stream in streams}
        if missing:
            raise LookupError(f"{source.display_name} has no stream {min(missing)}")
        streams = [stream for stream in streams if stream.tap_stream_id in wanted]
    chosen = []
    for stream in streams:
        shape = simulator.shape(stream.shape_id)
        method = {} if "forced-replication-method" in shape.stream else {"replication-method": "FULL_TABLE"}
        chosen.append(msgspec.structs.replace(stream, selected=True, chosen={"selected": True, **method}))
    simulator.store.save_all(STREAMS, chosen)
