"""Import API access tokens (reference 2.7): the credentials that push data to one source of type `import_api`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.connect import absence
from stitch_provider.connect.errors import NotFoundError, RefusedError
from stitch_provider.connect.models import Id
from stitch_provider.connect.recovery import Candidates

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries
    from stitch_provider.connect.new_sources import NewSources
    from stitch_provider.connect.recovery import Creations


class ImportToken(msgspec.Struct, frozen=True):
    """A token. `access_token` is its value, known only right after it was created; `created_at` is often missing."""

    id: Id
    access_token: str | None = None
    created_at: str | None = None

    def __repr__(self) -> str:
        return f"ImportToken(id={self.id})"


class _Listed(msgspec.Struct, frozen=True):
    token_id: Id
    created_at: str | None = None


_LISTED: Any = Id | _Listed


class Tokens:
    """Calls about import tokens. That there is no such source is final where it is not new (`new_sources`)."""

    def __init__(self, calls: Calls, creations: Creations, new_sources: NewSources, deadline: Deadline) -> None:
        self._calls = calls
        self._new_sources = new_sources
        self._creations = creations
        self._deadline = deadline

    async def create(self, source_id: int) -> ImportToken:
        """Create a token, whose value cannot be read again. Raises RefusedError where the source has two (A16).

        A token whose value was lost with the answer is revoked, and another one is created (see `recovery`).
        """
        path = _path(source_id)

        async def search(deadline: Deadline) -> Candidates[ImportToken]:
            found, now = await self._new_sources.look(
                source_id, lambda: self._calls.get_list_dated(path, _LISTED, deadline), deadline
            )
            return Candidates(_tokens(found), now)

        async def revoke(token: ImportToken, deadline: Deadline) -> None:
            await Tokens(self._calls, self._creations, self._new_sources, deadline).revoke(source_id, token.id)

        async def create() -> ImportToken:
            return await self._creations.create_after_search(
                f"token of source {source_id}",
                lambda: self._calls.create(path, None, ImportToken, self._deadline),
                search,
                self._deadline,
                dated=False,
                discard=revoke,
            )

        return await self._new_sources.look(source_id, create, self._deadline)

    async def list(self, source_id: int) -> Entries[ImportToken]:
        """The tokens of a source, in either shape of the list (A17). Raises NotFoundError for an unknown source."""

        async def fetch() -> Entries[Any]:
            return await self._deadline.run(lambda: self._calls.get_list(_path(source_id), _LISTED))

        return _tokens(await self._new_sources.look(source_id, fetch, self._deadline))

    async def find(self, source_id: int, token_id: int) -> ImportToken | None:
        """One token, None where two lists lack it. Raises NotFoundError for an unknown source."""

        async def tokens() -> Entries[ImportToken]:
            return await self.list(source_id)

        return await absence.find((tokens, tokens), lambda token: token.id == token_id, self._deadline)

    async def revoke(self, source_id: int, token_id: int) -> bool:
        """Revoke a token; whether there was one. One that does not exist, by itself or with its source, is a success.

        How the service refuses an unknown token is undocumented, so after a refusal the list decides.
        """

        async def exists() -> object | None:
            try:
                return (await self.list(source_id)).find(lambda token: token.id == token_id)
            except NotFoundError as missing:
                return missing if missing.status == HTTPStatus.NOT_FOUND else None

        try:
            return await self._calls.delete(f"{_path(source_id)}/{token_id}", self._deadline, exists)
        except RefusedError:
            tokens = await self.list(source_id)
            if tokens.unreadable or any(token.id == token_id for token in tokens.readable):
                raise
            return False


def _path(source_id: int) -> str:
    return f"/v4/sources/{source_id}/tokens"


def _tokens(listed: Entries[int | _Listed]) -> Entries[ImportToken]:
    return listed.each(
        lambda one: ImportToken(one) if isinstance(one, int) else ImportToken(one.token_id, created_at=one.created_at)
    )
