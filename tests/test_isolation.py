"""Modules in the working directory and in the places that variables of Python name are not imported."""

from __future__ import annotations

import importlib.util
import os
import py_compile
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stitch_provider
from fakes import host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

SCRIPT = Path(sys.executable).with_name("terraform-provider-stitch")
CONSOLE_SCRIPT, MODULE = (str(SCRIPT),), (sys.executable, "-m", "stitch_provider")
BASE_PYTHON = str(Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}"))
VERSION = f"{stitch_provider.__version__}\n"

DEPENDENCIES = {"cryptography", "cyclopts", "google", "grpc", "httpx", "msgspec", "rich", "structlog"}
ALL = sys.stdlib_module_names - {"encodings"} | DEPENDENCIES
"""Every module that the provider could import, without the one that Python needs for its own start."""

SOME = {"cyclopts", "msgspec", "secrets"}
"""For ways of starting in which Python or an environment imports other modules before the provider."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for modules where they are on Linux")


def foreign(directory: Path, names: AbstractSet[str] = ALL) -> Path:
    """A directory with modules that print their names and end the program."""
    made = directory / "configuration"
    made.mkdir()
    for name in names:
        (made / f"{name}.py").write_text(f"print('foreign {name}', flush=True)\nraise SystemExit(3)\n")
    return made


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(command: Sequence[str], directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, "--version"],
        cwd=directory,
        env=clean_environment() | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def starts(arguments: Sequence[str], directory: Path, **variables: str) -> int:
    """How many times Python is started by one run with these arguments. It reports the imports of each start."""
    done = run((sys.executable, "-X", "importtime", *arguments), directory, **variables)
    assert done.stdout == VERSION, done.stderr
    return sum(line.endswith("| site") for line in done.stderr.splitlines())


@pytest.mark.parametrize("entry", ["", "."], ids=["empty", "relative"])
@pytest.mark.parametrize(
    ("command", "names"), [(CONSOLE_SCRIPT, ALL), (MODULE, SOME)], ids=["console script", "module"]
)
def test_an_entry_of_pythonpath_that_means_the_working_directory_is_ignored(
    command: tuple[str, ...], names: AbstractSet[str], entry: str, tmp_path: Path
) -> None:
    done = run(command, foreign(tmp_path, names), PYTHONPATH=f"{entry}:/x")
    assert (done.stdout, done.stderr) == (VERSION, "")


def test_modules_in_the_places_that_pythonpath_names_are_not_imported(tmp_path: Path) -> None:
    done = run(CONSOLE_SCRIPT, tmp_path, PYTHONPATH=str(foreign(tmp_path)))
    assert (done.stdout, done.stderr) == (VERSION, "")


def test_python_m_does_not_import_the_modules_of_the_provider_from_the_working_directory(tmp_path: Path) -> None:
    done = run(MODULE, foreign(tmp_path, SOME))
    assert (done.stdout, done.stderr) == (VERSION, "")


async def test_a_plugin_for_which_pythonpath_names_foreign_modules_serves_in_the_process_that_terraform_started(
    tmp_path: Path,
) -> None:
    async with host.started(CONSOLE_SCRIPT, PYTHONPATH=str(foreign(tmp_path))) as plugin:
        async with plugin.channel() as channel:
            answer = await channel.unary_unary("/tfplugin6.Provider/GetMetadata")(b"")
        arguments = arguments_of(plugin.process.pid)
    assert b"stitch_source" in answer
    assert arguments == [sys.executable, "-I", str(SCRIPT), ""]


def arguments_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/cmdline").read_text().split("\0")


def test_bytecode_in_the_working_directory_is_not_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python does not compare bytecode with its source if the bytecode says so."""
    source = foreign(tmp_path, {"command_line"}) / "command_line.py"
    replaced = Path(stitch_provider.__file__).parent / "commands" / source.name
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cache"))
    target = importlib.util.cache_from_source(replaced)
    py_compile.compile(str(source), target, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    done = run(CONSOLE_SCRIPT, tmp_path, PYTHONPYCACHEPREFIX="cache")
    assert (done.stdout, done.stderr) == (VERSION, "")


def test_without_such_a_variable_the_program_starts_only_once(tmp_path: Path) -> None:
    assert starts(CONSOLE_SCRIPT, tmp_path) == 1
    assert starts(CONSOLE_SCRIPT, tmp_path, PYTHONPATH="", PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="1") == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PYTHONPATH", "/x"),
        ("PYTHONHOME", sys.base_prefix),
        ("PYTHONPLATLIBDIR", sys.platlibdir),
        ("PYTHONPYCACHEPREFIX", "/x"),
        ("PYTHONUSERBASE", "/x"),
    ],
)
def test_with_each_variable_that_changes_imports_the_program_starts_twice(
    variable: str, value: str, tmp_path: Path
) -> None:
    assert starts(CONSOLE_SCRIPT, tmp_path, **{variable: value}) == 2


def test_a_program_that_is_started_in_isolated_mode_starts_only_once(tmp_path: Path) -> None:
    assert starts(("-I", *CONSOLE_SCRIPT), tmp_path, PYTHONPATH="/x") == 1


def test_a_working_directory_that_was_deleted_is_no_error(tmp_path: Path) -> None:
    script = f'cd "{tmp_path}" && rmdir "{tmp_path}" && exec "{SCRIPT}" --version'
    done = subprocess.run(["sh", "-c", script], env=clean_environment(), capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (VERSION, "")


class TestInstallationsThatOnlyVariablesLeadTo:
    """The libraries of the test environment stand for those that such an installation has."""

    PLACES = (str(Path(stitch_provider.__file__).parents[1]), sysconfig.get_path("purelib"))

    def test_a_provider_in_the_user_site_is_isolated_from_everything_else(self, tmp_path: Path) -> None:
        base = tmp_path / "base"
        user_site = Path(sysconfig.get_path("purelib", "posix_user", {"userbase": str(base)}))
        user_site.mkdir(parents=True)
        (user_site / "provider.pth").write_text("\n".join(self.PLACES))
        directory = foreign(tmp_path, SOME)
        done = run((BASE_PYTHON, str(SCRIPT)), directory, PYTHONUSERBASE=str(base), PYTHONPATH=":/x")
        assert (done.stdout, done.stderr) == (VERSION, "")

    def test_a_provider_that_only_pythonpath_leads_to_is_used(self, tmp_path: Path) -> None:
        done = run((BASE_PYTHON, str(SCRIPT)), tmp_path, PYTHONPATH=os.pathsep.join(self.PLACES))
        assert (done.stdout, done.stderr) == (VERSION, "")
