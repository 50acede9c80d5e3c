"""Reads blocks and attributes of files that Terraform and OpenTofu write or read as settings, in HCL or JSON.

Reads what lock files and CLI configurations contain: blocks, strings, numbers, lists and objects. Expressions and
heredocs cannot be read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s+ | \#[^\n]* | //[^\n]* | /\*.*?\*/    # nothing
    | (?P<token> "(?:[^"\\\n]|\\.)*" | [\w.+-]+ | [{}\[\]=:,] )""",
    re.VERBOSE | re.DOTALL,
)

Value: TypeAlias = Union[str, "Body", tuple["Value", ...]]


class UnreadableError(Exception):
    """The text is not in the format that can be read."""


@dataclass(frozen=True, slots=True)
class Body:
    """The content of a file, block or object: names with values. A label is a name with a body as its value."""

    entries: tuple[tuple[str, Value], ...]

    def blocks(self, name: str) -> Iterator[Body]:
        """The blocks or objects of this name, also those in lists."""
        for value in self._values(name):
            yield from (each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Body))

    def text(self, name: str) -> str:
        """The attribute of this name; empty if it is not set or no text."""
        return next((value for value in self._values(name) if isinstance(value, str)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """The elements of the list of this name."""
        lists = (value for value in self._values(name) if isinstance(value, tuple))
        return tuple(each for each in next(lists, ()) if isinstance(each, str))

    def _values(self, name: str) -> Iterator[Value]:
        return (value for key, value in self.entries if key == name)


def read(text: str) -> Body:
    """The content of a file. Raises UnreadableError."""
    tokens = _Tokens(text)
    if tokens.next == "{":  # JSON
        tokens.take()
        body = _body(tokens, "}")
    else:
        body = _body(tokens, "")
    if tokens.next:
        raise UnreadableError(tokens.next)
    return body


class _Tokens:
    """The tokens of a text. `next` is the one that comes next; empty at the end."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self.next = next(self._tokens, "")

    def take(self) -> str:
        taken, self.next = self.next, next(self._tokens, "")
        return taken


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise UnreadableError(text[position : position + 10])
        if found["token"]:
            yield found["token"]
        position = found.end()


def _body(tokens: _Tokens, end: str) -> Body:
    entries = []
    while tokens.next != end:
        name = _word(tokens)
        if tokens.next in {"=", ":"}:
            tokens.take()
        entries.append((name, _value(tokens)))
        if tokens.next == ",":
            tokens.take()
    tokens.take()
    return Body(tuple(entries))


def _value(tokens: _Tokens) -> Value:
    """A value, or what follows the name of a block: its body, or a label with the rest of the block."""
    if tokens.next == "{":
        tokens.take()
        return _body(tokens, "}")
    if tokens.next == "[":
        tokens.take()
        return _list(tokens)
    word = _word(tokens)
    return Body(((word, _value(tokens)),)) if tokens.next == "{" else word


def _list(tokens: _Tokens) -> tuple[Value, ...]:
    elements = []
    while tokens.next != "]":
        elements.append(_value(tokens))
        if tokens.next == ",":
            tokens.take()
    tokens.take()
    return tuple(elements)


def _word(tokens: _Tokens) -> str:
    taken = tokens.take()
    if not taken or taken in "{}[]=:,":
        raise UnreadableError(taken)
    if not taken.startswith('"'):
        return taken
    try:
        return str(json.loads(taken))
    except ValueError as cause:
        raise UnreadableError(taken) from cause
