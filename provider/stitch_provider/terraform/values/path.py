"""Attribute paths: places in a value, for diagnostics, plans and codec errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from stitch_provider.terraform.values.value import SetValue, Value


class Attribute(Struct, frozen=True):
    """The step into an attribute of an object."""

    name: str


class Key(Struct, frozen=True):
    """The step into an element of a map."""

    key: str


class Index(Struct, frozen=True):
    """The step into an element of a list or tuple, counted from 0."""

    index: int


class Element(Struct, frozen=True):
    """The step into an element of a set, named by the element itself."""

    value: Value


Step: TypeAlias = Attribute | Key | Index | Element


class Path(Struct, frozen=True):
    """A path from the root of a resource's configuration; `Path()` is the root itself.

    >>> str(Path.of("schedule", "cron"))
    'schedule.cron'
    >>> str(Path.of("properties").key("port"))
    'properties["port"]'
    """

    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, *names: str) -> Path:
        """The path through attributes of these names."""
        return cls(tuple(Attribute(name) for name in names))

    def attribute(self, name: str) -> Path:
        """This path and then the attribute `name`."""
        return Path((*self.steps, Attribute(name)))

    def key(self, key: str) -> Path:
        """This path and then the map element under `key`."""
        return Path((*self.steps, Key(key)))

    def index(self, index: int) -> Path:
        """This path and then the list element at `index`, counted from 0."""
        return Path((*self.steps, Index(index)))

    def element(self, value: Value) -> Path:
        """This path and then the set element `value`."""
        return Path((*self.steps, Element(value)))

    def __str__(self) -> str:
        text = ""
        for step in self.steps:
            match step:
                case Attribute(name):
                    text += f".{name}" if text else name
                case Key(key):
                    text += f'["{key}"]'
                case Index(index):
                    text += f"[{index}]"
                case Element():
                    text += "[element]"
        return text


def elements(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    """The elements of a list, tuple, set or map at `path`, each with its own path."""
    match value:
        case Mapping():
            yield from ((path.key(key), element) for key, element in value.items())
        case SetValue():
            yield from ((path.element(element), element) for element in value)
        case tuple():
            yield from ((path.index(index), element) for index, element in enumerate(value))


ROOT = Path()
