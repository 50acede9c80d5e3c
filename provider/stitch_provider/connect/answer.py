"""What comes of one HTTP exchange: an answer, or the reason why there is none. Knows no HTTP library."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct


class Answer(Struct, frozen=True):
    """What came back, whole. `headers` are case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Fate(Enum):
    """What became of a request that got no usable answer."""

    UNSENT = auto()
    """It surely did not reach the service; another try may."""

    UNKNOWN = auto()
    """The service may have acted on it."""

    HOPELESS = auto()
    """It surely did not reach the service, and no other try will."""

    UNREADABLE = auto()
    """The service answered, but not in a way that can be read."""


class NoAnswer(Exception):  # noqa: N818 - a fact between modules; `transport` makes an error of it
    """A request without a usable answer; `reason` tells a person why."""

    def __init__(self, fate: Fate, reason: str) -> None:
        super().__init__(reason)
        self.fate = fate
        self.reason = reason
