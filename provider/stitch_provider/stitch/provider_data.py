"""The account: what the provider's configuration turns into and every operation gets handed."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from stitch_provider.connect import Connect
from stitch_provider.stitch.refusals import KEY_ADVICE
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.values.path import ROOT, Path


@dataclass(frozen=True, slots=True)
class Partner:
    """The credentials of a Stitch partner as they are configured; None where they are not."""

    id: str | None = None
    secret: str | None = field(default=None, repr=False)


class ProviderData(Struct, frozen=True):
    """A Stitch account, reached through the Connect API.

    `client_id` is the account's id as the user configured it, a string of digits; None where it was not. `service` is
    for the few calls that take no API access token; everything else goes through `connect`.
    """

    service: Connect
    client_id: str | None
    partner: Partner = Partner()
    has_token: bool = True

    @property
    def connect(self) -> Connect:
        """The Connect API of the account; raises DiagnosticError where there is no token for it."""
        if not self.has_token:
            raise DiagnosticError(missing_token())
        return self.service

    async def number(self, connect: Connect | None = None) -> int:
        """The account's id for calls that need it: as configured, else learnt from any object of the account.

        `connect` is a view that bounds the time. Raises ConnectError; NotFoundError where no object tells.
        """
        return int(self.client_id) if self.client_id else await (connect or self.connect).client_id()


def missing_token(path: Path = ROOT) -> Diagnostic:
    """The error of whoever needs an API access token and has none."""
    return error(
        "No API access token",
        "The provider's attribute api_token is not set and neither is the environment variable STITCH_API_TOKEN. "
        + KEY_ADVICE,
        path,
    )
