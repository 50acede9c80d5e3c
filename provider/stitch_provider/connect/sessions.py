"""Sessions (reference 2.2): tokens that open the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.patience import Patience


class _Session(msgspec.Struct, frozen=True):
    ephemeral_token: str


class Sessions:
    """Calls about sessions."""

    def __init__(self, calls: Calls, patience: Patience) -> None:
        self._calls = calls
        self._patience = patience

    async def create(self) -> str:
        """An ephemeral token, valid for an hour, that opens a session of the web application."""
        session, _ = await self._calls.post("/v3/sessions/ephemeral", _Session, self._patience)
        return session.ephemeral_token
