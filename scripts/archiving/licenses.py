"""Collects the licenses of everything in an archive. Raises LicenseError for a part whose license is not found."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from email.parser import HeaderParser
from itertools import count
from pathlib import Path
from platform import freedesktop_os_release
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NAMES = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT).*", re.IGNORECASE)
_REFERENCE = re.compile(r"/usr/share/common-licenses/([\w.+-]*\w)")
_OF_INTERPRETER = Path(__file__).with_name("license_texts")
_SHARED = Path("/usr/share/common-licenses")
_DISTRIBUTIONS = {"debian": "Debian", "ubuntu": "Ubuntu"}
_ELSEWHERE = "Build archives for Linux on Debian or Ubuntu, whose packages contain their licenses."


class LicenseError(Exception):
    """The license of a part is not known, so it must not be given to others."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something in an archive that has a license of its own, and the files with the text of it."""

    name: str
    version: str
    files: tuple[Path, ...]


def of_interpreter() -> Iterator[Part]:
    """The libraries that are compiled into the interpreter. It comes without their licenses."""
    for text in sorted(_OF_INTERPRETER.glob("*.txt")):
        yield Part(text.stem, "in the interpreter", (text,))


def of_distributions(directory: Path) -> Iterator[Part]:
    """The Python distributions that are installed in a directory."""
    for info in sorted(directory.glob("*.dist-info")):
        metadata = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        files = tuple(sorted(path for path in info.rglob("*") if path.is_file() and _NAMES.fullmatch(path.name)))
        yield Part(metadata["Name"], metadata["Version"], files)


def of_machine(libraries: Iterable[Path]) -> Iterator[Part]:
    """The packages of Debian or Ubuntu from which libraries are copied."""
    packages = dict.fromkeys(_package(path) for path in libraries)
    distribution = distribution_of(freedesktop_os_release()) if packages else ""
    for package in packages:
        name, version = _query("-W", "-f", "${Package} ${Version}", package).split()
        text = Path("/usr/share/doc") / name / "copyright"
        mentioned = sorted(set(_REFERENCE.findall(text.read_text("utf-8"))))
        yield Part(f"{name} of {distribution}", version, (text, *(_SHARED / each for each in mentioned)))


def distribution_of(release: Mapping[str, str]) -> str:
    """`Debian` or `Ubuntu`: the one that a machine runs, or is derived from, according to its os-release(5)."""
    for identifier in (release["ID"], *release.get("ID_LIKE", "").split()):
        if identifier in _DISTRIBUTIONS:
            return _DISTRIBUTIONS[identifier]
    raise LicenseError(_ELSEWHERE)


def write(parts: Iterable[Part], directory: Path) -> None:
    """Copy the texts, a directory for each part, and list the parts in a file."""
    lines = ["The parts of this archive. The directory of each contains its license.", ""]
    for part in sorted(parts, key=lambda part: part.name.lower()):
        if not part.files:
            raise LicenseError(f"No text of a license is found for {part.name} {part.version}.")
        folder = directory / part.name.lower().replace(" ", "-")
        folder.mkdir(parents=True)
        for file in part.files:
            shutil.copyfile(file, _unused(folder / file.name))
        lines.append(f"{folder.name}: {part.name} {part.version}")
    (directory / "README.txt").write_text("\n".join((*lines, "")), "utf-8")


def _unused(path: Path) -> Path:
    """The path, or one with a number if the file exists: libraries inside of a library also have a LICENSE."""
    candidates = (path.with_name(f"{path.name}.{number}") for number in count(2))
    return path if not path.exists() else next(each for each in candidates if not each.exists())


def _package(path: Path) -> str:
    """The package of a file. Debian records some of those in /usr/lib as if they were in /lib."""
    real = path.resolve()
    for candidate in (path, real, Path(str(real).removeprefix("/usr"))):
        owner = _query("-S", str(candidate)).partition(": ")[0]
        if owner:
            return owner
    raise LicenseError(f"{path} belongs to no package of Debian or Ubuntu, so its license is not found.")


def _query(*arguments: str) -> str:
    if not shutil.which("dpkg-query"):
        raise LicenseError(_ELSEWHERE)
    return subprocess.run(("dpkg-query", *arguments), capture_output=True, text=True, check=False).stdout
