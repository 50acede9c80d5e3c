"""Reads the types that a Stitch account lists: their report cards (reference 2.3, 2.5)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec

from stitch_provider import __version__
from stitch_provider.connect import Connect, ReportCard


class ListingError(Exception):
    """The listing cannot be compared with the catalog; the text says why."""


class Listing(msgspec.Struct, frozen=True):
    """The report cards of the source types and of the destination types, by type."""

    sources: Mapping[str, ReportCard]
    destinations: Mapping[str, ReportCard]


async def read(token: str, base_url: str) -> Listing:
    """List the types. Raises ConnectError, and ListingError if the service lists no source or no destination types."""
    agent = f"terraform-provider-stitch/{__version__} catalog"
    connect = Connect.to(base_url, token=token, user_agent=agent, stop=asyncio.Event())
    try:
        sources = (await connect.source_types.list()).all()
        destinations = (await connect.destination_types.list()).all()
    finally:
        await connect.aclose()
    if not (sources and destinations):
        raise ListingError(
            f"The service lists {len(sources)} source types and {len(destinations)} destination types that can be "
            "configured. An empty list does not prove that there are none, so nothing was compared."
        )
    return Listing(
        sources={card.type: card for card in sources if card.type},
        destinations={card.type: card for card in destinations if card.type},
    )
