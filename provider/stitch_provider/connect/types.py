"""Source types and destination types, as report cards (reference 2.3, 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from stitch_provider.connect.errors import NotFoundError, RefusedError
from stitch_provider.connect.models import ReportCard

if TYPE_CHECKING:
    from stitch_provider.connect.caches import TypeCaches
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries


class Types:
    """Calls about the types of one kind. `noun` names one of them to a person."""

    def __init__(self, noun: str, path: str, calls: Calls, known: TypeCaches, deadline: Deadline) -> None:
        self._noun = noun
        self._path = path
        self._calls = calls
        self._known = known
        self._deadline = deadline

    async def list(self) -> Entries[ReportCard]:
        """The types that can be configured: those with steps. About 1 MB for sources.

        Not every usable destination type is listed (A6).
        """

        async def fetch() -> Entries[ReportCard]:
            cards, _ = await self._calls.get_all(self._path, ReportCard)
            return cards.where(lambda card: bool(card.type and card.steps))

        return await self._known.all.read(None, fetch, self._deadline)

    async def get(self, type: str) -> ReportCard:
        """One type, out of the list where that is known. Raises NotFoundError where none can be configured.

        How the service answers for an unknown type is undocumented: 404, 400 or an empty card. A 404 can also
        mean that the address has no Connect API. So it means an unknown type only if the list of types can be read.
        Otherwise MalformedError is raised.
        """

        async def fetch() -> ReportCard:
            try:
                card = await self._calls.get(f"{self._path}/{quote(type, safe='')}", ReportCard)
            except (NotFoundError, RefusedError) as error:
                if isinstance(error, NotFoundError):
                    await self.list()
                raise NotFoundError(f'there is no {self._noun} "{type}"', status=error.status) from error
            if not card.steps:
                raise NotFoundError(f'{self._noun} "{type}" cannot be configured through the API')
            return card

        listed = self._known.all.get(None)
        for card in listed.readable if listed else ():
            if card.type == type:
                return card
        return await self._known.single.read(type, fetch, self._deadline)
