"""Reads of sources: one by one while they are few, as one list when they are many.

Terraform asks for each source on its own, ten at a time; a plan of a thousand sources must not make a thousand calls,
and a plan of three in a large account must not fetch everything. So:

- A read of a source that is not known waits `GATHER` seconds for others, which make a batch. Four that wait at once
  (`TOGETHER`) end the wait and become one list call; so does any read after eight single ones (`ALONE`). Once the size
  of the account is known, a list is made only where it is not out of proportion (`PROPORTION`).
- The result of a list or a single read is used until that source is written, or read with `fresh`.
- A source does not exist only where both the list and the single read say so: a list may lag behind, and one 404 may
  come from a wrong base URL. A list with unreadable entries does not say so (`entries`). Terraform would otherwise
  forget, or create again, what exists.

A write may overtake a read that is under way. Each write gets the next number of a count. A read keeps the number at
which it began, and is not used for sources that have a higher one.

The design note is `docs/design/coalescing-reads.md`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.entries import Entries
from stitch_provider.connect.models import Source
from stitch_provider.connect.shared_calls import GATHER, SharedCall

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any, TypeGuard

TOGETHER = 4
ALONE = 8
PROPORTION = 25


class _Answer(Struct, frozen=True):
    """What a read returned: its entries, and the readable ones by id."""

    entries: Entries[Source]
    by_id: Mapping[int, Source]


class _Call(Struct, frozen=True):
    """A read under way or done, and the count of writes when it began."""

    call: SharedCall[_Answer]
    writes: int


class _Batch:
    """Reads that wait for one another, and are then made as one list or one by one."""

    def __init__(self, decide: Callable[[_Batch], Coroutine[Any, Any, bool]]) -> None:
        self.ids: set[int] = set()
        self.enough = asyncio.Event()
        self.decision = SharedCall(lambda: decide(self))
        self.everything: _Call | None = None
        self.singles: dict[int, _Call] = {}


class SourceReads:
    """The sources as far as they are known.

    `one` reads a source, None where the service says there is none; `every` lists all, deleted ones included.
    """

    def __init__(
        self,
        one: Callable[[int], Coroutine[Any, Any, Source | None]],
        every: Callable[[], Coroutine[Any, Any, Entries[Source]]],
    ) -> None:
        self._one = one
        self._every = every
        self._known: dict[int, Source] = {}
        self._writes = 0
        self._written: dict[int, int] = {}
        self._listed: _Call | None = None
        self._alone: dict[int, _Call] = {}
        self._read_alone: set[int] = set()
        self._seen: set[int] = set()
        self._batch: _Batch | None = None

    @property
    def seen(self) -> frozenset[int]:
        """The ids of all sources that any read has returned."""
        return frozenset(self._seen)

    def known(self, source_id: int) -> Source | None:
        """The source, deleted or not, if it needs no call."""
        return self._known.get(source_id)

    def written(self, source_id: int) -> None:
        """Drop what is known of a source that a write has changed, or may have."""
        self._writes += 1
        self._written[source_id] = self._writes
        self._known.pop(source_id, None)

    def list_outdated(self) -> None:
        """Do not use the last list any more: a create has changed it, or may have."""
        self._writes += 1

    def forget_all(self) -> None:
        """Drop everything that is known."""
        for source_id in self._seen:
            self.written(source_id)

    async def get(self, source_id: int, *, fresh: bool = False) -> Source | None:
        """The source, deleted or not; None where there is none."""
        answer = None if fresh else self._known_or_under_way(source_id)
        if answer is None:
            batch = self._join_batch(source_id)
            together = await batch.decision.result()
            # Another batch, just decided, may be reading the same source.
            answer = None if fresh else self._known_or_under_way(source_id)
            if answer is None:
                answer = self._read(batch, source_id, together=together)
        return await answer

    async def every(self, *, fresh: bool = False) -> Entries[Source]:
        """Every source, deleted ones included."""
        listed = self._listed
        if fresh or listed is None or not listed.call.usable or listed.writes < self._writes:
            listed = self._list()
        return (await listed.call.result()).entries

    def _join_batch(self, source_id: int) -> _Batch:
        batch = self._batch
        if batch is None or not batch.decision.usable:
            batch = self._batch = _Batch(self._decide)
        batch.ids.add(source_id)
        if self._prefers_list(batch.ids):
            batch.enough.set()
        return batch

    async def _decide(self, batch: _Batch) -> bool:
        """Wait for others; whether the batch then becomes a list call."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GATHER):
                await batch.enough.wait()
        if self._batch is batch:
            self._batch = None
        return self._prefers_list(batch.ids)

    def _prefers_list(self, ids: set[int]) -> bool:
        together = len(ids.union(self._alone))
        everything = None if self._listed is None else self._listed.call.value
        if everything is None:
            return together >= TOGETHER or len(self._read_alone | ids) > ALONE
        return together >= TOGETHER and len(everything.by_id) <= PROPORTION * together

    def _read(self, batch: _Batch, source_id: int, *, together: bool) -> Awaitable[Source | None]:
        if together:
            if batch.everything is None or not batch.everything.call.usable:
                batch.everything = self._list()
            return self._in_list(batch.everything, source_id)
        single = batch.singles.get(source_id)
        if single is None or not single.call.usable:
            single = batch.singles[source_id] = self._single(source_id)
        return self._by_itself(single, source_id)

    async def _in_list(self, listed: _Call, source_id: int) -> Source | None:
        answer = await listed.call.result()
        source = answer.by_id.get(source_id)
        if source is None:
            source = (await self._single(source_id).call.result()).by_id.get(source_id)
        if source is None:
            answer.entries.all()
        return source

    async def _by_itself(self, single: _Call, source_id: int) -> Source | None:
        source = (await single.call.result()).by_id.get(source_id)
        if source is None:
            listed = self._listed
            if listed is None or not listed.call.usable or not self._covers(listed, source_id):
                listed = self._list()
            answer = await listed.call.result()
            source = answer.by_id.get(source_id)
            if source is None:
                answer.entries.all()
        return source

    def _known_or_under_way(self, source_id: int) -> Awaitable[Source | None] | None:
        """The answer that is known, or that of a read under way; None where there is neither."""
        if source_id in self._known:
            known: asyncio.Future[Source | None] = asyncio.get_running_loop().create_future()
            known.set_result(self._known[source_id])
            return known
        if self._joinable(self._listed, source_id):
            return self._in_list(self._listed, source_id)
        if self._joinable(alone := self._alone.get(source_id), source_id):
            return self._by_itself(alone, source_id)
        return None

    def _joinable(self, read: _Call | None, source_id: int) -> TypeGuard[_Call]:
        """Whether a read is under way that can answer for a source."""
        return read is not None and read.call.under_way and self._covers(read, source_id)

    def _covers(self, read: _Call, source_id: int) -> bool:
        """Whether a read began after the last write of a source."""
        return read.writes >= self._written.get(source_id, 0)

    def _list(self) -> _Call:
        async def call() -> _Answer:
            return self._keep(await self._every(), read)

        read = self._listed = _Call(SharedCall(call), self._writes)
        return read

    def _single(self, source_id: int) -> _Call:
        async def call() -> _Answer:
            try:
                source = await self._one(source_id)
            finally:
                if self._alone.get(source_id) is read:
                    del self._alone[source_id]
            return self._keep(Entries(f"GET source {source_id}", () if source is None else (source,)), read)

        self._read_alone.add(source_id)
        read = self._alone[source_id] = _Call(SharedCall(call), self._writes)
        return read

    def _keep(self, entries: Entries[Source], read: _Call) -> _Answer:
        by_id = {source.id: source for source in entries.readable}
        self._seen.update(by_id)
        self._known.update((id_, source) for id_, source in by_id.items() if self._covers(read, id_))
        return _Answer(entries, by_id)
