"""The names of resources in an exported configuration, derived from the titles of the objects. Pure.

A name depends on its object, and on older objects only if two would have the same name. An object that is added later
therefore never changes the names of the others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LENGTH = 60
_RESERVED = re.compile(r"(.*_)?override")
"""Terraform merges files that are named so into others."""


def identifier(title: str, fallback: str) -> str:
    """The name that a title makes: lower-case ASCII letters, digits and underscores, a letter first.

    >>> identifier("GitHub: Wïdgets (prod)", "source")
    'github_widgets_prod'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LENGTH].rstrip("_")
    if not name or name[0].isdigit() or _RESERVED.fullmatch(name):
        name = f"{fallback}_{name}".rstrip("_") if not _RESERVED.fullmatch(name) else f"{name}_{fallback}"
    return name


def distinct(titles: Iterable[tuple[str, str]], fallback: str) -> Mapping[str, str]:
    """A name for each id, given with its title.

    If the titles of several ids make the same name, the oldest id gets it. The names of the others end with their id.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id, title in sorted(titles, key=lambda pair: (len(pair[0]), pair[0])):  # noqa: A001 - the API's word
        wanted = identifier(title, fallback)
        name = wanted if wanted not in taken else f"{wanted}_{id}"
        while name in taken:
            name += "_"
        taken.add(name)
        names[id] = name
    return names
