"""Whether an object that can only be listed does not exist.

One list may lag behind, or come from a cache on the way. So an object does not exist only where two lists lack it, of
which the second is read afresh and after a pause. A list with unreadable entries never says so (`entries`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries

T = TypeVar("T")

PAUSE = 1.0
"""Seconds between the two lists."""


async def find(
    lists: tuple[Callable[[], Awaitable[Entries[T]]], Callable[[], Awaitable[Entries[T]]]],
    fits: Callable[[T], bool],
    deadline: Deadline,
) -> T | None:
    """The entry that fits in the first of two `lists` or, after a pause, in the second; None where neither has it."""
    first, second = lists
    found = (await first()).find(fits)
    if found is None:
        await deadline.pause(PAUSE)
        found = (await second()).find(fits)
    return found
