"""Reports: extractions, their logs and loads.

They are the only calls that name the account, whose id the provider finds out where it is not configured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, UnauthorizedError
from stitch_provider.terraform.diagnostics import error

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData

_UNKNOWN_ACCOUNT = error(
    "Account id is not known",
    "Reading extractions, logs and loads requires the id of the Stitch account, and no destination, source or "
    "notification of the account shows it. Set the provider's attribute client_id or the environment variable "
    "STITCH_CLIENT_ID.",
)


async def account_number(provider: ProviderData, *, exists: str = "") -> int:
    """The id of the account. Raises DiagnosticError where it is not configured and no object shows it."""
    with provider.explaining("find out the id of the Stitch account", missing=_UNKNOWN_ACCOUNT, exists=exists):
        return await provider.number()


def naming_account(provider: ProviderData) -> Callable[[ConnectError, Explanation], Explanation]:
    """The `refine` of a report: where it is refused, client_id may name another account than that of the token."""

    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        if not isinstance(failure, UnauthorizedError) or provider.client_id is None:
            return explanation
        return replace(
            explanation,
            said=f"Stitch does not accept the API access token for account {provider.client_id}.",
            advice="Check the provider's attribute client_id (environment variable STITCH_CLIENT_ID): it must be the "
            "account of the token. If it is not set, the provider finds out the account.",
        )

    return refine
