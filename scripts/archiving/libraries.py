"""The shared libraries that an archive needs beside its interpreter and its extension modules.

For Linux they are copied from the machine on which the archive is built, also the C library and its loader: the machine
of a user may have another C library, or none. On macOS the C library is part of the system.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOADER = re.compile(r"ld-linux.*\.so\.\d+")

_LINKED = re.compile(r"^\s+(?:\S+ => )?(?P<path>/\S+) \(0x[0-9a-f]+\)$", re.MULTILINE)
_NOT_FOUND = re.compile(r"^\s+(?P<name>\S+) => not found$", re.MULTILINE)
_ON_MACOS = re.compile(r"^\s+(?P<path>\S+) \(compatibility version", re.MULTILINE)
_BESIDE = "@executable_path/../lib/"
_OF_MACOS = ("/usr/lib/", "/System/Library/")
_FORMATS = {b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"}
_GLIBC = (2, 34)


class LibraryError(Exception):
    """A library that the archive needs cannot be copied."""


def is_executable_code(path: Path) -> bool:
    """Whether a file is a program or library in the format of Linux (ELF) or macOS (Mach-O)."""
    with path.open("rb") as file:
        return file.read(4) in _FORMATS


def check_c_library() -> None:
    """Raises LibraryError unless the C library looks up names without further files, as glibc does since 2.34."""
    version = os.confstr("CS_GNU_LIBC_VERSION") if "CS_GNU_LIBC_VERSION" in os.confstr_names else None
    if tuple(map(int, re.findall(r"\d+", version or ""))) < _GLIBC:
        raise LibraryError(f"Build archives for Linux on a machine with glibc 2.34 or newer, not with {version}.")


def needed_on_linux(binaries: Iterable[Path], inside: Path) -> dict[str, Path]:
    """The libraries that binaries are linked with, by name, without those below the directory `inside`.

    Raises LibraryError for a library that is not found.
    """
    listings = {binary: _output("ldd", binary) for binary in binaries}
    linked = [path for binary, listing in listings.items() for path in linked_on_linux(listing, binary)]
    return {path.name: path for path in linked if inside not in path.parents}


def linked_on_linux(listing: str, binary: Path) -> Iterator[Path]:
    """The libraries in the output of `ldd`; raises LibraryError for one that is not found."""
    if missing := _NOT_FOUND.search(listing):
        raise LibraryError(f"{binary} is linked with {missing['name']}, which is not on this machine.")
    for linked in _LINKED.finditer(listing):
        yield Path(linked["path"])


def needed_on_macos(executable: Path) -> dict[str, Path]:
    """The libraries of the interpreter, by name; raises LibraryError if it uses others of this machine."""
    names = linked_on_macos(_output("otool", "-L", executable), executable)
    return {name: executable.parents[1] / "lib" / name for name in names}


def linked_on_macos(listing: str, executable: Path) -> Iterator[str]:
    """The names of the libraries beside a program, by the output of `otool -L`."""
    for linked in _ON_MACOS.finditer(listing):
        path = linked["path"]
        if path.startswith(_BESIDE):
            yield path.removeprefix(_BESIDE)
        elif not path.startswith(_OF_MACOS):
            raise LibraryError(f"{executable} is linked with {path}, which other machines do not have.")


def of_compiler(name: str) -> Path:
    """A library that the C compiler brings; raises LibraryError if it does not."""
    path = Path(_output("cc", f"-print-file-name={name}").strip())
    if not path.is_absolute():
        raise LibraryError(f"The C compiler of this machine has no {name}.")
    return path.resolve()


def strip(binaries: Iterable[Path]) -> None:
    """Remove from binaries what only a debugger needs."""
    subprocess.run(("strip", "--strip-unneeded", *binaries), check=True)


def _output(*command: str | Path) -> str:
    """`ldd` fails for a program that is linked statically, which has no libraries."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
