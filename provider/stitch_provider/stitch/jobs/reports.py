"""Reports: extractions, their logs and loads.

They are the only calls that name the account, whose id the provider finds out where it is not configured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, OutOfTimeError, UnauthorizedError
from stitch_provider.stitch.left_out import left_out
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning

if TYPE_CHECKING:
    from collections.abc import Callable

    from stitch_provider.connect import Records
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData

ALLOWANCE = (
    "Stitch allows an account 30 requests for extractions, logs and loads in 10 minutes, and the provider waits if it "
    "needs more"
)

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


def report_advice(provider: ProviderData) -> Callable[[ConnectError, Explanation], Explanation]:
    """The `refine` of a report.

    Where it is refused, client_id may name another account than that of the token. Where it takes too long, it may have
    waited for the allowance.
    """

    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        if isinstance(failure, OutOfTimeError):
            return replace(explanation, advice=f"{ALLOWANCE}. Increase the time limit timeouts.read.")
        if not isinstance(failure, UnauthorizedError) or provider.client_id is None:
            return explanation
        return replace(
            explanation,
            said=f"Stitch does not accept the API access token for account {provider.client_id}.",
            advice="Check the provider's attribute client_id (environment variable STITCH_CLIENT_ID): it must be the "
            "account of the token. If it is not set, the provider finds out the account.",
        )

    return refine


def left_out_of(noun: str, records: Records[Any]) -> tuple[Diagnostic, ...]:
    """Warnings about what is missing: records that cannot be read, and pages. `noun` names them, such as `loads`."""
    return (*left_out(noun, records.found.unreadable), *_unread_pages(noun, records))


def _unread_pages(noun: str, records: Records[Any]) -> tuple[Diagnostic, ...]:
    if records.complete:
        return ()
    pages = f"{records.pages} pages" if records.pages else f"more than {records.read} pages"
    detail = (
        f"The account has {pages} of {noun}, and the provider reads only the first {records.read}. What is on the "
        "other pages is missing here, even if it passes the filters."
    )
    return (warning(f"Not all {noun} were read", detail),)
