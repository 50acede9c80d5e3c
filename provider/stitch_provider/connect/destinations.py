"""Destinations (reference 2.4) and the checks of their connections (reference 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET, UnsetType

from stitch_provider.connect import absence
from stitch_provider.connect.caches import DESTINATIONS
from stitch_provider.connect.calls import without
from stitch_provider.connect.errors import NotFoundError
from stitch_provider.connect.models import ConnectionCheck, Destination
from stitch_provider.connect.recovery import Candidates, Creation, fits
from stitch_provider.connect.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.caches import Caches
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.recovery import Creations

_SEARCHES = RetryPolicy(first=1, longest=4, attempts=4)


class Destinations:
    """Calls about destinations."""

    def __init__(self, calls: Calls, caches: Caches, creations: Creations, deadline: Deadline) -> None:
        self._calls = calls
        self._caches = caches
        self._creations = creations
        self._deadline = deadline

    async def list(self, *, fresh: bool = False) -> Entries[Destination]:
        """The destinations in use; deleted ones are left out (A46)."""
        return await self._caches.destinations.read(None, self._caches.fetch_destinations, self._deadline, fresh=fresh)

    async def get(self, id: int, *, fresh: bool = False) -> Destination:
        """One destination. Raises NotFoundError where two lists lack it."""

        async def first() -> Entries[Destination]:
            return await self.list(fresh=fresh)

        destination = await absence.find((first, self._list_afresh), lambda each: each.id == id, self._deadline)
        if destination is None:
            raise NotFoundError(f"there is no destination {id}")
        return destination

    async def _list_afresh(self) -> Entries[Destination]:
        return await self.list(fresh=True)

    async def create(
        self,
        *,
        type: str,
        properties: Mapping[str, Any],
        name: str | None = None,
        description: str | None = None,
        ignore_unmapped_sources: bool | None = None,
    ) -> Destination:
        """Create a destination, once, even if the answer is lost (see `recovery`).

        Sources without a destination load into it from then on, unless `ignore_unmapped_sources` is true.
        """
        content = without(
            None,
            type=type,
            properties=properties,
            name=name,
            description=description,
            ignore_unmapped_sources=ignore_unmapped_sources,
        )

        async def search(deadline: Deadline) -> Candidates[Destination]:
            found, now = await self._calls.get_all(DESTINATIONS, Destination, deadline)
            return Candidates(
                found.where(lambda one: fits(one, type) and (name is None or one.name in {None, name})), now
            )

        async with self._creations.turn("destinations", self._deadline):
            known = frozenset(destination.id for destination in (await self.list()).readable)
            creation = Creation(
                send=lambda: self._calls.create(DESTINATIONS, content, Destination, self._deadline),
                search=search,
                known=known,
                searches=_SEARCHES,
            )
            try:
                destination = await self._creations.create(creation, self._deadline)
            finally:
                self._caches.destinations.forget(None)
                self._caches.sources.forget_all()
        self._caches.owner.shown((destination.stitch_client_id,))
        return destination

    async def update(
        self,
        id: int,
        *,
        properties: Mapping[str, Any],
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
    ) -> Destination:
        """Change a destination; properties are merged (A9). Raises NotFoundError."""
        content = without(UNSET, properties=properties, name=name, description=description)
        try:
            return await self._calls.update(f"{DESTINATIONS}/{id}", content, Destination, self._deadline)
        finally:
            self._caches.destinations.forget(None)

    async def delete(self, id: int) -> bool:
        """Delete a destination; whether there was one. One that does not exist is a success.

        Its sources stop replicating.
        """

        async def exists() -> Destination | None:
            return (await self._list_afresh()).find(lambda each: each.id == id)

        try:
            return await self._calls.delete(f"{DESTINATIONS}/{id}", self._deadline, exists)
        finally:
            self._caches.destinations.forget(None)
            self._caches.sources.forget_all()

    async def last_check(self, id: int) -> ConnectionCheck | None:
        """The last connection check of a destination, None where there is none (A18, A19). Never cached."""
        return await self._deadline.run(lambda: self._calls.last_check(f"{DESTINATIONS}/{id}", self._deadline))
