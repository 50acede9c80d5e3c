"""The account that an API access token belongs to. No call returns its id, but most objects show it (reference 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect.shared_calls import Cache

if TYPE_CHECKING:
    from collections.abc import Iterable


class Owner:
    """The id of the account, once an object has shown it, and the one search for an object that shows it."""

    def __init__(self) -> None:
        self.id: int | None = None
        self.search: Cache[None, None] = Cache()

    def shown(self, ids: Iterable[int | None]) -> None:
        """Take the id from what objects of the account show: each its id, or None."""
        if self.id is None:
            self.id = next((each for each in ids if each is not None), None)
