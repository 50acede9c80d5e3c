"""Notifications (reference 2.13, 2.14): custom e-mail addresses, and hooks that are called after each load."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from stitch_provider.connect.noun import Noun
from stitch_provider.connect.recovery import Creation, Sighting

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from stitch_provider.connect.patience import Patience

T = TypeVar("T", "Email", "Hook")

_EMAILS = "/notifications/public/v1/api/custom-emails"
_HOOKS = "/notifications/public/v1/api/hooks"
_PREFIX = "destination_"


class Email(msgspec.Struct, frozen=True):
    """An address that is written to when something goes wrong (reference 3.12)."""

    id: int
    email_address: str | None = None
    client_id: int | None = None
    created_at: str | None = None
    modified_at: str | None = None
    disabled_at: str | None = None

    @property
    def enabled(self) -> bool:
        """Whether it is written to."""
        return self.disabled_at is None


class Hook(msgspec.Struct, frozen=True):
    """A post-load hook (reference 3.12)."""

    id: int
    type: str | None = None
    client_id: int | None = None
    version: int | None = None
    destination: int | str | None = msgspec.field(default=None, name="destination_id")
    config: Mapping[str, Any] = {}
    created_at: str | None = None
    modified_at: str | None = None
    disabled_at: str | None = None

    @property
    def enabled(self) -> bool:
        """Whether it is called."""
        return self.disabled_at is None

    @property
    def url(self) -> str | None:
        """The address that is called."""
        url = self.config.get("url")
        return url if isinstance(url, str) else None

    @property
    def destination_id(self) -> int | None:
        """The destination whose loads it follows, from either place; None where neither tells (A29)."""
        for place in (self.destination, self.config.get("destination_id")):
            digits = str(place).removeprefix(_PREFIX)
            if digits.isascii() and digits.isdigit():
                return int(digits)
        return None


class _Hooks(msgspec.Struct, frozen=True):
    post_load: tuple[Hook, ...] = ()


class Notifications(Noun):
    """Calls about notifications."""

    async def list_emails(self) -> tuple[Email, ...]:
        """The custom addresses, disabled ones included. Never cached."""
        emails, _ = await self._patience.wait(lambda: self._calls.get_all(_EMAILS, Email))
        return emails

    async def create_email(self, address: str) -> Email:
        """Add an address, once, even if the answer is lost (see `recovery`). Raises RefusedError at ten."""

        async def look(patience: Patience) -> Sighting[Email]:
            emails, now = await self._calls.get_all(_EMAILS, Email, patience)
            return Sighting([email for email in emails if email.email_address == address], now)

        return await self._create(f'e-mail address "{address}"', _EMAILS, {"email_address": address}, Email, look)

    async def set_email(self, id: int, enabled: bool) -> None:  # noqa: A002, FBT001 - the API's word; the one thing to set
        """Write to an address, or no longer. Raises NotFoundError."""
        disabled_at = None if enabled else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        await self._calls.update(f"{_EMAILS}/{id}", {"disabled_at": disabled_at}, Any, self._patience)

    async def delete_email(self, id: int) -> None:  # noqa: A002 - the API's word
        """Remove an address; one that is gone already is a success."""
        await self._calls.delete(f"{_EMAILS}/{id}", self._patience)

    async def list_hooks(self) -> tuple[Hook, ...]:
        """The post-load hooks, disabled ones included. Never cached."""
        found = await self._patience.wait(lambda: self._calls.get(_HOOKS, _Hooks))
        return found.post_load

    async def create_hook(self, destination_id: int, url: str) -> Hook:
        """Add a hook, once, even if the answer is lost (see `recovery`). Raises RefusedError at ten, or by plan."""

        async def look(patience: Patience) -> Sighting[Hook]:
            found, now = await self._calls.get_dated(_HOOKS, _Hooks, patience)
            fitting = [hook for hook in found.post_load if hook.url == url]
            return Sighting([hook for hook in fitting if hook.destination_id in {None, destination_id}], now)

        content = {"type": "post_load", "destination_id": destination_id, "config": {"url": url}}
        return await self._create("hook for these loads", _HOOKS, content, Hook, look)

    async def set_hook(self, id: int, enabled: bool) -> Hook:  # noqa: A002, FBT001 - as for e-mail addresses
        """Call a hook, or no longer. Raises NotFoundError."""
        return await self._calls.update(f"{_HOOKS}/{id}", {"enable": enabled}, Hook, self._patience)

    async def delete_hook(self, id: int) -> None:  # noqa: A002 - the API's word
        """Remove a hook; one that is gone already is a success."""
        await self._calls.delete(f"{_HOOKS}/{id}", self._patience)

    async def _create(
        self,
        noun: str,
        path: str,
        content: Mapping[str, Any],
        type: type[T],  # noqa: A002 - the word of msgspec
        look: Callable[[Patience], Coroutine[Any, Any, Sighting[T]]],
    ) -> T:
        """Create one; `look` shows those that it could be. What is there before is not ours."""
        async with self._creations.turn(noun):
            before = await self._patience.wait(lambda: look(self._patience))
            creation = Creation(
                noun=noun,
                send=lambda: self._calls.create(path, content, type, self._patience),
                look=look,
                known=frozenset(one.id for one in before.objects),
                looks=(0, 1, 2),
            )
            return await self._creations.create(creation, self._patience)
