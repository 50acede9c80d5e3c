"""HCL: Terraform's language, written in the layout that `terraform fmt` gives it. Pure.

A quoted text is a template to Terraform: `${` and `%{` begin an expression unless their first character is doubled.
Some engines misread a text in which that character precedes them already, so there it is written as its code point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct

_INDENT = "  "
_WIDTH = 100
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS = frozenset({"else", "endfor", "endif", "false", "for", "if", "in", "null", "true"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f\u0085\u2028\u2029\ufeff]')
_TEMPLATE = re.compile(r"([$%]+)\{")


class Reference(Struct, frozen=True):
    """An expression that is written unchanged, such as `stitch_source.github.id`."""

    text: str


Expression: TypeAlias = (
    "str | bool | int | Decimal | Reference | Call | Object | Sequence[Expression] | Mapping[str, Expression]"
)
"""A text is a text, never an expression."""


class Call(Struct, frozen=True):
    """A call of a function with one argument, such as `jsonencode([])`."""

    function: str
    argument: Expression


class Comment(Struct, frozen=True):
    """A remark; it may have lines of its own."""

    text: str


class Setting(Struct, frozen=True):
    """An attribute of a block and its value."""

    name: str
    value: Expression


class Object(Struct, frozen=True):
    """An object with remarks between its attributes, each on lines of its own."""

    items: tuple[Setting | Comment, ...]


class Block(Struct, frozen=True):
    """A block with its labels, after an empty line unless it is the first of its surroundings."""

    type: str
    labels: tuple[str, ...]
    body: tuple[Item, ...] = ()


Item: TypeAlias = "Comment | Setting | Block"


def render(items: Iterable[Item]) -> str:
    """The text of a file, or of a block's body; it ends with a new line unless it is empty."""
    return "".join(f"{line}\n" for line in _lines(tuple(items)))


def quoted(text: str) -> str:
    r"""The text as a literal that evaluates to exactly this text.

    >>> print(quoted('a "b" ${c}'))
    "a \"b\" $${c}"
    """
    escaped = _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text)
    return f'"{_TEMPLATE.sub(_literal, escaped)}"'


def _literal(found: re.Match[str]) -> str:
    marks = found[1]
    last = marks[-1]
    return f"{marks}{last}{{" if len(marks) == 1 else f"{marks[:-1]}\\u{ord(last):04x}{{"


def _lines(items: tuple[Item, ...]) -> Iterator[str]:
    before: Item | None = None
    for together, run in groupby(items, key=lambda item: isinstance(item, Setting) and _on_one_line(item.value)):
        members = tuple(run)
        width = max(len(item.name) for item in members if isinstance(item, Setting)) if together else 0
        for item in members:
            if isinstance(item, Block) and before is not None and not isinstance(before, Comment):
                yield ""
            if isinstance(item, Comment) and isinstance(before, Block):
                yield ""
            yield from _item(item, width)
            before = item


def _item(item: Item, width: int) -> Iterator[str]:
    match item:
        case Comment(text):
            yield from (f"# {line}".rstrip() for line in text.splitlines())
        case Setting(name, value):
            first, *rest = _expression(value)
            yield f"{name.ljust(width)} = {first}"
            yield from rest
        case Block(kind, labels, body):
            head = " ".join((kind, *map(quoted, labels)))
            inner = tuple(_lines(body))
            if not inner:
                yield f"{head} {{}}"
                return
            yield f"{head} {{"
            yield from (f"{_INDENT}{line}" if line else line for line in inner)
            yield "}"


def _expression(value: Expression) -> Iterator[str]:
    """The lines of an expression, the first without indentation."""
    if _on_one_line(value):
        yield _short(value)
    elif isinstance(value, Mapping):
        yield from _expression(Object(tuple(Setting(name, inner) for name, inner in value.items())))
    elif isinstance(value, Object):
        items = tuple(
            Setting(_key(each.name), each.value) if isinstance(each, Setting) else each for each in value.items
        )
        yield "{"
        yield from (f"{_INDENT}{line}" for line in _lines(items))
        yield "}"
    elif isinstance(value, Call):
        *lines, last = _expression(value.argument)
        yield from (f"{value.function}({line}" if number == 0 else line for number, line in enumerate(lines))
        yield f"{last})"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield "["
        for inner in value:
            *lines, last = _expression(inner)
            yield from (f"{_INDENT}{line}" for line in (*lines, f"{last},"))
        yield "]"


def _on_one_line(value: Expression) -> bool:
    """Whether the expression is short and simple enough: objects have neither objects nor remarks in them."""
    if isinstance(value, Object):
        return False
    if isinstance(value, Call):
        return _on_one_line(value.argument)
    if isinstance(value, Mapping):
        flat = not any(isinstance(inner, Mapping) for inner in value.values())
        return flat and all(map(_on_one_line, value.values())) and len(_short(value)) <= _WIDTH // 2
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(map(_on_one_line, value)) and len(_short(value)) <= _WIDTH
    return True


def _short(value: Expression) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case str():
            return quoted(value)
        case Reference(text):
            return text
        case Call(function, argument):
            return f"{function}({_short(argument)})"
        case Object(items):
            return _short({each.name: each.value for each in items if isinstance(each, Setting)})
        case Mapping():
            inner = ", ".join(f"{_key(name)} = {_short(each)}" for name, each in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return f"[{', '.join(map(_short, value))}]"


def _key(name: str) -> str:
    """The key of an object: bare where that is possible."""
    return name if _IDENTIFIER.fullmatch(name) and name not in _WORDS else quoted(name)
