"""New sources, which parts of the service may not find yet.

Right after a source was created, calls for its streams or tokens may be answered as if the source did not exist. So
this answer is final only if the source is not new. A source is new for `AGE` seconds after this process has created it,
or after its `created_at` by the service's clock.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from stitch_provider.connect.caches import SOURCES
from stitch_provider.connect.errors import EndedError, NotFoundError
from stitch_provider.connect.models import Source
from stitch_provider.connect.recovery import moment
from stitch_provider.connect.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.recovery import Creations

T = TypeVar("T")

AGE = 60.0
"""Seconds."""

_PAUSES = RetryPolicy(first=0.5, longest=5.0)


class NewSources:
    """Looks again for what belongs to new sources."""

    def __init__(self, calls: Calls, creations: Creations) -> None:
        self._calls = calls
        self._creations = creations

    def is_ours(self, source_id: int) -> bool:
        """Whether this process has created the source within the last `AGE` seconds."""
        return self._creations.made_within(AGE, Source, source_id)

    async def look(self, source_id: int, call: Callable[[], Awaitable[T]], deadline: Deadline) -> T:
        """The result of `call`, which is repeated while it raises NotFoundError and the source is new.

        Such a call must have had no effect.
        """
        pauses = _PAUSES.pauses()
        while True:
            try:
                return await call()
            except NotFoundError as denied:
                if not await self._is_new(source_id, deadline):
                    raise
                failed = denied
            try:
                await deadline.pause(next(pauses))
            except EndedError as ended:
                raise ended.after(failed, 1) from failed

    async def _is_new(self, source_id: int, deadline: Deadline) -> bool:
        try:
            source, now = await deadline.run(lambda: self._calls.get_dated(f"{SOURCES}/{source_id}", Source))
        except NotFoundError:
            return self.is_ours(source_id)
        if source.deleted:
            return False
        created = moment(source.created_at)
        return self.is_ours(source_id) or (created is not None and abs(now - created) <= timedelta(seconds=AGE))
