"""Decodes the bytes of an answer to models, tolerantly.

JSON is UTF-8 whatever charset the header names (reference 1.1 shows ISO-8859-1); only bytes that are no UTF-8 are read
as ISO-8859-1. The models are decoded in one pass; where a model does not allow a null that the answer has, a
second, slower pass treats it as absent (A26). Numbers may come as strings and whole numbers as floats.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from stitch_provider.connect.errors import MalformedError
from stitch_provider.connect.models import ConnectionCheck, StreamSchema

T = TypeVar("T")

_VERBATIM = frozenset({"json_schema", "schema"})


def decode(body: bytes, type: type[T], call: str) -> T:
    """The answer to `call` (such as `GET /v4/sources`) as `type`. Raises MalformedError, which does not quote it."""
    try:
        return msgspec.json.decode(body, type=type, strict=False)
    except msgspec.ValidationError:
        return _convert(_absent_for_null(_parse(body, call)), type, call)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _convert(_parse(body, call), type, call)


def decode_list(body: bytes, type: type[T], call: str) -> tuple[T, ...]:
    """A list of `type`; null is an empty one."""
    found = decode(body, tuple[type, ...] | None, call)  # type: ignore[arg-type, valid-type] # a type made at run time
    return found or ()


def decode_check(body: bytes, call: str) -> ConnectionCheck | None:
    """A connection check; null, `{}` and nothing at all mean that there was none yet (A19)."""
    if not body.strip() or not _parse(body, call):
        return None
    return decode(body, ConnectionCheck, call)


def decode_stream_schema(body: bytes, call: str) -> StreamSchema:
    """A stream's schema: `schema` is a JSON document in a string, or the document itself.

    One attribute table of the service calls `breadcrumb` `breadcrumbs` (reference 3.9); both are read.
    """
    content = _absent_for_null(_parse(body, call))
    if not isinstance(content, dict):
        raise MalformedError(f"{call}: the answer is not an object")
    if isinstance(schema := content.get("schema"), str):
        content["schema"] = _parse(schema.encode(), call) if schema.strip() else {}
    entries = content.get("metadata")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and "breadcrumbs" in entry:
            entry.setdefault("breadcrumb", entry["breadcrumbs"])
    return _convert(content, StreamSchema, call)


def _parse(body: bytes, call: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except UnicodeDecodeError:
        return _parse(body.decode("iso-8859-1").encode(), call)
    except msgspec.DecodeError as error:
        raise MalformedError(f"{call}: the answer is not JSON ({error})") from None


def _convert(content: Any, type: type[T], call: str) -> T:
    try:
        return msgspec.convert(content, type, strict=False)
    except msgspec.ValidationError as error:
        raise MalformedError(f"{call}: the answer does not have the documented shape ({error})") from None


def _absent_for_null(content: Any) -> Any:
    """Without the nulls of objects and lists; property values and JSON schemas stay as they are."""
    match content:
        case dict():
            return {
                key: value
                if key in _VERBATIM or (key == "properties" and isinstance(value, dict))
                else _absent_for_null(value)
                for key, value in content.items()
                if value is not None
            }
        case list():
            return [_absent_for_null(value) for value in content if value is not None]
    return content
