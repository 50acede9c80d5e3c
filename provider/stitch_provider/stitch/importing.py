"""Importing: which object to import, and a check that it belongs to the right account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.ownership import check_account
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import ImportRequest

_CLIENT_ID = Path.of("client_id")


def number(request: ImportRequest) -> int:
    """The number of the object to import. Raises DiagnosticError if the request names none."""
    named = request.id if request.id is not None else (request.identity or {}).get("id")
    return to_number(named.strip() if isinstance(named, str) else "")


def block(type_name: str, number: int) -> str:
    """An import block for an object, indented so that Terraform does not wrap it."""
    return f'  import {{\n    to = {type_name}.NAME\n    id = "{number}"\n  }}'


def check_owner(request: ImportRequest, provider: ProviderData, label: str, owner: int | None) -> None:
    """Raise DiagnosticError if the identity, or the provider, names another account than the object's.

    `label` names the object. `owner` is its account, None where Stitch does not show it.
    """
    wanted = (request.identity or {}).get("client_id") or provider.client_id
    check_account(label, str(wanted or ""), str(owner or ""), _CLIENT_ID if request.identity else ROOT)
