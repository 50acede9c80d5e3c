"""Reads the catalog's files, each once per process.

`types.json` contains `Types`. `streams.json` contains `Streams`, which maps source types to lists of `CatalogStream`. A
string in place of a list is the name of another type that has the same streams. `explanations.json` contains
`Explanations`, and `regions.json` contains `Regions`.

All but `regions.json` have one line for each property or stream, and leave out keys that have their default value.
`scripts/update-catalog --format` writes them in exactly this form.
"""

from __future__ import annotations

import os
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from stitch_provider.catalog.models import (
    CatalogStream,
    DestinationType,
    Explanation,
    Explanations,
    Regions,
    SourceType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Streams: TypeAlias = dict[str, tuple[CatalogStream, ...] | str]
"""The content of `streams.json`."""


class Types(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `types.json`. Each list is sorted by type."""

    sources: tuple[SourceType, ...]
    destinations: tuple[DestinationType, ...]


@cache
def load_source_types() -> Mapping[str, SourceType]:
    """All source types by name."""
    return MappingProxyType({each.type: each for each in _load_types().sources})


@cache
def load_destination_types() -> Mapping[str, DestinationType]:
    """All destination types by name."""
    return MappingProxyType({each.type: each for each in _load_types().destinations})


def load_streams(type_name: str) -> tuple[CatalogStream, ...]:
    """The example streams of a source type, or else of its protocol; () if neither has any."""
    found = _load_streams().get(type_name)
    if found is None:
        source = load_source_types().get(type_name)
        protocol = source.details.protocol if source else type_name
        return () if protocol == type_name else load_streams(protocol)
    return load_streams(found) if isinstance(found, str) else found


def load_explanation(type_name: str, name: str) -> Explanation | None:
    """The explanation of a property of a type: that of the type, of its protocol or of its kind."""
    known = load_source_types().get(type_name) or load_destination_types().get(type_name)
    everything = _load_explanations()
    places = [everything.types.get(type_name, {})]
    if known is not None:
        places.append(everything.types.get(known.details.protocol, {}))
    if isinstance(known, DestinationType):
        places.append(everything.destinations)
    elif isinstance(known, SourceType) and known.kind == "database":
        places.append(everything.databases)
    if not isinstance(known, DestinationType):
        places.append(everything.sources)
    return next((place[name] for place in places if name in place), None)


@cache
def _load_explanations() -> Explanations:
    return msgspec.json.decode(_read("explanations.json"), type=Explanations)


@cache
def load_regions() -> Regions:
    """The regions of Stitch."""
    return msgspec.json.decode(_read("regions.json"), type=Regions)


@cache
def _load_types() -> Types:
    return msgspec.json.decode(_read("types.json"), type=Types)


@cache
def _load_streams() -> Streams:
    return msgspec.json.decode(_read("streams.json"), type=Streams)


def _read(name: str) -> bytes:
    # Importing importlib.resources or pathlib takes longer than reading the file.
    with open(f"{os.path.dirname(__file__)}/{name}", "rb") as file:
        return file.read()
