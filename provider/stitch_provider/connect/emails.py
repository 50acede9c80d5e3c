"""Custom e-mail addresses that get notifications (reference 2.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.connect import absence
from stitch_provider.connect.models import Id
from stitch_provider.connect.recovery import Candidates
from stitch_provider.connect.timestamps import timestamp

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.owner import Owner
    from stitch_provider.connect.recovery import Creations

_EMAILS = "/notifications/public/v1/api/custom-emails"


class Email(msgspec.Struct, frozen=True):
    """An address that gets a notification when something goes wrong (reference 3.12)."""

    id: Id
    email_address: str | None = None
    client_id: int | None = None
    created_at: str | None = None
    modified_at: str | None = None
    disabled_at: str | None = None

    @property
    def enabled(self) -> bool:
        """Whether it gets notifications."""
        return self.disabled_at is None


class Emails:
    """Calls about custom e-mail addresses."""

    def __init__(self, calls: Calls, creations: Creations, owner: Owner, deadline: Deadline) -> None:
        self._calls = calls
        self._creations = creations
        self._owner = owner
        self._deadline = deadline

    async def list(self) -> Entries[Email]:
        """The custom addresses, disabled ones included. Never cached."""
        emails, _ = await self._deadline.run(lambda: self._calls.get_all(_EMAILS, Email))
        self._owner.shown(each.client_id for each in emails.readable)
        return emails

    async def find(self, id: int) -> Email | None:
        """One custom address, None where two lists lack it."""
        return await absence.find((self.list, self.list), lambda email: email.id == id, self._deadline)

    async def create(self, address: str) -> Email:
        """Add an address, once, even if the answer is lost (see `recovery`). Raises RefusedError at ten."""

        async def search(deadline: Deadline) -> Candidates[Email]:
            emails, now = await self._calls.get_all(_EMAILS, Email, deadline)
            wanted = address.casefold()
            return Candidates(emails.where(lambda each: (each.email_address or address).casefold() == wanted), now)

        return await self._creations.create_after_search(
            f'e-mail address "{address}"',
            lambda: self._calls.create(_EMAILS, {"email_address": address}, Email, self._deadline),
            search,
            self._deadline,
        )

    async def set_enabled(self, id: int, *, enabled: bool) -> None:
        """Begin or cease to send notifications to an address. Raises NotFoundError."""
        disabled_at = None if enabled else timestamp()
        await self._calls.update(f"{_EMAILS}/{id}", {"disabled_at": disabled_at}, Any, self._deadline)

    async def delete(self, id: int) -> bool:
        """Remove an address; whether there was one. One that does not exist is a success."""

        async def exists() -> Email | None:
            return (await self.list()).find(lambda email: email.id == id)

        return await self._calls.delete(f"{_EMAILS}/{id}", self._deadline, exists)
