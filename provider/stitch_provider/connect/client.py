"""The Connect API as Python calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET, UnsetType

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    import httpx

    from stitch_provider.connect.models import (
        ConnectionCheck,
        Destination,
        MetadataChange,
        ReportCard,
        Source,
        Stream,
        StreamSchema,
    )


class Connect:
    """The Connect API of one account."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str,
        user_agent: str,
        stop: asyncio.Event,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Connect nothing yet. Raises InvalidBaseUrlError and, for what cannot be a token, UnauthorizedError."""
        raise NotImplementedError

    def within(self, seconds: float) -> Connect:
        """A view that shares connection and caches, whose calls and pauses end after so many seconds."""
        raise NotImplementedError

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close the connections."""
        raise NotImplementedError

    async def list_destinations(self, *, fresh: bool = False) -> tuple[Destination, ...]:
        """The destinations in use; deleted ones are left out (A46)."""
        raise NotImplementedError

    async def get_destination(self, id: int, *, fresh: bool = False) -> Destination:  # noqa: A002 - the API's word
        """One destination, out of the list. Raises NotFoundError."""
        raise NotImplementedError

    async def create_destination(
        self,
        *,
        type: str,  # noqa: A002 - the API's word
        properties: Mapping[str, Any],
        name: str | None = None,
        description: str | None = None,
        ignore_unmapped_sources: bool | None = None,
    ) -> Destination:
        """Create a destination, once, even if the answer is lost (see `recovery`)."""
        raise NotImplementedError

    async def update_destination(
        self,
        id: int,  # noqa: A002 - the API's word
        *,
        properties: Mapping[str, Any],
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
    ) -> Destination:
        """Change a destination; properties are merged (A9). Raises NotFoundError."""
        raise NotImplementedError

    async def delete_destination(self, id: int) -> None:  # noqa: A002 - the API's word
        """Delete a destination; one that is gone already is a success."""
        raise NotImplementedError

    async def list_sources(self, *, fresh: bool = False) -> tuple[Source, ...]:
        """Every source of the account, deleted ones included."""
        raise NotImplementedError

    async def get_source(self, id: int, *, fresh: bool = False) -> Source:  # noqa: A002 - the API's word
        """One source. Raises NotFoundError where there is none or it is deleted."""
        raise NotImplementedError

    async def create_source(
        self,
        *,
        type: str,  # noqa: A002 - the API's word
        display_name: str,
        properties: Mapping[str, Any],
        destination_id: int | None = None,
    ) -> Source:
        """Create a source, once, even if the answer is lost (see `recovery`)."""
        raise NotImplementedError

    async def update_source(
        self,
        id: int,  # noqa: A002 - the API's word
        *,
        display_name: str | UnsetType = UNSET,
        paused_at: str | UnsetType | None = UNSET,
        destination_id: int | UnsetType | None = UNSET,
        properties: Mapping[str, Any] | UnsetType = UNSET,
    ) -> Source:
        """Change a source; properties are merged (A9). Raises NotFoundError."""
        raise NotImplementedError

    async def delete_source(self, id: int) -> None:  # noqa: A002 - the API's word
        """Delete a source; one that is gone already is a success."""
        raise NotImplementedError

    async def source_check(self, id: int) -> ConnectionCheck | None:  # noqa: A002 - the API's word
        """The last connection check of a source, None where there was none yet (A19). Never cached."""
        raise NotImplementedError

    async def destination_check(self, id: int) -> ConnectionCheck | None:  # noqa: A002 - the API's word
        """The last connection check of a destination, None where there is none (A18, A19). Never cached."""
        raise NotImplementedError

    async def list_source_types(self) -> tuple[ReportCard, ...]:
        """The source types that can be configured: those with steps."""
        raise NotImplementedError

    async def list_destination_types(self) -> tuple[ReportCard, ...]:
        """The destination types that can be configured: those with steps."""
        raise NotImplementedError

    async def source_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One source type. Raises NotFoundError."""
        raise NotImplementedError

    async def destination_type(self, type: str) -> ReportCard:  # noqa: A002 - the API's word
        """One destination type. Raises NotFoundError."""
        raise NotImplementedError

    async def list_streams(self, source_id: int, *, fresh: bool = False) -> tuple[Stream, ...]:
        """The streams of a source, none before discovery. Raises NotFoundError."""
        raise NotImplementedError

    async def get_stream(self, source_id: int, stream_id: int) -> StreamSchema:
        """Schema and metadata of a stream; `stream_id` is the number. Raises NotFoundError."""
        raise NotImplementedError

    async def update_streams(self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]) -> None:
        """Set metadata of streams, by tap_stream_id. Calls for one source that come together become one PUT."""
        raise NotImplementedError
