"""Suggestions of valid names for a name that is misspelled."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CLOSE = 3
"""How many similar names to suggest at most."""

_FEW = 12
"""How many valid names to list at most."""


def nearest(name: str, candidates: Iterable[str], key: Callable[[str], str] = str) -> str:
    """A sentence, with a space before it, that suggests candidates in place of `name`.

    It contains the most similar candidates, regardless of case. If none is similar, it lists all candidates if they are
    few. Otherwise it is empty. `key` returns the part of a candidate that is compared with `name`.

    >>> nearest("prot", ["port", "host"])
    ' Did you mean "port"?'
    >>> nearest("user", ["port", "host"])
    ' Valid: "host", "port".'
    >>> nearest("prot", ["tcp.port", "tcp.host"], key=lambda candidate: candidate.rpartition(".")[2])
    ' Did you mean "tcp.port"?'
    """
    distinct = sorted(set(candidates))
    by_folded: dict[str, list[str]] = {}
    for candidate in distinct:
        by_folded.setdefault(key(candidate).casefold(), []).append(candidate)
    close = [each for match in get_close_matches(name.casefold(), by_folded, n=_CLOSE) for each in by_folded[match]]
    if close:
        return f" Did you mean {_listing(close[:_CLOSE], ' or ')}?"
    if distinct and len(distinct) <= _FEW:
        return f" Valid: {_listing(distinct, ', ')}."
    return ""


def _listing(names: list[str], last: str) -> str:
    quoted = [f'"{name}"' for name in names]
    return last.join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
