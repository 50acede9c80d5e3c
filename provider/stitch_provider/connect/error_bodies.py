"""The bodies of error answers: the nine families of reference 1.6, read by one pure function.

| family | example |
|---|---|
| bare string | `"you are at your destination limit"`, as JSON or as plain text (A4) |
| error and data | `{"error": "InvalidName", "data": {"message": "..."}}` |
| nested error, typed | `{"error": {"type": "invalid_source", "message": "..."}}` |
| nested error | `{"error": {"message": "..."}}`, the message a string or an object of field to text |
| code and message | `{"code": "BadRequest", "message": "...", "errors": {"partner_id": "required"}}` |
| invalid_fields | `{"invalid_fields": "..."}` |
| status word | `{"status": "NOT FOUND"}` |
| error only | `{"error": "NotFound"}` |
| echo | `{"disabled_at": "<the value sent>"}` |

Any other body is ignored, so that no error quotes a page of a proxy or a value that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from stitch_provider.connect.spelling import nfc

LONGEST_MESSAGE = 600
"""Characters. The longest text of the reference has a quarter of it."""

_NOT_FOUND_CODES = frozenset({"InvalidId", "NotFound", "NOT FOUND"})
_NOT_FOUND_TEXTS = (
    "invalid connection id",
    "Unable to locate dest",
    "invalid stream-id",
    "Unable to locate source",
    "Integration is deleted",
)
_QUOTED = re.compile(r'"([^"]*)"')


class ErrorFacts(Struct, frozen=True):
    """The facts in an error body.

    `message` is None where it has no words for a person. `not_found` means that the object does not exist.
    """

    message: str | None = None
    code: str | None = None
    bad_properties: tuple[str, ...] = ()
    invalid_streams: tuple[str, ...] = ()
    refused_metadata: tuple[str, ...] = ()
    not_found: bool = False


def read_error(body: bytes) -> ErrorFacts:
    """The facts in the body of an answer that is no success."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        content = body.decode("utf-8", errors="replace")
    match content:
        case str():
            return _from_text(content)
        case {"error": str(code), "data": Mapping() as data}:
            return _facts(_words(data.get("message")), code, bad_properties=_names(data.get("bad_properties")))
        case {"error": str(code), **rest}:
            return _facts(_words(rest.get("message")), code)
        case {"error": Mapping() as error}:
            return _facts(_words(error.get("message")), _text(error.get("type")))
        case {"invalid_fields": fields}:
            text = _text(fields) or ""
            return _facts(_words(fields), invalid_streams=_unknown_streams(text), refused_metadata=_refused_keys(text))
        case {"message": message, **rest}:
            words = [part for part in (_words(message), _words(rest.get("errors"))) if part]
            return _facts(" ".join(words) or None, _text(rest.get("code")), bad_properties=_names(rest.get("errors")))
        case {"status": str(word), **rest} if not rest:
            return _facts(None, word)
        case {**echo} if len(echo) == 1:
            name = str(next(iter(echo)))
            return _facts(f"the service does not accept the value of {name}", bad_properties=(name,))
    return ErrorFacts()


def _facts(
    message: str | None,
    code: str | None = None,
    *,
    bad_properties: tuple[str, ...] = (),
    invalid_streams: tuple[str, ...] = (),
    refused_metadata: tuple[str, ...] = (),
) -> ErrorFacts:
    not_found = code in _NOT_FOUND_CODES or (message or "").startswith(_NOT_FOUND_TEXTS)
    return ErrorFacts(message, code, bad_properties, invalid_streams, refused_metadata, not_found)


def _from_text(text: str) -> ErrorFacts:
    """Plain words; a page of markup or a long text is not the service speaking."""
    text = text.strip()
    if not text or text.startswith(("<", "{", "[")) or len(text) > LONGEST_MESSAGE or not text.isprintable():
        return ErrorFacts()
    return _facts(text)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: Any) -> str | None:
    """A message for a person: a string, or an object of field to text; None for anything else."""
    if isinstance(value, Mapping):
        value = "; ".join(f"{name}: {text}" for name, text in value.items() if isinstance(text, str))
    if not isinstance(value, str):
        return None
    return value.strip()[:LONGEST_MESSAGE] or None


def _names(value: Any) -> tuple[str, ...]:
    """Property names: a list of them, or the keys of an object."""
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, (list, Mapping)) else ()


def _unknown_streams(text: str) -> tuple[str, ...]:
    """The ids in `invalid tap-stream-ids:  [a b]`, quoted or bare; `nil` stands for one that was missing."""
    head, bracket, rest = text.partition("[")
    if "tap-stream-ids" not in head or not bracket:
        return ()
    inside = rest.rpartition("]")[0]
    found = _QUOTED.findall(inside) or re.split(r"[,\s]+", inside)
    return tuple(nfc(name) for name in found if name and name != "nil")


def _refused_keys(text: str) -> tuple[str, ...]:
    """The keys in `only non-discoverable metadata can be produced by the UI: #{"a" "b"}` (reference 2.9, A51)."""
    return tuple(_QUOTED.findall(text)) if "non-discoverable metadata" in text else ()
