"""The account that a command reads, with a provider that is configured by options and the environment."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ConfigureRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stitch_provider.stitch.configuration import ProviderModel
    from stitch_provider.stitch.provider_data import ProviderData

_OPTIONS = {"api_token": "--token", "base_url": "--base-url", "client_id": "--client-id"}
_ATTRIBUTES = re.compile(rf"(?:(?P<the>[Tt]he )provider's attribute )?\b(?P<name>{'|'.join(_OPTIONS)})\b")


@asynccontextmanager
async def account(config: ProviderModel) -> AsyncIterator[ProviderData]:
    """The account of this configuration. Raises DiagnosticError if it cannot be used."""
    provider = StitchProvider()
    configured = await provider.configure(ConfigureRequest(config=config, stop=asyncio.Event(), terraform_version=""))
    if configured.provider_data is None:
        raise DiagnosticError(*configured.diagnostics)
    try:
        yield configured.provider_data
    finally:
        await provider.close(configured.provider_data)


def reason(refused: DiagnosticError) -> str:
    """The texts of diagnostics, with options of the command in place of the provider's attributes."""
    return "\n".join(f"{each.summary}: {_with_options(each.detail)}" for each in refused.diagnostics)


def _with_options(text: str) -> str:
    return _ATTRIBUTES.sub(lambda found: f"{found['the'] or 'the '}option {_OPTIONS[found['name']]}", text)
