"""Ranges of seeds on command lines."""

from __future__ import annotations


def parse_seeds(text: str) -> range:
    """The seeds from the first to the last one, such as `17-23`, or a single one; raises ValueError.

    >>> list(parse_seeds("17-19"))
    [17, 18, 19]
    """
    first, _, last = text.partition("-")
    try:
        seeds = range(int(first), int(last or first) + 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a range of seeds, such as 1-500") from None
    if not seeds:
        raise ValueError(f"{text!r} contains no seed")
    return seeds
