"""Typed calls: send a request and return its answer as a model. Keep no state."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from stitch_provider.connect.deadline import NO_DEADLINE, Deadline
from stitch_provider.connect.decoding import decode, decode_check, decode_list, decode_list_within, decode_stream_schema
from stitch_provider.connect.entries import Entries, Page
from stitch_provider.connect.errors import ConnectError, LostAnswerError, MalformedError, NotFoundError
from stitch_provider.connect.failures import created_nothing
from stitch_provider.connect.request import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from stitch_provider.connect.exchange import Answer
    from stitch_provider.connect.models import ConnectionCheck, StreamSchema
    from stitch_provider.connect.spelling import Spelled
    from stitch_provider.connect.transport import Transport

T = TypeVar("T")

_CERTAIN = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS})
"""Statuses after which nothing counts as created, where that cannot be looked up."""

_NONE_DELETED = [0]
"""The answer to the DELETE of an email is the number of those that were deleted (reference 2.13)."""


class Text(Struct, frozen=True):
    """A text, or its beginning if it is too long to be read whole (`Limits.log_size`)."""

    content: str
    complete: bool = True


class Calls:
    """The kinds of calls. Reads have the deadline of their caller, or none where several callers share them."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get(self, path: str, type: type[T]) -> T:
        """An object. Raises NotFoundError."""
        found, _ = await self.get_dated(path, type)
        return found

    async def get_dated(self, path: str, type: type[T]) -> tuple[T, datetime]:
        """An object, and the service's clock. Raises NotFoundError."""
        request = Request("GET", path)
        answer = await self._transport.send(request, NO_DEADLINE)
        return decode(answer.body, type, str(request)), answer.server_time

    async def get_text(self, path: str, deadline: Deadline) -> Text:
        """A log: the text of the answer or, where it is a redirect, at its address, fetched without the token.

        Raises NotFoundError.
        """
        request = Request("GET", path, redirect=True, partial=True, rationed=True)
        answer = await self._transport.send(request, deadline)
        if request.redirects(answer.status):
            location = answer.headers.get("Location")
            if not location:
                raise MalformedError(f"{request}: the answer is a redirect that names no address", status=answer.status)
            address = _web_address(self._transport.base_url + path, location)
            if address is None:
                text = f"{request}: the answer is a redirect to an address that is not valid"
                raise MalformedError(text, status=answer.status)
            answer = await self._transport.download(address, deadline)
        return Text(answer.body.decode("utf-8", errors="replace"), complete=not answer.cut)

    async def get_list(self, path: str, type: type[T], spelled: Spelled | None = None) -> Entries[T]:
        """The list that belongs to an object. Raises NotFoundError where there is no such object.

        Adds the spelling of its texts to `spelled`.
        """
        found, _ = await self.get_list_dated(path, type, NO_DEADLINE, spelled)
        return found

    async def get_list_dated(
        self, path: str, type: type[T], deadline: Deadline, spelled: Spelled | None = None
    ) -> tuple[Entries[T], datetime]:
        """The list that belongs to an object, and the service's clock. Raises NotFoundError."""
        request = Request("GET", path)
        answer = await self._transport.send(request, deadline)
        return decode_list(answer.body, type, str(request), spelled), answer.server_time

    async def get_page(self, path: str, type: type[T]) -> Page[T]:
        """A page of a list that takes from the allowance. Raises NotFoundError."""
        request = Request("GET", path, rationed=True)
        body = (await self._transport.send(request, NO_DEADLINE)).body
        records, page = decode_list_within(body, "data", type, str(request))
        links, total = page.get("links"), page.get("total")
        more = bool(links.get("next")) if isinstance(links, dict) else True
        return Page(records, more, total if isinstance(total, int) else None)

    async def get_all(
        self, path: str, type: type[T], deadline: Deadline = NO_DEADLINE, *, within: str | None = None
    ) -> tuple[Entries[T], datetime]:
        """All objects of a kind, and the service's clock. A 404 means that the address has no Connect API.

        They are the answer or, with `within`, what the answer has under this key.
        """
        request = Request("GET", path)
        try:
            answer = await self._transport.send(request, deadline)
        except NotFoundError as error:
            base_url = self._transport.base_url
            twice = '; leave out "/v4", which the provider adds by itself' if base_url.endswith("/v4") else ""
            text = f"{request}: not found, so there is no Connect API at {base_url}{twice}"
            raise MalformedError(text, status=error.status) from error
        if within is None:
            return decode_list(answer.body, type, str(request)), answer.server_time
        return decode_list_within(answer.body, within, type, str(request))[0], answer.server_time

    async def get_stream_schema(self, path: str, spelled: Spelled) -> StreamSchema:
        """A stream's schema and metadata. Adds the spelling of its texts to `spelled`."""
        request = Request("GET", path)
        answer = await self._transport.send(request, NO_DEADLINE)
        return decode_stream_schema(answer.body, str(request), spelled)

    async def last_check(self, path: str, deadline: Deadline) -> ConnectionCheck | None:
        """The last connection check of what has this path, None where there was none (A18, A19)."""
        request = Request("GET", f"{path}/last-connection-check")
        try:
            answer = await self._transport.send(request, deadline)
        except NotFoundError:
            return None
        return decode_check(answer.body, str(request))

    async def create(self, path: str, content: Any, type: type[T], deadline: Deadline) -> T:
        """Send a create, for `recovery`. Raises LostAnswerError where its answer cannot be read."""
        created, _ = await self._post(Request("POST", path, content, create=True, lookup=True), type, deadline)
        return created

    async def create_openly(
        self, path: str, content: Mapping[str, str], type: type[T], deadline: Deadline, *, form: bool = False
    ) -> T:
        """A create that carries its own credentials, and not the token. Raises LostAnswerError as `create` does."""
        request = Request("POST", path, content, create=True, form=form, bearer=False)
        created, _ = await self._post(request, type, deadline)
        return created

    async def post(self, path: str, type: type[T], deadline: Deadline, *, create: bool = False) -> tuple[T, datetime]:
        """Send a POST without a body, repeatable unless it is a `create`; its answer and the service's clock."""
        return await self._post(Request("POST", path, create=create), type, deadline)

    async def _post(self, request: Request, type: type[T], deadline: Deadline) -> tuple[T, datetime]:
        answer = await self._send_create(request, deadline)
        try:
            return decode(answer.body, type, str(request)), answer.server_time
        except MalformedError as error:
            if not request.create:
                raise
            raise LostAnswerError(
                error.message, status=answer.status, attempts=answer.attempts, host=self._transport.host
            ) from error

    async def _send_create(self, request: Request, deadline: Deadline) -> Answer:
        """Send a POST. A refusal that may come after the effect is a LostAnswerError where nobody looks for it."""
        try:
            return await self._transport.send(request, deadline)
        except ConnectError as error:
            certain = error.status in _CERTAIN or created_nothing(error)
            if not request.create or request.lookup or certain:
                raise
            raise LostAnswerError(error.message, status=error.status, host=self._transport.host) from error

    async def update(self, path: str, content: Any, type: type[T], deadline: Deadline) -> T:
        """Send an update; what the service answers."""
        request = Request("PUT", path, content)
        return decode((await self._transport.send(request, deadline)).body, type, str(request))

    async def end(self, path: str, deadline: Deadline) -> Any:
        """Send a DELETE; the JSON of the answer, None where it is empty (A11). Raises NotFoundError."""
        request = Request("DELETE", path)
        answer = await self._transport.send(request, deadline)
        return decode(answer.body, Any, str(request)) if answer.body.strip() else None

    async def delete(self, path: str, deadline: Deadline, exists: Callable[[], Awaitable[object | None]]) -> bool:
        """Delete an object; whether there was one. One that does not exist is a success (A15).

        If it does not exist, the service answers with the status 400. A 404 may come from elsewhere, and so may a
        success with an object that has no id (reference 4.9). They only count where `exists` finds nothing either; else
        they are a MalformedError.
        """
        try:
            answer = await self.end(path, deadline)
        except NotFoundError as missing:
            if missing.status == HTTPStatus.NOT_FOUND and await exists() is not None:
                text = f"DELETE {path}: the answer is that there is no such object, and yet the object exists"
                raise MalformedError(text, status=missing.status) from missing
            return False
        if isinstance(answer, dict) and answer and "id" not in answer and await exists() is not None:
            raise MalformedError(f"DELETE {path}: the answer does not have the documented shape, and the object exists")
        return bool(answer != _NONE_DELETED)


def _web_address(base: str, location: str) -> str | None:
    """The absolute address that a `Location` names, None where it is none that can be called."""
    try:
        address = urljoin(base, location)
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return address if usable else None


def without(missing: Any, **content: Any) -> dict[str, Any]:
    """The content whose values are not `missing`."""
    return {name: value for name, value in content.items() if value is not missing}
