"""Whether Stitch can be reached and accepts the API access token, and the account that the token belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.connect import NotFoundError, UnauthorizedError
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.stitch.configuration import ProviderModel, complete
from stitch_provider.stitch.explaining import KEY_ADVICE
from stitch_provider.stitch.ids import same_id, to_id
from stitch_provider.stitch.session import session
from stitch_provider.terraform.diagnostics import DiagnosticError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stitch_provider.stitch.configuration import Settings
    from stitch_provider.stitch.provider_data import ProviderData

SETTINGS, TOKEN, NETWORK, ACCOUNT = "settings", "token", "network", "account"

_ATTEMPTS = 1


async def check(transport: Any = None) -> list[Finding]:
    """Call Stitch with the settings in the environment. `transport` replaces the network in tests."""
    config = ProviderModel(max_attempts=_ATTEMPTS)
    settings = complete(config)
    if settings is None or settings.api_token is None:
        found = "The environment variable STITCH_API_TOKEN is not set, so Stitch is not called."
        return [Finding(TOKEN, "warning", found, KEY_ADVICE)]
    try:
        async with session(config, transport) as data:
            return [ok(TOKEN, "The environment variable STITCH_API_TOKEN is set."), *await _call(data, settings)]
    except DiagnosticError as refused:
        return [*_failures(SETTINGS, refused)]


async def _call(data: ProviderData, settings: Settings) -> Iterable[Finding]:
    reached = ok(NETWORK, f"Stitch answers at {settings.base_url}.")
    try:
        with data.explaining(f"use Stitch at {settings.base_url}"):
            try:
                shown = to_id(await data.connect.client_id())
            except NotFoundError:
                shown = None
            except UnauthorizedError:
                return [reached, Finding(TOKEN, "problem", "Stitch does not accept the API access token.", KEY_ADVICE)]
    except DiagnosticError as failed:
        return _failures(NETWORK, failed)
    return [reached, compare(shown, settings.client_id)]


def compare(shown: str | None, configured: str | None) -> Finding:
    """Compares the account of the token, None if no object shows it, with the one that is configured."""
    if shown is None:
        return ok(ACCOUNT, "No object shows the id of the account that the API access token belongs to.")
    belongs = f"The API access token belongs to the account {shown}"
    if configured is None:
        return ok(ACCOUNT, f"{belongs}.")
    if same_id(shown, configured):
        return ok(ACCOUNT, f"{belongs}, which is the one in STITCH_CLIENT_ID.")
    action = f"Use an API access token of account {configured}, or correct STITCH_CLIENT_ID."
    return Finding(ACCOUNT, "problem", f"{belongs}, not to {configured}, which is set in STITCH_CLIENT_ID.", action)


def _failures(check: str, failed: DiagnosticError) -> Iterator[Finding]:
    for each in failed.diagnostics:
        yield Finding(check, "problem", f"{each.summary}.", each.detail)
