"""Durations in the syntax of Go, as usual in Terraform: `90s`, `1h30m`, `1.5h`, `300ms`."""

from __future__ import annotations

import re

_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h)"
_DURATION = re.compile(rf"[+-]?(?:0|(?:{_PART})+)", re.ASCII)
_PARTS = re.compile(r"([0-9.]+)([a-zµμ]+)")


def parse_duration(text: str) -> float:
    """A duration in seconds; raises ValueError if the text is not a duration.

    >>> parse_duration("1h30m")
    5400.0
    """
    if not _DURATION.fullmatch(text):
        raise ValueError("not a duration")
    seconds = sum(float(amount) * _UNITS[unit] for amount, unit in _PARTS.findall(text))
    return -seconds if text.startswith("-") else seconds
