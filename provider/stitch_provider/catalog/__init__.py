"""The catalog: facts about source types, destination types and streams that come with the provider.

Holds what the public documentation and the documented type listings of the Connect API say (reference 7): the data in
`types.json` and `streams.json`, kept by hand and with `scripts/update-catalog`, and its loader. Importing this package
loads nothing; the first question reads the file that answers it, once per process. The catalog ages: where a live
report card is at hand, that one decides. Must never hold knowledge of Terraform, of the client, or of an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import CatalogStream, DestinationType, SourceType


def source_type(type: str) -> SourceType | None:  # noqa: A002 - the API's word
    """The source type of this name, such as `platform.github`, or None where the catalog has none."""
    return source_types().get(type)


def destination_type(type: str) -> DestinationType | None:  # noqa: A002 - the API's word
    """The destination type of this name, such as `postgres`, or None where the catalog has none."""
    return destination_types().get(type)


def source_types() -> Mapping[str, SourceType]:
    """All source types by name, sorted."""
    from stitch_provider.catalog.loader import load_source_types

    return load_source_types()


def destination_types() -> Mapping[str, DestinationType]:
    """All destination types by name, sorted."""
    from stitch_provider.catalog.loader import load_destination_types

    return load_destination_types()


def streams(type: str) -> tuple[CatalogStream, ...]:  # noqa: A002 - the API's word
    """Examples of the streams that a source of this type discovers; () where the catalog has none.

    Branded types (`platform.hp-mariadb`) have the streams of their protocol (`platform.hp-mysql`).
    """
    from stitch_provider.catalog.loader import load_streams

    return load_streams(type)
