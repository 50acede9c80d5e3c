"""Import API access tokens (reference 2.7): the credentials that push data to one source of type `import_api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stitch_provider.connect.errors import RefusedError

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline


class ImportToken(msgspec.Struct, frozen=True):
    """A token. `access_token` is its value, known only right after it was created; `created_at` is often missing."""

    id: int
    access_token: str | None = None
    created_at: str | None = None

    def __repr__(self) -> str:
        return f"ImportToken(id={self.id})"


class _Listed(msgspec.Struct, frozen=True):
    token_id: int
    created_at: str | None = None


class Tokens:
    """Calls about import tokens."""

    def __init__(self, calls: Calls, deadline: Deadline) -> None:
        self._calls = calls
        self._deadline = deadline

    async def create(self, source_id: int) -> ImportToken:
        """Create a token, whose value cannot be read again. Raises RefusedError where the source has two (A16).

        A lost answer is a LostAnswerError: there may be a token whose value is unknown. It is not sent again, as a
        source can have no more than two tokens.
        """
        return await self._calls.create(f"/v4/sources/{source_id}/tokens", None, ImportToken, self._deadline)

    async def list(self, source_id: int) -> tuple[ImportToken, ...]:
        """The tokens of a source, in either shape of the list (A17). Raises NotFoundError for an unknown source."""

        async def fetch() -> tuple[int | _Listed, ...]:
            return await self._calls.get_list(
                f"/v4/sources/{source_id}/tokens",
                int | _Listed,  # type: ignore[arg-type] # a union is a type to msgspec
            )

        found = await self._deadline.run(fetch)
        return tuple(
            ImportToken(one) if isinstance(one, int) else ImportToken(one.token_id, created_at=one.created_at)
            for one in found
        )

    async def revoke(self, source_id: int, token_id: int) -> None:
        """Revoke a token; one that does not exist, by itself or with its source, is a success.

        How the service refuses an unknown token is undocumented, so after a refusal the list decides.
        """
        try:
            await self._calls.delete(f"/v4/sources/{source_id}/tokens/{token_id}", self._deadline)
        except RefusedError:
            if any(token.id == token_id for token in await self.list(source_id)):
                raise
