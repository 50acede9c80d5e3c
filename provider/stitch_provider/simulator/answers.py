"""What the API answers: bodies, and each error body family in one place (reference 1.6).

`RefusalError` carries a refusal out of a handler; whatever the request had written is rolled back.
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
    """One HTTP answer, complete."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """The request is refused with this status and body; `bare` bodies are strings whose form a switch decides (A4)."""

    def __init__(self, status: int, body: object = msgspec.UNSET, *, bare: bool = False) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.body = body
        self.bare = bare


def to_json(value: object) -> bytes:
    """The value as JSON in ASCII, as the announced character set demands."""
    encoded = msgspec.json.encode(value)
    if encoded.isascii():
        return encoded
    return json.dumps(msgspec.json.decode(encoded), separators=(",", ":")).encode("ascii")


def answer(value: object, status: int = HTTPStatus.OK) -> Answer:
    """An answer with a JSON body."""
    return answer_bytes(to_json(value), status)


def answer_bytes(body: bytes, status: int = HTTPStatus.OK) -> Answer:
    """An answer whose JSON body is encoded already."""
    return Answer(status, body, {"content-type": JSON_TYPE})


def answer_refusal(refusal: RefusalError, string_errors: str) -> Answer:
    """The answer that says the refusal."""
    if refusal.body is msgspec.UNSET:
        return Answer(refusal.status)
    if refusal.bare and string_errors == "text":
        return Answer(refusal.status, str(refusal.body).encode(), {"content-type": "text/plain;charset=ISO-8859-1"})
    return answer(refusal.body, refusal.status)


def not_found() -> RefusalError:
    """404 without a body, as no body is documented."""
    return RefusalError(HTTPStatus.NOT_FOUND)


def unauthorized() -> RefusalError:
    """401 without a body, as no body is documented."""
    return RefusalError(HTTPStatus.UNAUTHORIZED)


def bare(text: str) -> RefusalError:
    """A bare string: destinations, stream GET, some stream PUT."""
    return RefusalError(HTTPStatus.BAD_REQUEST, text, bare=True)


def source_error(error: str, message: str, **extra: Any) -> RefusalError:
    """Error and data: sources, tokens, destination properties (A7)."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"error": error, "data": {"message": message, **extra}})


def hook_error(error: str, message: str) -> RefusalError:
    """Error and data: the bodies of hook requests."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"data": {"message": message}, "error": error})


def sync_error(kind: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> RefusalError:
    """Nested error with a type: replication jobs. A job that runs already is refused with status 200."""
    return RefusalError(status, {"error": {"type": kind, "message": message}})


def nested_error(message: str | Mapping[str, str]) -> RefusalError:
    """Nested error: custom emails and hooks; the message is a text or texts by field."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"error": {"message": message}})


def account_error(code: str, message: str, errors: Mapping[str, str] | None = None) -> RefusalError:
    """Code and message: accounts."""
    body: dict[str, object] = {"code": code, "message": message}
    if errors is not None:
        body["errors"] = errors
    return RefusalError(HTTPStatus.BAD_REQUEST, body)


def invalid_fields(text: str) -> RefusalError:
    """Invalid fields: stream metadata PUT."""
    return RefusalError(HTTPStatus.BAD_REQUEST, {"invalid_fields": text})
