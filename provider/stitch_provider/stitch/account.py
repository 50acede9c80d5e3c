"""The account: what the provider's configuration turns into and every operation gets handed."""

from __future__ import annotations

from dataclasses import dataclass

from stitch_provider.connect import Connect


@dataclass(frozen=True, slots=True)
class Account:
    """A Stitch account, reached through the Connect API.

    `client_id` is the account's id as the user configured it, a string of digits; None where it was not.
    """

    connect: Connect
    client_id: str | None
