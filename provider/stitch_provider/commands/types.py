"""The command `terraform-provider-stitch types`: lists types, or shows one with its properties."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

from stitch_provider.commands.failure import failed
from stitch_provider.stitch.type_pages.facts import Facts, facts
from stitch_provider.stitch.types.naming import NOUNS, address, find, has_page, no_such_type
from stitch_provider.stitch.types.rules import from_catalog, known_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stitch_provider.stitch.type_pages.facts import Row

_WIDTH = 100


def types(search: str | None = None, /) -> int:
    """List the types of sources and destinations, or show one with its properties. Nothing is read from Stitch.

    Args:
        search: Name of a type, such as platform.github, which is then shown. Any other text lists the types whose type
            or name contains it. Default: all types are listed.
    """
    found = find(search) if search else None
    if found is not None:
        sys.stdout.write("\n".join(_described(facts(found))) + "\n")
    listed = [each for each in _everything() if search is None or _matches(each, search.casefold())]
    if found is not None:
        others = [each.point.rules.type for each in listed if each.point.rules.type != found.type]
        sys.stdout.write(f"Other types with this text: {', '.join(others)}\n" if others else "")
        return 0
    if not listed and search:
        return failed(no_such_type(search))
    sys.stdout.write("\n".join(_columns([_HEADS, *map(_line, listed)])) + "\n")
    return 0


_HEADS = ("TYPE", "NAME", "KIND", "STATE", "TIER")


def _everything() -> Iterator[Facts]:
    return (facts(from_catalog(noun, name)) for noun in NOUNS for name in known_types(noun))


def _matches(each: Facts, text: str) -> bool:
    return text in each.point.rules.type.casefold() or text in each.point.title.casefold()


def _line(each: Facts) -> tuple[str, ...]:
    rules = each.point.rules
    return (rules.type, each.point.title, each.kind, rules.pipeline_state or "", rules.pricing_tier or "")


def _columns(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _described(each: Facts) -> Iterator[str]:
    rules = each.point.rules
    yield each.point.title
    yield ""
    texts = (each.summary, each.unavailable, f"Use `{each.successor}` instead." if each.successor else None)
    yield from _paragraphs(filter(None, texts))
    yield from _columns([(f"{name}:", text.replace("`", "")) for name, text in each.details])
    yield ""
    yield from _paragraphs(each.remarks)
    yield "Properties, and who sets each one:" if each.rows else "This type has no properties."
    for row in each.rows:
        yield ""
        yield from _property(row)
    yield ""
    yield f"For a configuration to start from: terraform-provider-stitch scaffold {rules.type}"
    if has_page(rules.noun, rules.type):
        yield f"Documentation: {address(rules.noun, rules.type)}"


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(text.replace("`", ""), _WIDTH, break_long_words=False)
        yield ""


def _property(row: Row) -> Iterator[str]:
    yield f"  {row.name} ({'; '.join((row.setter, *row.marks))})"
    default = f" Usual value: {row.default}." if row.default else ""
    about = f"{row.meaning} Value: {row.value}.{default}".strip().replace("`", "")
    yield from textwrap.wrap(
        about, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
