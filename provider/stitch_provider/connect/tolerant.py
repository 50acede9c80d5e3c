"""Reads parsed JSON as a model although parts of it do not have the documented shape. Pure.

The fields of a model that have no default identify its object, and the object cannot be read without them. Any other
field that cannot be read has its default, as if it were absent. An entry of a list that cannot be read is left out of
the list. Both are reported by their paths, so that they can be logged. Null is the same as absent (A26).

A text in place of a list of texts is a list of one, and `within` marks texts that may be wrapped in an object (A50).

`msgspec` reads an answer that has the documented shape in one step. This module is only used after that has failed. It
tries `msgspec` first for each part, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

T = TypeVar("T")

_WITHIN = "within"


def within(key: str) -> msgspec.Meta:
    """Marks the type of a field whose value may be wrapped in an object, under this key."""
    return msgspec.Meta(extra={_WITHIN: key})


class UnreadableError(Exception):
    """What the model needs cannot be read. The argument is its path, such as `$[3].id`."""


class Reading(Struct, Generic[T], frozen=True):
    """What was read: the value, the paths of what counts as absent, and how many entries each list has lost."""

    value: T
    ignored: tuple[str, ...] = ()
    lost: Mapping[str, int] = {}


def read(content: Any, type: type[T], path: str = "$") -> Reading[T]:
    """Parsed JSON, at `path` of an answer, as a `type`. Raises UnreadableError where it lacks what the type needs."""
    try:
        return Reading(msgspec.convert(content, type, strict=False))
    except msgspec.ValidationError:
        reader = _Reader()
        value = reader.part(content, type, path)
        return Reading(cast("T", value), tuple(reader.ignored), reader.lost)


class _Reader:
    """Reads one answer and keeps what it could not read."""

    def __init__(self) -> None:
        self.ignored: list[str] = []
        self.lost: Counter[str] = Counter()
        self._fields: dict[Any, tuple[FieldInfo, ...]] = {}

    def part(self, content: Any, kind: Any, path: str) -> Any:
        try:
            return msgspec.convert(content, kind, strict=False)
        except msgspec.ValidationError:
            pass
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._unwrapped(content, arguments, path)
        if origin in {Union, UnionType}:
            return self._one_of(content, arguments, path)
        if origin is tuple:
            return self._list(content, arguments[0], path)
        if origin is Mapping and isinstance(content, dict):
            return dict(self._values(content, arguments[1], path))
        if isinstance(content, dict) and issubclass(origin or kind, Struct):
            return (origin or kind)(**self._object(content, kind, path))
        raise UnreadableError(path)

    def _unwrapped(self, content: Any, arguments: tuple[Any, ...], path: str) -> Any:
        kind, *marks = arguments
        for mark in marks:
            key = (mark.extra or {}).get(_WITHIN)
            if isinstance(content, dict) and content.get(key) is not None:
                return self.part(content[key], kind, f"{path}.{key}")
        raise UnreadableError(path)

    def _one_of(self, content: Any, kinds: tuple[Any, ...], path: str) -> Any:
        for kind in kinds:
            attempt = _Reader()
            try:
                value = attempt.part(content, kind, path)
            except UnreadableError:
                continue
            self.ignored += attempt.ignored
            self.lost += attempt.lost
            return value
        raise UnreadableError(path)

    def _list(self, content: Any, kind: Any, path: str) -> tuple[Any, ...]:
        if isinstance(content, str) and kind in {str, tuple[str, ...]}:
            return (self.part(content, kind, path),)
        if not isinstance(content, list):
            raise UnreadableError(path)
        found = []
        for number, entry in enumerate(content):
            try:
                found.append(self.part(entry, kind, f"{path}[{number}]"))
            except UnreadableError as failure:
                self.ignored.append(str(failure))
                self.lost[path] += 1
        return tuple(found)

    def _values(self, content: dict[str, Any], kind: Any, path: str) -> Mapping[str, Any]:
        found = {}
        for key, value in content.items():
            try:
                found[key] = self.part(value, kind, f"{path}.{key}")
            except UnreadableError as failure:
                self.ignored.append(str(failure))
        return found

    def _object(self, content: dict[str, Any], kind: Any, path: str) -> dict[str, Any]:
        if kind not in self._fields:
            self._fields[kind] = fields(kind)
        found = {}
        for field in self._fields[kind]:
            value, place = content.get(field.encode_name), f"{path}.{field.encode_name}"
            if value is None:
                if field.required:
                    raise UnreadableError(place)
                continue
            try:
                found[field.name] = self.part(value, field.type, place)
            except UnreadableError as failure:
                if field.required:
                    raise
                self.ignored.append(str(failure))
        return found
