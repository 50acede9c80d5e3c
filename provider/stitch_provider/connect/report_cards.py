"""Source types and destination types, as report cards (reference 2.3, 2.5)."""

from __future__ import annotations

from urllib.parse import quote

from stitch_provider.connect.errors import NotFoundError, RefusedError
from stitch_provider.connect.models import ReportCard
from stitch_provider.connect.noun import Noun

_SOURCE_TYPES = "/v4/source-types"
_DESTINATION_TYPES = "/v4/destination-types"


class ReportCards(Noun):
    """Calls about types."""

    async def list_source_types(self) -> tuple[ReportCard, ...]:
        """The source types that can be configured: those with steps. About 1 MB."""
        return await self._list_types(_SOURCE_TYPES)

    async def list_destination_types(self) -> tuple[ReportCard, ...]:
        """The destination types that can be configured: those with steps. Not every usable type is listed (A6)."""
        return await self._list_types(_DESTINATION_TYPES)

    async def source_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One source type. Raises NotFoundError where there is none that can be configured."""
        return await self._get_type(_SOURCE_TYPES, type, "source type")

    async def destination_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One destination type. Raises NotFoundError where there is none that can be configured."""
        return await self._get_type(_DESTINATION_TYPES, type, "destination type")

    async def _list_types(self, path: str) -> tuple[ReportCard, ...]:
        async def fetch() -> tuple[ReportCard, ...]:
            cards, _ = await self._calls.get_all(path, ReportCard)
            return tuple(card for card in cards if card.type and card.steps)

        return await self._remembered(self._memory.type_lists, path, fetch)

    async def _get_type(self, path: str, type: str, noun: str) -> ReportCard:  # noqa: A002 - the API's word
        """One type, out of the list where that is there. An unknown type is undocumented: 404, 400 or an empty card."""

        async def fetch() -> ReportCard:
            try:
                card = await self._calls.get(f"{path}/{quote(type, safe='')}", ReportCard)
            except (NotFoundError, RefusedError) as error:
                raise NotFoundError(f'there is no {noun} "{type}"', status=error.status) from error
            if not card.steps:
                raise NotFoundError(f'{noun} "{type}" cannot be configured through the API')
            return card

        for card in self._memory.type_lists.get(path) or ():
            if card.type == type:
                return card
        return await self._remembered(self._memory.types, f"{path}/{type}", fetch)
