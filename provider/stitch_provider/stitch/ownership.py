"""The account that the API access token belongs to, compared with the one that the configuration or the state names.

A token of another account does not show the objects of a state. Terraform would plan to create all of them anew, in the
wrong account. So a missing object counts as deleted only if the token belongs to the account of the object.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.ids import same_id, to_id
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value

_SUMMARY = "API access token of another account"
_SETTING = "the provider's attribute client_id or the environment variable STITCH_CLIENT_ID"


async def check_token(provider: ProviderData) -> None:
    """Raise DiagnosticError without a token, or if `client_id` is set and the token belongs to another account.

    Makes calls only if it is set and nothing has been read yet. An account without objects does not show its id.
    """
    provider.require_token()
    if provider.client_id is None:
        return
    shown = await _shown(provider)
    if shown is not None and not same_id(provider.client_id, to_id(shown)):
        text = (
            f"The API access token belongs to the Stitch account {shown}, not to {provider.client_id}, which is set in "
            f"{_SETTING}. Use an API access token of account {provider.client_id}, or correct client_id."
        )
        raise DiagnosticError(error(_SUMMARY, text))


async def check_missing(provider: ProviderData, label: str, owner: object) -> tuple[Diagnostic, ...]:
    """Warnings about an object that Stitch does not show to the token. Raises DiagnosticError if it may exist.

    `label` names the object, such as `source 731905`. `owner` is the account that the state names, if it is a
    string.
    """
    owner = owner if isinstance(owner, str) else None
    check_account(label, provider.client_id or "", owner or "")
    named = owner or provider.client_id
    shown = await _shown(provider)
    if shown is None:
        return () if provider.client_id else (_unverified(label),)
    if named and not same_id(named, to_id(shown)):
        text = (
            f"The {label} belongs to the Stitch account {named}, and the API access token to {shown}. Whether the "
            f"object still exists is therefore not known. Use an API access token of account {named}. To manage "
            f"account {shown} instead, first remove the object from the state with the command "
            "`state rm`."
        )
        raise DiagnosticError(error(_SUMMARY, text))
    return ()


def check_account(label: str, wanted: str, owner: str, path: Path = ROOT) -> None:
    """Raise DiagnosticError if two ids of accounts are known and differ: `wanted`, and the `owner` of an object."""
    if wanted and owner and not same_id(wanted, owner):
        text = (
            f"The {label} belongs to the Stitch account {owner}, not to {wanted}. Use the API access token of "
            f"account {wanted}, or correct client_id."
        )
        raise DiagnosticError(error("Object of another account", text, path))


async def complete_identity(provider: ProviderData, identity: Mapping[str, Value]) -> Mapping[str, Value]:
    """The identity with the account of an object that does not show it itself, such as an import token.

    It is the account of the token. It stays null where no call has shown it and a search for it fails.
    """
    if identity.get("client_id", "") is not None:
        return identity
    with suppress(ConnectError):
        return {**identity, "client_id": to_id(await provider.connect.client_id())}
    return identity


async def _shown(provider: ProviderData) -> int | None:
    """The account of the token; None where no object shows it."""
    with provider.explaining("find out the id of the Stitch account"):
        try:
            return await provider.connect.client_id()
        except NotFoundError:
            return None


def _unverified(label: str) -> Diagnostic:
    return warning(
        "Object is missing",
        f"Stitch does not show the {label}. It may have been deleted, or the API access token may belong to another "
        f"account. The provider cannot find out which, because no object that Stitch shows has the id of the account. "
        f"Check this before you apply a plan that creates the object again. To have the provider check the account, "
        f"set {_SETTING} to its id.",
    )
