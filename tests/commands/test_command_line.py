from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import requires, version
from pathlib import Path
from typing import Protocol

import pytest

from fakes.waiting import SECONDS
from stitch_provider.commands import command_line
from stitch_provider.commands.command_line import COMMANDS, MAINTAINERS_COMMANDS

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({modules!r}))
sys.argv[1:] = {arguments!r}
from stitch_provider.commands.command_line import run
sys.exit(run())
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


@dataclass(frozen=True)
class Done:
    """What a command has returned and printed."""

    code: object
    out: str
    err: str


class Call(Protocol):
    """Runs the command line in this process, with these arguments."""

    def __call__(self, *arguments: str) -> Done: ...


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["terraform-provider-stitch", *arguments])
        code: object
        try:
            code = command_line.run()
        except SystemExit as end:
            code = end.code
        return Done(code, *capsys.readouterr())

    return run


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_help_lists_every_command_and_what_it_does(call: Call, arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.code == 0
    described = re.findall(r"│ (\w+) +[A-Z]\w+", done.out)
    assert tuple(described) == COMMANDS


@pytest.mark.parametrize("command", MAINTAINERS_COMMANDS)
def test_the_help_lists_no_command_for_maintainers(call: Call, command: str) -> None:
    assert f"│ {command} " not in call().out


@pytest.mark.parametrize("command", [*COMMANDS, *MAINTAINERS_COMMANDS])
def test_every_command_has_help(call: Call, command: str) -> None:
    done = call(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: terraform-provider-stitch {command}")


@pytest.mark.parametrize("command", [*COMMANDS, *MAINTAINERS_COMMANDS])
def test_no_flag_has_a_second_form_that_turns_it_off(call: Call, command: str) -> None:
    assert "--no-" not in call(command, "--help").out


def test_the_version_is_that_of_the_distribution(call: Call) -> None:
    assert call("--version").out.strip() == version("terraform-provider-stitch")


@pytest.mark.parametrize("arguments", [("nonsense",), ("simulate", "--port", "many"), ("simulate", "--plan", "huge")])
def test_invalid_arguments_are_an_error(call: Call, arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.code != 0
    assert arguments[-1] in done.err
    assert "Traceback" not in done.err + done.out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("doctor", "now"), 'Too many arguments: now.\nFor help, run "terraform-provider-stitch doctor --help".\n'),
        (("export",), 'requires an argument.\nFor help, run "terraform-provider-stitch export --help".\n'),
        (("nonsense",), '\nFor help, run "terraform-provider-stitch --help".\n'),
    ],
)
def test_an_error_in_the_arguments_ends_with_the_command_for_help(
    call: Call, arguments: tuple[str, ...], error: str
) -> None:
    done = call(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(error)


def test_the_exit_code_is_that_of_the_command() -> None:
    assert run(sys.executable, "-m", "stitch_provider", "docs", "--check", "--examples", "/nowhere").returncode == 1


def run_into(stdout: int, *arguments: str) -> tuple[int, str]:
    """The exit code and the stderr of a command that writes to this descriptor."""
    command = (sys.executable, "-m", "stitch_provider", *arguments)
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=SECONDS, check=False)
    return done.returncode, done.stderr


OUTPUTS = [("types",), ("scaffold", "postgres"), ("--help",)]


@pytest.mark.parametrize("arguments", OUTPUTS)
def test_a_command_whose_output_is_not_read_ends_without_an_error_message(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert run_into(writer, *arguments) == (1, "")
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", OUTPUTS)
def test_output_that_cannot_be_written_is_an_error_with_the_reason(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        assert run_into(full.fileno(), *arguments) == (1, "Could not write the output: No space left on device.\n")


def test_a_closed_output_is_an_error() -> None:
    """A file that the command opens would get the number of the output."""
    done = run("sh", "-c", 'exec "$0" -m stitch_provider types >&-', sys.executable)
    assert (done.returncode, done.stderr) == (1, "Could not write the output: it is closed.\n")


def without_extras(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(
        sys.executable, "-c", WITHOUT.format(modules=["fastjsonschema", "starlette", "uvicorn"], arguments=arguments)
    )


def test_an_installation_without_extras_has_what_the_command_line_imports() -> None:
    requirements = [each for each in requires("terraform-provider-stitch") or () if "extra ==" not in each]
    assert {"cyclopts", "rich"} <= {re.split(r"[^\w-]", each)[0] for each in requirements}


@pytest.mark.parametrize("arguments", [(), ("--version",), ("debug", "--help"), ("export", "--help")])
def test_commands_work_without_extras(arguments: tuple[str, ...]) -> None:
    done = without_extras(*arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_its_extra_the_simulator_names_the_libraries_that_it_needs() -> None:
    done = without_extras("simulate", "--port", "0")
    assert done.returncode == 1
    command = shlex.split(done.stderr.splitlines()[-1])
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert [re.split(r"[^\w-]", each)[0] for each in command[4:]] == ["fastjsonschema", "starlette", "uvicorn"]
