"""Provider data: the account that the provider's configuration describes, which every operation gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import Connect
from stitch_provider.stitch.claims import Claims
from stitch_provider.stitch.explaining import KEY_ADVICE, Call, explaining
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager


@dataclass(frozen=True, slots=True)
class Partner:
    """The credentials of a Stitch partner as they are configured; None where they are not."""

    id: str | None = None
    secret: str | None = field(default=None, repr=False)


class ProviderData(Struct, frozen=True):
    """A Stitch account, reached through the Connect API.

    `service` is for the few calls that take no API access token; all others go through `connect`. `client_id` is the
    account's id as the user configured it, a string of digits; None where it was not. `region` is the account's region
    as the user configured it. `secrets` are those of the provider's configuration, which no message may contain.
    `claims` are those of this run.
    """

    service: Connect
    client_id: str | None
    partner: Partner = Partner()
    region: str | None = None
    has_token: bool = True
    secrets: tuple[str, ...] = ()
    claims: Claims = msgspec.field(default_factory=Claims)

    def __repr__(self) -> str:
        return f"ProviderData(client_id={self.client_id!r})"

    @property
    def connect(self) -> Connect:
        """The Connect API of the account; raises DiagnosticError where there is no token for it."""
        self.require_token()
        return self.service

    def require_token(self) -> None:
        """Raise DiagnosticError if there is no API access token."""
        if not self.has_token:
            raise DiagnosticError(_missing_token())

    def within(self, seconds: float) -> ProviderData:
        """The same, with calls and pauses that end after so many seconds."""
        return replace(self, service=self.service.within(seconds))

    def explaining(
        self, tried: str, *, secrets: Iterable[str] = (), **call: Unpack[Call]
    ) -> AbstractContextManager[None]:
        """`explaining.explaining` for calls of this account; `secrets` are those of the call itself."""
        return explaining(tried, secrets=(*self.secrets, *secrets), **call)

    async def number(self) -> int:
        """The account's id for calls that need it: as configured, or else read from any object of the account.

        Raises ConnectError; NotFoundError where no object shows it.
        """
        return int(self.client_id) if self.client_id else await self.connect.client_id()


def _missing_token() -> Diagnostic:
    return error(
        "No API access token",
        "The provider's attribute api_token is not set and neither is the environment variable STITCH_API_TOKEN. "
        + KEY_ADVICE,
    )
