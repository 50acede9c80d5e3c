from __future__ import annotations

import importlib
import os
import subprocess
import sys
import traceback
from importlib import resources
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archiving import bytecode
from archiving.launcher.start import Bytecode

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parents[2] / "scripts"
SOURCES = {
    "archived": (b'"""A package."""\nfrom archived.inner import double\n', True),
    "archived.inner": (
        b"KINDS = {'one', 'two'}\n\ndef double(x):\n    return x * 2\n\ndef fail():\n    raise ValueError(\"no\")\n",
        False,
    ),
}


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """The directory for extension modules and data files of modules in a file of bytecode, which can be imported."""
    (tmp_path / "bytecode").write_bytes(bytecode.archive(SOURCES))
    finder: Any = Bytecode(str(tmp_path / "bytecode"), str(tmp_path / "modules"))
    sys.meta_path.insert(2, finder)
    yield tmp_path / "modules"
    sys.meta_path.remove(finder)
    for name in SOURCES:
        sys.modules.pop(name, None)


def test_modules_and_packages_are_imported_from_the_file(directory: Path) -> None:
    import archived

    assert archived.double(4) == 8
    assert archived.__doc__ == "A package."
    assert archived.__path__ == [str(directory / "archived")]


@pytest.mark.usefixtures("directory")
def test_other_modules_are_looked_for_elsewhere() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"archived\.missing"):
        importlib.import_module("archived.missing")


def test_a_package_finds_modules_and_data_beside_its_path(directory: Path) -> None:
    (directory / "archived").mkdir(parents=True)
    (directory / "archived" / "facts.json").write_text("{}")
    (directory / "archived" / "extension.py").write_text("NAME = __name__\n")  # as an extension module
    import archived.extension

    assert archived.extension.NAME == "archived.extension"
    assert resources.files("archived").joinpath("facts.json").read_text() == "{}"


@pytest.mark.usefixtures("directory")
def test_a_traceback_names_a_module_by_its_path_in_the_archive() -> None:
    from archived.inner import fail

    with pytest.raises(ValueError, match="no") as raised:
        fail()
    assert [each.filename for each in traceback.extract_tb(raised.tb)][-1] == "archived/inner.py"


PRINT = (
    "import sys; from archiving import bytecode; sys.stdout.buffer.write(bytecode.pyc(sys.stdin.buffer.read(), 'm.py'))"
)


def test_the_same_source_gives_the_same_bytes_in_another_process() -> None:
    source = "".join(f"def f{each}(x):\n    return x in {{'a', 'b', '{each}'}}\n" for each in range(50)).encode()
    environment = os.environ | {"PYTHONPATH": str(SCRIPTS), "PYTHONHASHSEED": "0"}
    command = (sys.executable, "-c", PRINT)
    once, again = (
        subprocess.run(command, env=environment, input=source, capture_output=True, check=True).stdout for _ in range(2)
    )
    assert once == again
    assert once.startswith(MAGIC_NUMBER)
