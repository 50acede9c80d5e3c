"""Looks up objects that can only be listed, and makes sure that one which is not found does not exist.

One list may lag behind, or come from a cache on the way. So an object counts as missing only if two lists lack it. The
second list is read afresh, after a pause. A list with unreadable entries is an error instead (`entries`).
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
