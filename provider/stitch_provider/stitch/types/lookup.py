"""Asking the service what a type takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect.errors import NotFoundError
from stitch_provider.stitch.types.rules import Noun, TypeRules, from_catalog, from_report_card

if TYPE_CHECKING:
    from stitch_provider.connect import Connect


async def find_rules(connect: Connect, noun: Noun, type_name: str) -> TypeRules:
    """The rules that the service has for a type, asked once per process and type; any ConnectError but NotFoundError.

    Types that the service does not list may exist all the same (A6): for those the catalog's rules, of origin `none`
    where it has none either.
    """
    try:
        card = await (connect.source_type(type_name) if noun == "source" else connect.destination_type(type_name))
    except NotFoundError:
        return from_catalog(noun, type_name)
    return from_report_card(noun, card)
