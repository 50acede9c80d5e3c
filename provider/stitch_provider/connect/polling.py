"""Lists of reports about jobs, which are polled (reference 2.11, 2.12).

They share an allowance (`budget`), so a list is not read more often than needed. A list is kept for `KEPT` seconds, or
until a job is started or stopped. All callers that wait for a job to end share one poll: any number of callers, one
list.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from stitch_provider.connect.entries import Entries
from stitch_provider.connect.retry import RetryPolicy
from stitch_provider.connect.shared_calls import SharedCall

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

    from stitch_provider.connect.budget import Budget
    from stitch_provider.connect.calls import Calls

T = TypeVar("T")

KEPT = 30.0
"""Seconds for which a list is not fetched again, unless a job was started or stopped."""

INTERVALS = RetryPolicy(first=2.0, growth=1.5, longest=30.0)
"""Between two polls. The allowance suffices for one request every thirty seconds, without end."""


PAGE_SIZE = 100
"""Records on a page (reference 1.8)."""


class Records(Struct, Generic[T], frozen=True):
    """The records on the pages that were read: `read` of `pages`. `pages` is None if the service does not show it."""

    found: Entries[T]
    read: int
    pages: int | None

    @property
    def complete(self) -> bool:
        """Whether all pages were read."""
        return self.read == self.pages


class PolledList(Generic[T]):
    """One list as it was last fetched, and the poll of it.

    `fetch` makes the calls. The first poll is `due` at a moment of the event loop's clock.
    """

    def __init__(self, fetch: Callable[[], Coroutine[Any, Any, Records[T]]], due: float) -> None:
        self._fetch = fetch
        self._fetched: Records[T] | None = None
        self._fetched_at = 0.0
        self._due = due
        self._intervals = INTERVALS.pauses()
        self._call: SharedCall[Records[T]] | None = None
        self._hurry = asyncio.Event()

    async def recent(self) -> Records[T]:
        """The list, not older than `KEPT`."""
        if self._fetched is not None and _clock() < self._fetched_at + KEPT:
            return self._fetched
        call = self._join()
        self._hurry.set()
        return await call.result()

    async def next(self) -> Records[T]:
        """The list as the next poll finds it."""
        return await self._join().result()

    def forget(self, due: float) -> None:
        """Drop what was fetched, or is being fetched, and begin to poll anew."""
        self._fetched = None
        self._call = None
        self._intervals = INTERVALS.pauses()
        self._due = due

    def _join(self) -> SharedCall[Records[T]]:
        if self._call is None or not self._call.under_way:
            self._hurry = asyncio.Event()
            self._call = SharedCall(lambda: self._run(self._due, self._hurry))
        return self._call

    async def _run(self, due: float, hurry: asyncio.Event) -> Records[T]:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await hurry.wait()
        began, call = _clock(), self._call
        try:
            fetched = await self._fetch()
        finally:
            if self._call is call:
                self._due = _clock() + next(self._intervals)
        if self._call is call:
            self._fetched, self._fetched_at = fetched, began
        return fetched


class PolledLists(Generic[T]):
    """The lists of one kind, by the `client_id` of their account.

    `path` is the path of an account's list. `key` identifies a record in it. At most `most` pages are read.
    """

    def __init__(
        self,
        calls: Calls,
        budget: Budget,
        path: Callable[[int], str],
        type: type[T],
        key: Callable[[T], Hashable],
        *,
        most: int,
    ) -> None:
        self._calls = calls
        self._budget = budget
        self._path = path
        self._type = type
        self._key = key
        self._most = most
        self._lists: dict[int, PolledList[T]] = {}
        self._due = 0.0

    def of(self, client_id: int) -> PolledList[T]:
        """The list of an account."""
        if client_id not in self._lists:
            self._lists[client_id] = PolledList(lambda: self._fetch(self._path(client_id)), self._due)
        return self._lists[client_id]

    def forget(self) -> None:
        """Drop everything: jobs have started or stopped, and none can have ended yet."""
        self._due = _clock() + INTERVALS.first
        for known in self._lists.values():
            known.forget(self._due)

    async def _fetch(self, path: str) -> Records[T]:
        """The pages. Records may move from one to another in the meantime (reference 1.8): each counts once.

        The last page is the one that shows that no other follows, or that has nothing new.
        """
        found: dict[Hashable, T] = {}
        unreadable, pages = 0, None
        for number in range(1, self._most + 1):
            await self._budget.spend()
            page = await self._calls.get_page(f"{path}?page={number}", self._type)
            before = len(found)
            found.update((self._key(one), one) for one in page.records.readable)
            unreadable += page.records.unreadable
            pages = _pages(page.total, number)
            if not page.more or len(found) == before:
                pages = number
                break
        return Records(Entries(f"GET {path}", tuple(found.values()), unreadable), number, pages)


def _pages(total: int | None, read: int) -> int | None:
    """How many pages a list of so many records has, of which some were read; None where they are more than that."""
    pages = 0 if total is None else -(-total // PAGE_SIZE)
    return pages if pages > read else None


def _clock() -> float:
    return asyncio.get_running_loop().time()
