"""Post-load hooks, which are called after each load (reference 2.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.connect import absence
from stitch_provider.connect.models import Id
from stitch_provider.connect.recovery import Candidates

if TYPE_CHECKING:
    from datetime import datetime

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.owner import Owner
    from stitch_provider.connect.recovery import Creations

_HOOKS = "/notifications/public/v1/api/hooks"
_PREFIX = "destination_"
_LONGEST_ID = 100


class Hook(msgspec.Struct, frozen=True):
    """A post-load hook (reference 3.12)."""

    id: Id
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
        """The destination whose loads it follows, from either place; None where it is in neither (A29)."""
        for place in (self.destination, self.config.get("destination_id")):
            digits = str(place).removeprefix(_PREFIX)
            if digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_ID:
                return int(digits)
        return None


class Hooks:
    """Calls about post-load hooks."""

    def __init__(self, calls: Calls, creations: Creations, owner: Owner, deadline: Deadline) -> None:
        self._calls = calls
        self._creations = creations
        self._owner = owner
        self._deadline = deadline

    async def list(self) -> Entries[Hook]:
        """The post-load hooks, disabled ones included. Never cached."""
        hooks, _ = await self._deadline.run(lambda: self._list(self._deadline))
        self._owner.shown(each.client_id for each in hooks.readable)
        return hooks

    async def find(self, id: int) -> Hook | None:
        """One hook, None where two lists lack it."""
        return await absence.find((self.list, self.list), lambda hook: hook.id == id, self._deadline)

    async def create(self, destination_id: int, url: str) -> Hook:
        """Add a hook, once, even if the answer is lost (see `recovery`). Raises RefusedError at ten, or by plan."""

        async def search(deadline: Deadline) -> Candidates[Hook]:
            hooks, now = await self._list(deadline)
            fitting = hooks.where(
                lambda hook: hook.url in {None, url} and hook.destination_id in {None, destination_id}
            )
            return Candidates(fitting, now)

        content = {"type": "post_load", "destination_id": destination_id, "config": {"url": url}}
        return await self._creations.create_after_search(
            "hook for these loads",
            lambda: self._calls.create(_HOOKS, content, Hook, self._deadline),
            search,
            self._deadline,
        )

    async def set_enabled(self, id: int, *, enabled: bool) -> Hook:
        """Begin or cease to call a hook. Raises NotFoundError."""
        return await self._calls.update(f"{_HOOKS}/{id}", {"enable": enabled}, Hook, self._deadline)

    async def delete(self, id: int) -> bool:
        """Remove a hook; whether there was one. One that does not exist is a success."""

        async def exists() -> Hook | None:
            return (await self.list()).find(lambda hook: hook.id == id)

        return await self._calls.delete(f"{_HOOKS}/{id}", self._deadline, exists)

    async def _list(self, deadline: Deadline) -> tuple[Entries[Hook], datetime]:
        return await self._calls.get_all(_HOOKS, Hook, deadline, within="post_load")
