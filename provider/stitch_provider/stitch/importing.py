"""Importing: which object an import means, by id or by identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import to_number
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from stitch_provider.connect import Destination, Source
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.stitch.types.rules import Noun
    from stitch_provider.terraform.resource import ImportRequest

_CLIENT_ID = Path.of("client_id")


def number(request: ImportRequest) -> int:
    """The number of the object to import; raises DiagnosticError where the request names none."""
    named = request.id if request.id is not None else (request.identity or {}).get("id")
    return to_number(named.strip() if isinstance(named, str) else "")


def check_account(request: ImportRequest, provider: ProviderData, noun: Noun, found: Source | Destination) -> None:
    """Raise DiagnosticError where the identity, or the provider, names another account than the object's."""
    check_owner(request, provider, f"{noun} {found.id}", found.stitch_client_id)


def check_owner(request: ImportRequest, provider: ProviderData, label: str, owner: int | None) -> None:
    """The same for any object: `label` names it, `owner` is the account that has it, None where nobody tells."""
    wanted = (request.identity or {}).get("client_id") or provider.client_id
    if wanted is not None and owner is not None and wanted != str(owner):
        raise DiagnosticError(
            error(
                "Another account",
                f"The {label} belongs to the Stitch account {owner}, not to {wanted}. Use the API access "
                "token of the account that the import is meant for, or correct client_id.",
                _CLIENT_ID if request.identity else Path(),
            )
        )
