"""A service that answers as a test says, for what no simulated account does."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from stitch_provider.connect import Connect
from stitch_provider.stitch.provider_data import ProviderData

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@asynccontextmanager
async def answered_by(
    answer: Callable[[httpx.Request], httpx.Response], *, secrets: tuple[str, ...] = ()
) -> AsyncIterator[ProviderData]:
    connect = Connect.to(
        "https://stitch.example",
        token="made-up",
        user_agent="test",
        stop=asyncio.Event(),
        transport=httpx.MockTransport(answer),
    )
    try:
        yield ProviderData(connect, None, secrets=secrets)
    finally:
        await connect.aclose()
