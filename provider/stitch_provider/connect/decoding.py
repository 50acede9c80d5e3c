"""Decodes the bytes of an answer to models, tolerantly.

JSON is UTF-8 whatever charset the header names (reference 1.1 shows ISO-8859-1); only bytes that are no UTF-8 are read
as ISO-8859-1. An answer of the documented shape is decoded in one pass. For any other a second, slower pass reads as
much as it can (`tolerant`), and logs what it could not. Numbers may come as strings and whole numbers as floats.

Every text is read as NFC (`spelling`).

An answer that is wrong as a whole is a MalformedError: no JSON, null or another type in place of a list, an object
without what identifies it, nesting or numbers without end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from stitch_provider.connect.entries import Entries
from stitch_provider.connect.errors import MalformedError
from stitch_provider.connect.log import log_ignored
from stitch_provider.connect.models import ConnectionCheck, StreamSchema
from stitch_provider.connect.spelling import Spelled, is_normalized, normalized
from stitch_provider.connect.tolerant import Reading, UnreadableError, read

T = TypeVar("T")

_NOT_READ = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_STRING_OR_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*')


class _Metadata(Struct, frozen=True):
    """Metadata, and the breadcrumb of what it describes."""

    breadcrumb: tuple[str, ...] | None = None
    breadcrumbs: tuple[str, ...] | None = None
    metadata: Mapping[str, Any] = {}

    @property
    def place(self) -> tuple[str, ...] | None:
        """`()` for the stream; None where it cannot be read."""
        return self.breadcrumbs if self.breadcrumb is None else self.breadcrumb

    @property
    def field(self) -> str | None:
        """The name of the top-level field that it describes."""
        match self.place:
            case ("properties", name):
                return name
        return None


class _Described(Struct, frozen=True):
    metadata: tuple[_Metadata, ...] = ()


def decode(body: bytes, type: type[T], call: str) -> T:
    """The answer to `call` (such as `GET /v4/sources/1`) as `type`. Raises MalformedError, which does not quote it."""
    return _decode(body, type, call).value


def decode_list(body: bytes, type: type[T], call: str, spelled: Spelled | None = None) -> Entries[T]:
    """A list of `type`. Raises MalformedError for anything but a list, null included. Adds to `spelled`."""
    found: Reading[tuple[T, ...]] = _decode(body, tuple[type, ...], call, spelled)  # type: ignore[valid-type]
    return Entries(call, found.value, found.lost.get("$", 0))


def decode_list_within(body: bytes, key: str, type: type[T], call: str) -> tuple[Entries[T], Mapping[str, Any]]:
    """The list of `type` that an object has under `key`, and the object itself."""
    content = decode(body, dict[str, Any], call)
    found: Reading[tuple[T, ...]] = _read(content.get(key), tuple[type, ...], call, f"$.{key}")  # type: ignore[valid-type]
    return Entries(call, found.value, found.lost.get(f"$.{key}", 0)), content


def decode_check(body: bytes, call: str) -> ConnectionCheck | None:
    """A connection check; null, `{}` and nothing at all mean that there was none yet (A19)."""
    if not body.strip() or _parse(body, call) in (None, {}):
        return None
    return decode(body, ConnectionCheck, call)


def decode_stream_schema(body: bytes, call: str, spelled: Spelled | None = None) -> StreamSchema:
    """A stream's schema: `schema` is a JSON document in a string, or the document itself. Adds to `spelled`.

    One attribute table of the service calls `breadcrumb` `breadcrumbs` (reference 3.9); both are read.
    """
    content = _decode(body, dict[str, Any], call, spelled).value
    if isinstance(schema := content.get("schema"), str):
        content["schema"] = _parse(schema.encode(), call, spelled) if schema.strip() else {}
    entries = _read(content, _Described, call).value.metadata
    content["stream"] = next((each.metadata for each in entries if each.place == ()), {})
    content["field-metadata"] = {each.field: each.metadata for each in entries if each.field is not None}
    return _read(content, StreamSchema, call).value


def _decode(body: bytes, type: type[T], call: str, spelled: Spelled | None = None) -> Reading[T]:
    if not is_normalized(body):
        return _read(_parse(body, call, spelled), type, call)
    try:
        return Reading(msgspec.json.decode(body, type=type, strict=False))
    except _NOT_READ:
        return _read(_parse(body, call, spelled), type, call)


def _parse(body: bytes, call: str, spelled: Spelled | None = None) -> Any:
    try:
        content = _parse_as_spelled(body, call)
        return content if is_normalized(body) else normalized(content, {} if spelled is None else spelled)
    except RecursionError:
        raise MalformedError(f"{call}: the answer is nested too deeply") from None


def _parse_as_spelled(body: bytes, call: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except UnicodeDecodeError:
        return _parse_as_spelled(body.decode("iso-8859-1").encode(), call)
    except msgspec.ValidationError:
        return msgspec.json.decode(_STRING_OR_NUMBER.sub(_in_range, body))
    except msgspec.DecodeError as error:
        raise MalformedError(f"{call}: the answer is not JSON ({error})") from None


def _in_range(token: re.Match[bytes]) -> bytes:
    """A string as it is; a number that is out of range as a string of its digits."""
    text = token[0]
    if text.startswith(b'"'):
        return text
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return b'"%b"' % text
    return text


def _read(content: Any, type: type[T], call: str, path: str = "$") -> Reading[T]:
    try:
        found = read(content, type, path)
    except UnreadableError as missing:
        raise MalformedError(f"{call}: the answer does not have the documented shape (at {missing})") from None
    if found.ignored:
        log_ignored(call, found.ignored)
    return found
