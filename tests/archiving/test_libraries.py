from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archiving.libraries import LOADER, LibraryError, is_executable_code, linked_on_linux, linked_on_macos

LDD = """\
\tlinux-vdso.so.1 (0x00007f4d6a613000)
\tlibpython3.13.so.1.0 => /opt/python/lib/libpython3.13.so.1.0 (0x00007f4d6a000000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f4d69e1e000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f4d6a611000)
"""
OTOOL = """\
/opt/python/bin/python3.13:
\t@executable_path/../lib/libpython3.13.dylib (compatibility version 3.13.0, current version 3.13.0)
\t/usr/lib/libSystem.B.dylib (compatibility version 1.0.0, current version 1351.0.0)
\t/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation (compatibility version 150.0.0)
"""
BINARY = Path("/opt/python/bin/python3.13")


def test_the_libraries_and_the_loader_are_those_that_ldd_lists() -> None:
    names = [path.name for path in linked_on_linux(LDD, BINARY)]
    assert names == ["libpython3.13.so.1.0", "libc.so.6", "ld-linux-x86-64.so.2"]


@pytest.mark.parametrize("name", ["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"])
def test_the_loader_is_recognized_on_each_architecture(name: str) -> None:
    assert LOADER.fullmatch(name)


def test_a_library_that_is_not_found_is_named() -> None:
    with pytest.raises(LibraryError, match=r"python3\.13 is linked with libffi\.so\.8, which is not on this machine"):
        list(linked_on_linux("\tlibffi.so.8 => not found\n", BINARY))


def test_libraries_of_macos_are_not_copied() -> None:
    assert list(linked_on_macos(OTOOL, BINARY)) == ["libpython3.13.dylib"]


def test_an_interpreter_with_libraries_of_its_machine_is_refused_on_macos() -> None:
    listing = f"{BINARY}:\n\t/opt/homebrew/lib/libintl.8.dylib (compatibility version 12.0.0, current version 12.3.0)\n"
    with pytest.raises(LibraryError, match=r"libintl\.8\.dylib, which other machines do not have"):
        list(linked_on_macos(listing, BINARY))


def test_programs_are_recognized_by_their_content(tmp_path: Path) -> None:
    script = tmp_path / "script.so"
    script.write_text("#!/bin/sh\n")
    assert is_executable_code(Path(sys.executable))
    assert not is_executable_code(script)
