"""The calls of the client that exist for both sources and destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from stitch_provider.connect import ConnectionCheck
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.stitch.types.rules import Noun

T_co = TypeVar("T_co", covariant=True)


class Calls(Protocol[T_co]):
    """The part of the client that has the calls about one noun: `Sources` or `Destinations`."""

    async def get(self, id: int, *, fresh: bool = False) -> T_co: ...
    async def create(self, *arguments: Any, **named: Any) -> T_co: ...
    async def update(self, id: int, *arguments: Any, **named: Any) -> T_co: ...
    async def delete(self, id: int) -> bool: ...
    async def last_check(self, id: int) -> ConnectionCheck | None: ...


def calls_of(provider: ProviderData, noun: Noun) -> Calls[Any]:
    """The calls about the noun. Raises DiagnosticError where there is no API access token for them."""
    return provider.connect.sources if noun == "source" else provider.connect.destinations
