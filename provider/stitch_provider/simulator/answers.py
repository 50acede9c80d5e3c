"""Answers of the API, among them every form that the body of an error can have (reference 1.6).

A handler raises `RefusalError` to refuse a request. Everything that the request has written is then rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import msgspec

JSON_TYPE: Final = "application/json;charset=ISO-8859-1"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """Refuses a request with this status and body. A `bare` body is a string; a switch decides on its form (A4)."""

    def __init__(self, status: int, body: object = msgspec.UNSET, *, bare: bool = False) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.body = body
        self.bare = bare


def to_json(value: object) -> bytes:
    """The value as JSON in ASCII, because the character set of `JSON_TYPE` is not UTF-8."""
    encoded = msgspec.json.encode(value)
    if encoded.isascii():
        return encoded
    return json.dumps(msgspec.json.decode(encoded), separators=(",", ":")).encode("ascii")


def answer(value: object, status: int = HTTPStatus.OK) -> Answer:
    """An answer with a JSON body."""
    return answer_bytes(to_json(value), status)


def answer_bytes(body: bytes, status: int = HTTPStatus.OK) -> Answer:
    """An answer with a JSON body that is already encoded."""
    return Answer(status, body, {"content-type": JSON_TYPE})


def answer_refusal(refusal: RefusalError, string_errors: str) -> Answer:
    """The answer for a refusal."""
    if refusal.body is msgspec.UNSET:
        return Answer(refusal.status)
    if refusal.bare and string_errors == "text":
        return Answer(refusal.status, str(refusal.body).encode(), {"content-type": "text/plain;charset=ISO-8859-1"})
    return answer(refusal.body, refusal.status)


def not_found() -> RefusalError:
    """404 without a body, because no body is documented."""
    return RefusalError(HTTPStatus.NOT_FOUND)


def unauthorized() -> RefusalError:
    """401 without a body, because no body is documented."""
    return RefusalError(HTTPStatus.UNAUTHORIZED)


def too_many() -> RefusalError:
    """429 without a body, because no body is documented."""
    return RefusalError(HTTPStatus.TOO_MANY_REQUESTS)


def bare(text: str) -> RefusalError:
    """A bare string: used by destinations, GET of streams, and some PUT of streams."""
    return RefusalError(HTTPStatus.BAD_REQUEST, text, bare=True)


def source_error(error: str, message: str, **extra: Any) -> RefusalError:
    """`error` and `data`: used by sources, tokens, and for properties of destinations (A7)."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"error": error, "data": {"message": message, **extra}})


def hook_error(error: str, message: str) -> RefusalError:
    """`error` and `data`: used for invalid bodies of hook requests."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"data": {"message": message}, "error": error})


def sync_error(kind: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> RefusalError:
    """A nested `error` with a type: used by replication jobs. A job that is already running is refused with 200."""
    return RefusalError(status, {"error": {"type": kind, "message": message}})


def nested_error(message: str | Mapping[str, str]) -> RefusalError:
    """A nested `error`: used by custom emails and hooks. The message is a text, or a mapping of fields to texts."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"error": {"message": message}})


def account_error(code: str, message: str, errors: Mapping[str, str] | None = None) -> RefusalError:
    """`code` and `message`: used by accounts."""
    body: dict[str, object] = {"code": code, "message": message}
    if errors is not None:
        body["errors"] = errors
    return RefusalError(HTTPStatus.BAD_REQUEST, body)


def invalid_fields(text: str) -> RefusalError:
    """`invalid_fields`: used by PUT of stream metadata."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"invalid_fields": text})
