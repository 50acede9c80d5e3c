"""The result of one HTTP exchange: an answer, or the reason why there is none. Independent of the HTTP library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.retry import parse_date

if TYPE_CHECKING:
    from stitch_provider.connect.errors import Setting


class Answer(Struct, frozen=True):
    """An answer. `headers` are case-insensitive. `attempts` is how often the request was sent until it came.

    `body` is its beginning where it is `cut`, because it is larger than what was to be read.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    attempts: int = 1
    cut: bool = False

    @property
    def server_time(self) -> datetime:
        """The service's clock when it answered, to the second; ours where it sent none."""
        return parse_date(self.headers.get("Date")) or datetime.now(UTC)


class Delivery(Enum):
    """Whether a request without a usable answer reached the service."""

    NOT_DELIVERED = auto()
    """It did not; another attempt may."""

    IMPOSSIBLE = auto()
    """It did not, and no other attempt will."""

    UNKNOWN = auto()
    """It may have, and the service may have acted on it."""

    UNREADABLE = auto()
    """It did, and the answer cannot be read."""


class ExchangeError(Exception):
    """A request without a usable answer. `reason` explains it to a person. `setting` is what the user can change."""

    def __init__(self, delivery: Delivery, reason: str, setting: Setting | None = None) -> None:
        super().__init__(delivery, reason)
        self.delivery = delivery
        self.reason = reason
        self.setting = setting

    def __str__(self) -> str:
        return self.reason
