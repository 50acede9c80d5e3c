"""Sources (reference 2.6) and the checks of their connections (reference 2.8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, UnsetType

from stitch_provider.connect.caches import SOURCES
from stitch_provider.connect.calls import without
from stitch_provider.connect.errors import ConnectError, NameInUseError, NotFoundError, RefusedError
from stitch_provider.connect.models import ConnectionCheck, Source
from stitch_provider.connect.recovery import Candidates, Creation, fits
from stitch_provider.connect.retry import RetryPolicy
from stitch_provider.connect.timestamps import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.caches import Caches
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.new_sources import NewSources
    from stitch_provider.connect.recovery import Creations

_NAME_IN_USE = re.compile(r"non-unique name(?:\b.*?\((?:.* -> )?(?P<name>[^()]*)\))?", re.DOTALL)
"""What the service says of a name that another source has, with the name that it derived (reference 2.6)."""

_SEARCHES = RetryPolicy(first=1, longest=1, attempts=2)


class Sources:
    """Calls about sources."""

    def __init__(
        self, calls: Calls, caches: Caches, creations: Creations, new_sources: NewSources, deadline: Deadline
    ) -> None:
        self._calls = calls
        self._new_sources = new_sources
        self._caches = caches
        self._creations = creations
        self._deadline = deadline

    async def list(self, *, fresh: bool = False) -> Entries[Source]:
        """Every source of the account, deleted ones included."""
        return await self._deadline.run(lambda: self._caches.sources.every(fresh=fresh))

    async def get(self, id: int, *, fresh: bool = False) -> Source:
        """One source. Raises NotFoundError where there is none or it is deleted."""
        source = None if fresh else self._caches.sources.known(id)
        if source is None:
            source = await self._read(id, fresh=fresh)
        if source.deleted:
            raise NotFoundError(f"source {id} was deleted at {source.deleted_at}")
        return source

    async def _read(self, id: int, *, fresh: bool) -> Source:
        """The source, deleted or not. One that this process has just created is looked for again."""

        async def read() -> Source:
            source = await self._deadline.run(lambda: self._caches.sources.get(id, fresh=fresh))
            if source is None:
                raise NotFoundError(f"there is no source {id}")
            return source

        if self._new_sources.is_ours(id):
            return await self._new_sources.look(id, read, self._deadline)
        return await read()

    async def create(
        self,
        *,
        type: str,
        display_name: str,
        properties: Mapping[str, Any],
        destination_id: int | None = None,
    ) -> Source:
        """Create a source, once, even if the answer is lost (see `recovery`).

        Raises NameInUseError where another source has the name.
        """
        content = without(
            None, type=type, display_name=display_name, properties=properties, destination_id=destination_id
        )

        async def search(deadline: Deadline) -> Candidates[Source]:
            found, now = await self._calls.get_all(SOURCES, Source, deadline)
            return Candidates(
                found.where(lambda one: fits(one, type) and one.display_name in {None, display_name}), now
            )

        async with self._creations.turn(f"source {display_name}", self._deadline):
            creation = Creation(
                send=lambda: self._calls.create(SOURCES, content, Source, self._deadline),
                search=search,
                known=self._caches.sources.seen,
                searches=_SEARCHES,
            )
            try:
                source = await self._creations.create(creation, self._deadline)
            except RefusedError as refusal:
                in_use = _NAME_IN_USE.match(refusal.message)
                if in_use is None:
                    raise
                owner = await self._owner_of(in_use["name"])
                raise NameInUseError(
                    refusal.message, owner=owner, status=refusal.status, code=refusal.code
                ) from refusal
            finally:
                self._caches.sources.list_outdated()
        self._caches.sources.written(source.id)
        self._caches.owner.shown((source.stitch_client_id,))
        return source

    async def _owner_of(self, name: str | None) -> int | None:
        """The source that has this name, None where no list shows it."""
        if name is None:
            return None
        try:
            listed = await self.list(fresh=True)
        except ConnectError:
            return None
        return next((each.id for each in listed.readable if each.name == name and not each.deleted), None)

    async def update(
        self,
        id: int,
        *,
        display_name: str | UnsetType = UNSET,
        paused: bool | UnsetType = UNSET,
        destination_id: int | UnsetType | None = UNSET,
        properties: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Source:
        """Change a source; properties are merged (A9). Raises NotFoundError."""
        content = without(
            UNSET,
            display_name=display_name,
            paused_at=UNSET if paused is UNSET else timestamp() if paused else None,
            destination_id=destination_id,
            properties=properties,
        )
        try:
            return await self._calls.update(f"{SOURCES}/{id}", content, Source, self._deadline)
        finally:
            self._caches.forget_source(id)

    async def delete(self, id: int) -> bool:
        """Delete a source; whether there was one. One that does not exist is a success."""

        async def exists() -> Source | None:
            source = await self._deadline.run(lambda: self._caches.sources.get(id, fresh=True))
            return None if source is None or source.deleted else source

        try:
            return await self._calls.delete(f"{SOURCES}/{id}", self._deadline, exists)
        finally:
            self._caches.forget_source(id)

    async def last_check(self, id: int) -> ConnectionCheck | None:
        """The last connection check of a source, None where there was none yet (A19). Never cached."""
        return await self._deadline.run(lambda: self._calls.last_check(f"{SOURCES}/{id}", self._deadline))
