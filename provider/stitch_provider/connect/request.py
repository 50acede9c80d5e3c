"""A request to the service. Pure."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

_REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Request(Struct, frozen=True):
    """A request, without secrets in its text.

    `path` is encoded. `content` is sent as JSON, None for no body; as a form where `form`. A `create` must not be
    repeated; with `lookup` not even after a 429, as its caller looks for the object first. Without `bearer` the token
    is not sent. A `redirect` may be answered with one, which is a success. If `partial`, the beginning of an answer
    that is too large is enough; otherwise it is a failure. A `rationed` one takes from the allowance (`budget`).
    """

    method: str
    path: str
    content: Any = None
    create: bool = False
    lookup: bool = False
    form: bool = False
    bearer: bool = True
    redirect: bool = False
    partial: bool = False
    rationed: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def route(self) -> str:
        """The path without its query, which may hold a signature."""
        return self.path.partition("?")[0]

    @property
    def media_type(self) -> str:
        """What the body is."""
        return "application/x-www-form-urlencoded" if self.form else "application/json"

    def encode(self) -> bytes | None:
        """The body."""
        if self.content is None:
            return None
        return urlencode(self.content).encode() if self.form else _ENCODER.encode(self.content)

    def accepts(self, status: int) -> bool:
        """Whether a status is success (reference 1.5)."""
        if self.redirect:
            return status == HTTPStatus.OK or self.redirects(status)
        return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES

    def redirects(self, status: int) -> bool:
        """Whether the address in the header `Location` has what was asked for."""
        return self.redirect and status in _REDIRECTS

    def needs_all_of(self, status: int) -> bool:
        """Whether an answer with this status is of no use unless it is complete."""
        return self.accepts(status) and not self.partial
