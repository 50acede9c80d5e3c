"""Accounts (reference 2.1), which partners create."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account to create. `region` is `us-east-1` or `eu-central-1` and can never change."""

    partner_id: str
    partner_secret: str
    first_name: str
    last_name: str
    company: str
    email: str
    region: str

    def __repr__(self) -> str:
        return f"NewAccount(company={self.company!r}, region={self.region!r})"


class CreatedAccount(msgspec.Struct, frozen=True):
    """An account and a token for it, which the service returns only once."""

    access_token: str
    stitch_account_id: int

    def __repr__(self) -> str:
        return f"CreatedAccount(stitch_account_id={self.stitch_account_id})"


class Accounts:
    """Calls about accounts. They carry a partner's credentials and need no API token."""

    def __init__(self, calls: Calls, deadline: Deadline) -> None:
        self._calls = calls
        self._deadline = deadline

    async def create(self, account: NewAccount) -> CreatedAccount:
        """Create an account for a new user, who gets an e-mail.

        Raises RefusedError with the code `ExistingUser` for an address in use, `BadRequest` for bad credentials.
        A lost answer is a LostAnswerError and is not sent again: no call shows whether the account exists.
        """
        content = msgspec.to_builtins(account)
        return await self._calls.create_openly("/v3/accounts", content, CreatedAccount, self._deadline)

    async def exchange_code(self, *, partner_secret: str, code: str) -> CreatedAccount:
        """Exchange the authorization code of an existing account, valid once and for five minutes, for a token."""
        content = {"client_secret": partner_secret, "code": code, "grant_type": "authorization_code"}
        return await self._calls.create_openly("/oauth/token", content, CreatedAccount, self._deadline, form=True)
