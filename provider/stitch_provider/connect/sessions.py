"""Sessions (reference 2.2): tokens that open the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline


class _Session(msgspec.Struct, frozen=True):
    ephemeral_token: str


class Sessions:
    """Calls about sessions."""

    def __init__(self, calls: Calls, deadline: Deadline) -> None:
        self._calls = calls
        self._deadline = deadline

    async def create(self) -> str:
        """An ephemeral token, valid for an hour, that opens a session of the web application."""
        session, _ = await self._calls.post("/v3/sessions/ephemeral", _Session, self._deadline)
        return session.ephemeral_token
