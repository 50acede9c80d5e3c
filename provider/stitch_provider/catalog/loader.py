"""Reads the catalog's files, each once per process.

`types.json` is `Types`. `streams.json` maps source types to lists of `CatalogStream`; a text in place of a list names
the type whose streams these are too. Both hold the models as they are, one property or stream a line, keys with their
default left out. `scripts/update-catalog --format` writes them in exactly this form.
"""

from __future__ import annotations

import os
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from stitch_provider.catalog.models import CatalogStream, DestinationType, SourceType

if TYPE_CHECKING:
    from collections.abc import Mapping

Streams: TypeAlias = dict[str, tuple[CatalogStream, ...] | str]
"""`streams.json` as a whole."""


class Types(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`types.json` as a whole, each list sorted by type."""

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
    """The example streams of a source type or else of its protocol, () where there are none."""
    found = _load_streams().get(type_name)
    if found is None:
        source = load_source_types().get(type_name)
        protocol = source.details.protocol if source else type_name
        return () if protocol == type_name else load_streams(protocol)
    return load_streams(found) if isinstance(found, str) else found


@cache
def _load_types() -> Types:
    return msgspec.json.decode(_read("types.json"), type=Types)


@cache
def _load_streams() -> Streams:
    return msgspec.json.decode(_read("streams.json"), type=Streams)


def _read(name: str) -> bytes:
    # neither importlib.resources nor pathlib: importing them takes longer than reading the file
    with open(f"{os.path.dirname(__file__)}/{name}", "rb") as file:  # noqa: PTH120, PTH123
        return file.read()
