"""The catalog's files and how the models come out of them.

`types.json` holds `schemas` by name, `properties` as lists of variants by name, and the types, one a line. A type names
its properties: `password` is the first (most frequent) variant of `password`, `password#1` the second. `streams.json`
holds lists of streams by type; a text in place of a list names the type whose streams these are too. The fields of a
stream stand as `id:integer name`, where a field without a type is a `string`. Keys with the usual value are left out
everywhere; the usual values are the defaults of the classes below and of `CatalogStream`; a `tap_stream_id` is
usually the name of the stream, and a replication method, where there is one, forced.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from stitch_provider.catalog.models import (
    CatalogStream,
    DestinationType,
    Details,
    Kind,
    Property,
    PropertyType,
    SourceType,
)

T = TypeVar("T")

StoredStreams: TypeAlias = dict[str, list[dict[str, Any]] | str]
"""`streams.json` as a whole."""

_SYSTEM_PROVIDED = ("system_provided_by_default", "read_only")


class Types(msgspec.Struct, frozen=True):
    """All types by name, sorted."""

    sources: Mapping[str, SourceType]
    destinations: Mapping[str, DestinationType]


class StoredProperty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variant of a property in `types.json`; `system_provided` stands where it does not follow from the type."""

    step: Literal["form", "oauth"] = "form"
    required: bool = False
    credential: bool = False
    property_type: PropertyType = "user_provided"
    system_provided: bool | None = None
    schema: str | None = None
    tap_mutable: bool = False
    default: str | None = None
    allowed: tuple[str, ...] = ()
    internal: bool = False
    origin: Literal["listing", "docs", "inferred"] = "listing"
    docs_differs: Mapping[str, Any] = {}


class StoredDetails(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The details of a type in `types.json`; the protocol is left out where it is the type."""

    pipeline_state: Literal["alpha", "beta", "released", "deprecated"] = "released"
    pricing_tier: Literal["standard", "enterprise"] = "standard"
    access: bool = True
    protocol: str | None = None


class StoredSourceDetails(StoredDetails, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The details of a source type in `types.json`."""

    default_scheduling_interval: int | None = 60
    default_start_date: str | None = "-1 year"
    image_version: str | None = "1.latest"


class StoredSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source type in `types.json`."""

    display_name: str
    kind: Kind = "saas"
    documented: bool = True
    steps: tuple[str, ...] = ("form", "discover_schema", "field_selection", "fully_configured")
    details: StoredSourceDetails = StoredSourceDetails()
    upgrade_available: str | None = None
    empty_step: tuple[int, str] = (1, "form")
    docs_deprecated_for: str | None = None
    inferred: tuple[str, ...] = ()
    properties: str = ""


class StoredDestination(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A destination type in `types.json`."""

    display_name: str
    documented: bool = True
    listed: bool = True
    steps: tuple[str, ...] = ("form", "fully_configured")
    details: StoredDetails = StoredDetails()
    regions: tuple[str, ...] = ("us-east-1", "eu-central-1")
    inferred: tuple[str, ...] = ()
    properties: str = ""


class StoredTypes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`types.json` as a whole."""

    schemas: Mapping[str, Mapping[str, Any]]
    properties: Mapping[str, tuple[StoredProperty, ...]]
    sources: Mapping[str, StoredSource]
    destinations: Mapping[str, StoredDestination]


@cache
def load_types() -> Types:
    """All types, read from `types.json` once per process."""
    return unpack_types(_read("types.json", StoredTypes))


@cache
def load_streams(type_name: str) -> tuple[CatalogStream, ...]:
    """The example streams of a source type or else of its protocol, () where there are none."""
    found = _load_stored_streams().get(type_name)
    if found is None:
        source = load_types().sources.get(type_name)
        protocol = source.details.protocol if source else type_name
        return () if protocol == type_name else load_streams(protocol)
    return load_streams(found) if isinstance(found, str) else unpack_streams(found)


def unpack_types(stored: StoredTypes) -> Types:
    """The models of what `types.json` holds; equal properties become one object."""
    properties: dict[str, Property] = {}
    for name, variants in stored.properties.items():
        for index, variant in enumerate(variants):
            properties[f"{name}#{index}" if index else name] = _property(name, variant, stored.schemas)
    return Types(
        MappingProxyType({name: _source(name, source, properties) for name, source in stored.sources.items()}),
        MappingProxyType({name: _destination(name, each, properties) for name, each in stored.destinations.items()}),
    )


def unpack_streams(stored: Iterable[Mapping[str, Any]]) -> tuple[CatalogStream, ...]:
    """The models of a list of streams in `streams.json`."""
    return tuple(msgspec.convert(_stream(each), CatalogStream) for each in stored)


@cache
def _load_stored_streams() -> StoredStreams:
    return _read("streams.json", StoredStreams)


def _read(name: str, kind: type[T]) -> T:
    # neither importlib.resources nor pathlib: importing them takes longer than reading the file
    with open(f"{os.path.dirname(__file__)}/{name}", "rb") as file:  # noqa: PTH120, PTH123
        data = file.read()
    return msgspec.json.decode(data, type=kind)


def _property(name: str, stored: StoredProperty, schemas: Mapping[str, Mapping[str, Any]]) -> Property:
    values = msgspec.structs.asdict(stored)
    if stored.system_provided is None:
        values["system_provided"] = stored.property_type in _SYSTEM_PROVIDED
    values["schema"] = None if stored.schema is None else schemas[stored.schema]
    return Property(name=name, **values)


def _source(name: str, stored: StoredSource, properties: Mapping[str, Property]) -> SourceType:
    values = msgspec.structs.asdict(stored)
    values["details"] = _details(name, stored.details)
    values["properties"] = _properties(stored.properties, properties)
    return SourceType(type=name, **values)


def _destination(name: str, stored: StoredDestination, properties: Mapping[str, Property]) -> DestinationType:
    values = msgspec.structs.asdict(stored)
    values["details"] = _details(name, stored.details)
    values["properties"] = _properties(stored.properties, properties)
    return DestinationType(type=name, **values)


def _details(name: str, stored: StoredDetails) -> Details:
    absent = {"default_scheduling_interval": None, "default_start_date": None, "image_version": None}
    return Details(**{**absent, **msgspec.structs.asdict(stored), "protocol": stored.protocol or name})


def _properties(references: str, properties: Mapping[str, Property]) -> Mapping[str, Property]:
    return MappingProxyType({properties[each].name: properties[each] for each in references.split()})


def _stream(stored: Mapping[str, Any]) -> dict[str, Any]:
    usual = {"tap_stream_id": stored["stream"], "forced": "replication_method" in stored}
    return {**usual, **stored, "fields": _fields(stored["fields"])}


def _fields(stored: str) -> dict[str, str]:
    pairs = (field.partition(":") for field in stored.split())
    return {name: kind or "string" for name, _, kind in pairs}
