"""Writes of stream metadata: those of one source that come together become one PUT.

Terraform writes ten selections at a time, each on its own, and the service takes any number of streams in one PUT. So a
write waits `WINDOW` seconds for others of its source, or until the PUT before it is answered. Where two writes set the
same key, the later one wins. A refused PUT has changed nothing: then each write is sent alone, in order, and only a
write that is refused alone fails.

Until its PUT begins, a write is withdrawn when it is cancelled, when Terraform asks to stop, or at its deadline. From
then on it ends with its PUT, which a single caller cannot end.

The design note is `docs/design/gathering-writes.md`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from stitch_provider.connect.deadline import Deadline
from stitch_provider.connect.errors import ConnectError, RefusedError
from stitch_provider.connect.models import MetadataChange

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence

Changes: TypeAlias = Mapping[str, tuple[MetadataChange, ...]]

WINDOW = 0.015
"""Seconds: what Terraform starts once ten writes have ended arrives within it."""


@dataclass(eq=False, slots=True)
class _Write:
    """One caller's write. `sending` sends it, with others; its result is the failure of each that failed."""

    changes: Changes
    deadline: Deadline
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    sending: asyncio.Task[Mapping[_Write, ConnectError]] | None = None


class StreamWrites:
    """The writes of all sources. `put` sends one PUT for a source."""

    def __init__(self, put: Callable[[int, Changes, Deadline], Coroutine[Any, Any, None]]) -> None:
        self._put = put
        self._waiting: dict[int, list[_Write]] = {}
        self._senders: dict[int, asyncio.Task[None]] = {}

    async def write(self, source_id: int, changes: Changes, deadline: Deadline) -> None:
        """Send changes, by tap_stream_id. Raises the ConnectError of these changes, not of others'."""
        write = _Write(changes, deadline)
        self._waiting.setdefault(source_id, []).append(write)
        if source_id not in self._senders:
            self._senders[source_id] = asyncio.ensure_future(self._send_all(source_id))
        try:
            await deadline.run(write.begun.wait)
        except ConnectError:
            if write.sending is None:
                raise
        finally:
            if write.sending is None:
                self._waiting[source_id].remove(write)
        if write.sending is not None:
            failure = (await asyncio.shield(write.sending)).get(write)
            if failure is not None:
                raise failure.copy()

    async def _send_all(self, source_id: int) -> None:
        try:
            while True:
                await asyncio.sleep(WINDOW)
                writes = self._waiting.pop(source_id, [])
                if not writes:
                    return
                sending = asyncio.ensure_future(self._send(source_id, writes))
                for write in writes:
                    write.sending = sending
                    write.begun.set()
                await asyncio.wait({sending})
        finally:
            del self._senders[source_id]

    async def _send(self, source_id: int, writes: Sequence[_Write]) -> Mapping[_Write, ConnectError]:
        try:
            await self._put(source_id, merge(write.changes for write in writes), _longest(writes))
        except RefusedError as refusal:
            if len(writes) == 1:
                return {writes[0]: refusal}
        except ConnectError as failure:
            return dict.fromkeys(writes, failure)
        else:
            return {}
        failures: dict[_Write, ConnectError] = {}
        for write in writes:
            try:
                await self._put(source_id, write.changes, write.deadline)
            except ConnectError as failure:
                failures[write] = failure
        return failures


def merge(many: Iterable[Changes]) -> Changes:
    """All changes as one; where two set the same key of the same breadcrumb, the later holds."""
    merged: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for changes in many:
        for stream, entries in changes.items():
            breadcrumbs = merged.setdefault(stream, {})
            for entry in entries:
                breadcrumbs.setdefault(entry.breadcrumb, {}).update(entry.metadata)
    return {
        stream: tuple(MetadataChange(breadcrumb, metadata) for breadcrumb, metadata in breadcrumbs.items())
        for stream, breadcrumbs in merged.items()
    }


def _longest(writes: Sequence[_Write]) -> Deadline:
    """The latest deadline of all."""
    deadlines = [write.deadline.at for write in writes]
    known = [deadline for deadline in deadlines if deadline is not None]
    return Deadline(writes[0].deadline.stop, max(known) if len(known) == len(deadlines) else None)
