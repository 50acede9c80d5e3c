"""The catalog: facts about source types, destination types, streams and regions that are bundled with the provider.

Holds the data, in `types.json`, `streams.json`, `explanations.json` and `regions.json`, and its loader. The data comes
from the public documentation and from the type listings that the documentation shows (reference 7). It is edited by
hand, and `types.json` with `scripts/update-catalog`.

Importing this package loads nothing. Each file is read when it is first needed, once per process. The catalog can be
out of date, so a report card from the service takes precedence over it.

Must never hold anything about Terraform, the client or an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import CatalogStream, DestinationType, Explanation, Regions, SourceType

ON_REQUEST = frozenset({"alpha", "deprecated"})
"""Release states of types that no plan includes (reference 3.4): Stitch enables them for single accounts."""


def source_type(type: str) -> SourceType | None:
    """The source type of this name, such as `platform.github`, or None if the catalog does not have it."""
    return source_types().get(type)


def destination_type(type: str) -> DestinationType | None:
    """The destination type of this name, such as `postgres`, or None if the catalog does not have it."""
    return destination_types().get(type)


def source_types() -> Mapping[str, SourceType]:
    """All source types by name, sorted."""
    from stitch_provider.catalog.loader import load_source_types

    return load_source_types()


def destination_types() -> Mapping[str, DestinationType]:
    """All destination types by name, sorted."""
    from stitch_provider.catalog.loader import load_destination_types

    return load_destination_types()


def streams(type: str) -> tuple[CatalogStream, ...]:
    """Examples of the streams that a source of this type discovers, or () if the catalog has none.

    Branded types (`platform.hp-mariadb`) have the streams of their protocol (`platform.hp-mysql`).
    """
    from stitch_provider.catalog.loader import load_streams

    return load_streams(type)


def explanation(type: str, name: str) -> Explanation | None:
    """What a property of a type is for, or None if that is not known. The type may be one that the catalog lacks."""
    from stitch_provider.catalog.loader import load_explanation

    return load_explanation(type, name)


def regions() -> Regions:
    """The regions of Stitch: addresses, and roles in AWS."""
    from stitch_provider.catalog.loader import load_regions

    return load_regions()
