"""Suggestions of valid names for a name that is misspelled."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLOSE = 3
"""How many similar names to suggest at most."""

_FEW = 12
"""How many valid names to list at most."""


def nearest(name: str, candidates: Iterable[str]) -> str:
    """A sentence, with a space before it, that suggests candidates in place of `name`.

    It contains the most similar candidates, regardless of case. If none is similar, it lists all candidates if they are
    few. Otherwise it is empty.

    >>> nearest("prot", ["port", "host"])
    ' Did you mean "port"?'
    >>> nearest("user", ["port", "host"])
    ' Valid: "host", "port".'
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(set(candidates), reverse=True)}
    close = [by_folded[match] for match in get_close_matches(name.casefold(), by_folded, n=_CLOSE)]
    if close:
        return f" Did you mean {_listing(close, ' or ')}?"
    if by_folded and len(by_folded) <= _FEW:
        return f" Valid: {_listing(sorted(by_folded.values()), ', ')}."
    return ""


def _listing(names: list[str], last: str) -> str:
    quoted = [f'"{name}"' for name in names]
    return last.join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
