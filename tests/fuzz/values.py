"""Mutations of values, in the form of msgpack: other types, unknown, missing, huge and deeply nested ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.msgpack import Ext

from fuzz.samples import ODD_TEXTS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

_PLACES = 200
_UNKNOWN = Ext(0, b"\0")
_ODD: tuple[Any, ...] = (
    None,
    _UNKNOWN,
    Ext(12, msgspec.msgpack.encode({1: False})),
    Ext(12, msgspec.msgpack.encode({2: "https://"})),
    Ext(12, b"\xc1"),
    Ext(-1, b"\0" * 4),
    Ext(99, b""),
    *ODD_TEXTS,
    0,
    -1,
    2**31,
    2**63 - 1,
    -(2**63),
    2**64 - 1,
    0.1,
    float("inf"),
    float("nan"),
    True,
    False,
    b"",
    b"\xff\xfe",
    [],
    {},
    [None],
    {"": None},
    {"a": {"b": {"c": []}}},
    [b'"string"', "x"],
    [b'["list","dynamic"]', [[b'"number"', 1]]],
    [b'"nonsense"', "x"],
)


def mutate(data: bytes, random: Random) -> bytes:
    """The value with one mutation of its elements, or of its bytes."""
    if not data or random.random() < 0.05:
        return mutate_bytes(data, random)
    try:
        value = msgspec.msgpack.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return mutate_bytes(data, random)
    places = list(_places(value))
    if not places or random.random() < 0.03:
        return msgspec.msgpack.encode(_replacement(random))
    container, key = random.choice(places)
    match random.randrange(8):
        case 0:
            del container[key]
        case 1:
            _add(container, random)
        case 2:
            container[key] = _nested(random.choice((50, 500, 5_000)))
        case 3 | 4 | 5 if isinstance(container[key], str):
            container[key] = random.choice((_respelt(container[key], random), *random.sample(ODD_TEXTS, 3)))
        case _:
            container[key] = _replacement(random)
    try:
        return msgspec.msgpack.encode(value)
    except RecursionError:
        return mutate_bytes(data, random)


def mutate_bytes(data: bytes, random: Random) -> bytes:
    """Any bytes with one mutation: cut off, changed, repeated, or replaced."""
    at = random.randrange(len(data) + 1)
    match random.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + random.randbytes(random.randrange(1, 5)) + data[at:]
        case 2:
            return data[:at] + random.randbytes(1) + data[at + 1 :]
        case 3:
            return data + data[at:]
        case _:
            return random.choice((b"", b"null", b"{}", b"[]", b"\xff", b"\xc0", b'{"' * 2_000, random.randbytes(20)))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every element of a value, as a container and a key of it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < _PLACES:
        container = waiting.pop()
        for key in _keys(container):
            found.append((container, key))
            waiting.append(container[key])
    return found


def _keys(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return tuple(value)
    return range(len(value)) if isinstance(value, list) else ()


def _add(container: Any, random: Random) -> None:
    if isinstance(container, dict):
        container[random.choice(("", "id", "nonsense", 7, *TEXTS))] = _replacement(random)
    else:
        container.append(_replacement(random))


def _replacement(random: Random) -> Any:
    return random.choice(TEXTS) if random.random() < 0.3 else random.choice(_ODD)


def _nested(depth: int) -> Any:
    value: Any = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def _respelt(text: str, random: Random) -> str:
    return random.choice((text.upper(), f" {text}", f"{text}\n", f"0{text}", text[:-1], text * 2, f"-{text}"))
