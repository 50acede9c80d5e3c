"""The parts of an archive: the interpreter, libraries, and what they contain. Each archive lists them."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from releasing.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIST = "licenses/README.txt"
"""The list in an archive, with a line such as `httpx: httpx 0.28.1` for each part after the folder of its license."""

_LINE = re.compile(
    r"^(?P<folder>\S+): (?P<name>\S+)(?: of (?P<system>Debian|Ubuntu))? (?P<version>in the interpreter|\S+)$",
    re.MULTILINE,
)
_LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<hashes>.*(?:\n +--hash=.*)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Origin(Enum):
    """Where a part comes from."""

    PROVIDER = "the provider itself"
    INTERPRETER = "Python"
    COMPILED_IN = "a library that is compiled into the interpreter"
    DISTRIBUTION = "a Python distribution"
    DEBIAN = "a package of Debian"
    UBUNTU = "a package of Ubuntu"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an archive. The version is None if it is not known; `folder` contains its license."""

    name: str
    version: str | None
    folder: str
    origin: Origin

    @property
    def locked_as(self) -> tuple[str, str]:
        """The normalized name and the version, by which distributions are locked."""
        return normalized(self.name), self.version or ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """The interpreter that is pinned for a platform in `interpreters.json`: the address and SHA-256 of its file."""

    url: str
    sha256: str

    def is_version(self, version: str | None) -> bool:
        """Whether the interpreter has this version. The name of its file begins with `cpython-3.13.15%2B`."""
        return f"/cpython-{version}%2B" in self.url


def of_archive(path: Path) -> tuple[Part, ...]:
    """The parts of an archive; raises RefusedError if it does not list them."""
    with zipfile.ZipFile(path) as archive:
        if LIST not in archive.namelist():
            raise RefusedError(f"{path} does not contain {LIST}. Build it again with scripts/archive.")
        return tuple(listed(archive.read(LIST).decode()))


def listed(text: str) -> Iterator[Part]:
    """The parts in the list of an archive."""
    for line in _LINE.finditer(text):
        version = None if line["version"] == "in the interpreter" else line["version"]
        yield Part(line["name"], version, line["folder"], _origin(line["name"], version, line["system"]))


def locked(requirements: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The SHA-256 of each file of the distributions in a file of requirements, by normalized name and version.

    A distribution can have several versions, each for some platforms.
    """
    return {
        (normalized(found["name"]), found["version"]): tuple(_HASH.findall(found["hashes"]))
        for found in _LOCKED.finditer(requirements)
    }


def pinned(interpreters: str) -> Mapping[str, Pinned]:
    """The interpreters in the JSON document `interpreters.json`, by platform."""
    return {platform: Pinned(each["url"], each["sha256"]) for platform, each in json.loads(interpreters).items()}


def normalized(name: str) -> str:
    """The name of a distribution, so that different spellings of it are equal."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _origin(name: str, version: str | None, system: str | None) -> Origin:
    if system is not None:
        return Origin.UBUNTU if system == "Ubuntu" else Origin.DEBIAN
    if version is None:
        return Origin.COMPILED_IN
    return {"terraform-provider-stitch": Origin.PROVIDER, "Python": Origin.INTERPRETER}.get(name, Origin.DISTRIBUTION)
