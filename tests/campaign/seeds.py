"""Seeds on command lines."""

from __future__ import annotations


def parse_seeds(text: str) -> tuple[int, ...]:
    """The seeds in a list of numbers and ranges, such as `17` or `1-500,702`; raises ValueError."""
    return tuple(seed for part in text.split(",") for seed in _range(part))


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    try:
        seeds = range(int(first), int(last or first) + 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a range of seeds, such as 1-500") from None
    if not seeds:
        raise ValueError(f"{text!r} contains no seed")
    return seeds
