"""The pages that list the types of a kind, and all pages together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider import catalog
from stitch_provider.stitch.type_pages.facts import Facts, facts
from stitch_provider.stitch.type_pages.page import SUBCATEGORIES, Page, table, type_page
from stitch_provider.stitch.types.naming import NOUNS, has_page, page
from stitch_provider.stitch.types.rules import Noun, from_catalog, known_types

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Index(Struct, frozen=True):
    noun: Noun
    kinds: frozenset[str]
    name: str
    title: str


_INDEXES = (
    _Index("source", frozenset({"database"}), "source-types-databases", "Source types: databases and files"),
    _Index("source", frozenset({"saas"}), "source-types-applications", "Source types: applications"),
    _Index(
        "source", frozenset({"webhook", "import_api"}), "source-types-webhooks", "Source types: webhooks and Import API"
    ),
    _Index("destination", frozenset(), "destination-types", "Destination types"),
)


def indexes() -> tuple[Page, ...]:
    """The pages that list types."""
    return tuple(map(_index, _INDEXES))


def type_pages() -> Mapping[str, Page]:
    """The pages of all types, by type."""
    return {
        name: type_page(facts(from_catalog(noun, name)))
        for noun in NOUNS
        for name in known_types(noun)
        if has_page(noun, name)
    }


def _index(index: _Index) -> Page:
    listed = [
        facts(from_catalog(index.noun, name))
        for name in known_types(index.noun)
        if has_page(index.noun, name) and _is_in(index, name)
    ]
    text = "\n\n".join(
        (
            f"# {index.title}",
            (
                "The page of each type has its properties and a configuration to start from. Types that are alpha or "
                "deprecated are only available on request."
            ),
            table(("type", "name", "release state", "plan tier", "a person authorizes it"), map(_line, listed)),
        )
    )
    kind = " of this kind" if index.kinds else ""
    return Page(
        name=index.name,
        title=index.title,
        description=f"All {len(listed)} {index.noun} types{kind}, with links to their pages.",
        subcategory=SUBCATEGORIES[index.noun],
        text=f"{text}\n",
    )


def _line(each: Facts) -> tuple[str, ...]:
    rules = each.point.rules
    return (
        f"[`{rules.type}`]({page(rules.noun, rules.type)}.md)",
        each.point.title,
        rules.pipeline_state or "",
        rules.pricing_tier or "",
        "yes" if "oauth" in rules.steps else "no",
    )


def _is_in(index: _Index, name: str) -> bool:
    source = catalog.source_type(name) if index.noun == "source" else None
    return source is None or source.kind in index.kinds
