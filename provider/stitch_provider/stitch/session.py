"""The provider outside of Terraform: configured by a command, for as long as the command calls Stitch."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ConfigureRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stitch_provider.stitch.configuration import ProviderModel
    from stitch_provider.stitch.provider_data import ProviderData


@asynccontextmanager
async def session(config: ProviderModel, transport: Any = None) -> AsyncIterator[ProviderData]:
    """The provider data of this configuration. Raises DiagnosticError if it cannot be used.

    `transport` is an httpx transport that answers in place of the network.
    """
    provider = StitchProvider(transport)
    configured = await provider.configure(ConfigureRequest(config=config, stop=asyncio.Event(), terraform_version=""))
    if configured.provider_data is None:
        raise DiagnosticError(*configured.diagnostics)
    try:
        yield configured.provider_data
    finally:
        await provider.close(configured.provider_data)
