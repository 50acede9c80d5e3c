"""The page of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.scaffold import writing
from stitch_provider.stitch.types.naming import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stitch_provider.catalog.models import CatalogStream
    from stitch_provider.stitch.type_pages.facts import Facts

SUBCATEGORIES = {"source": "Source types", "destination": "Destination types"}


class Page(Struct, frozen=True, kw_only=True):
    """A page: its file name without the extension, its front matter, and its text. Links in the text are relative."""

    name: str
    title: str
    description: str
    subcategory: str
    text: str


def type_page(facts: Facts) -> Page:
    """The page of a type."""
    rules = facts.point.rules
    return Page(
        name=page(rules.noun, rules.type),
        title=f"{facts.point.title}: {rules.type}",
        description=f"Properties of the {rules.noun} type {rules.type}, and a configuration to start from.",
        subcategory=SUBCATEGORIES[rules.noun],
        text="\n\n".join(_parts(facts)) + "\n",
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    """The text with the character that ends a cell escaped, which is necessary in code spans as well."""
    return text.replace("|", "\\|")


def configuration(facts: Facts) -> str:
    """The configuration on the page, as HCL."""
    return writing.text(
        (
            *writing.blocks(facts.point, "write-only", remarks=False),
            *(writing.selections(facts.point) if facts.streams else ()),
        )
    )


def _parts(facts: Facts) -> Iterator[str]:
    rules = facts.point.rules
    yield f"# {facts.point.title} (`{rules.type}`)"
    if facts.unavailable:
        yield f"~> **Not available.** {facts.unavailable}"
    if facts.successor:
        yield f"Use [`{facts.successor}`]({page(rules.noun, facts.successor)}.md) instead."
    yield facts.summary
    yield table(("fact", "value"), facts.details)
    yield from facts.remarks
    yield "## Configuration"
    yield f"```terraform\n{configuration(facts)}```"
    command = f"terraform-provider-stitch scaffold {rules.type}{' --streams' if facts.streams else ''}"
    yield (
        f"The command `{command}` prints this with the optional properties as comments. The page "
        f"[stitch_{rules.noun}](../resources/{rules.noun}.md) describes the other attributes."
    )
    if facts.rows:
        yield "## Properties"
        yield table(
            ("property", "set by", "value", "usual value", "meaning"),
            (
                (
                    f"`{row.name}`",
                    "; ".join((row.setter, *row.marks)),
                    row.value,
                    f"`{row.default}`" if row.default else "",
                    row.meaning,
                )
                for row in facts.rows
            ),
        )
    if rules.noun == "source" and "field_selection" in rules.steps:
        yield "## Streams"
        yield from _streams(facts)


def _streams(facts: Facts) -> Iterator[str]:
    if not facts.streams:
        yield (
            "The streams depend on the source. The data source [stitch_streams](../data-sources/streams.md) lists "
            "them once Stitch has discovered them."
        )
        return
    yield (
        "These are documented streams. A source can have others, which the data source "
        "[stitch_streams](../data-sources/streams.md) lists. Automatic fields are always replicated."
    )
    yield table(
        ("stream", "replication method", "replication keys", "automatic fields"),
        (
            (f"`{each.tap_stream_id}`", _method(each), _codes(each.replication_keys), _codes(_automatic(each)))
            for each in facts.streams
        ),
    )


def _method(stream: CatalogStream) -> str:
    method = stream.replication_method or stream.documented_method
    if method is None:
        return "your choice"
    return f"`{method}`" if stream.forced else f"`{method}` or your choice"


def _automatic(stream: CatalogStream) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*stream.key_properties, *stream.replication_keys)))


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
