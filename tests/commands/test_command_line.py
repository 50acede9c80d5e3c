from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.metadata import requires, version

import pytest

from stitch_provider.commands.command_line import COMMANDS, MAINTAINERS_COMMANDS

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({modules!r}))
sys.argv[1:] = {arguments!r}
from stitch_provider.commands.command_line import run
sys.exit(run())
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "stitch_provider", *arguments)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_help_lists_every_command_and_what_it_does(arguments: tuple[str, ...]) -> None:
    done = command_line(*arguments)
    assert done.returncode == 0
    described = re.findall(r"│ (\w+) +[A-Z]\w+", done.stdout)
    assert tuple(described) == COMMANDS


@pytest.mark.parametrize("command", MAINTAINERS_COMMANDS)
def test_the_help_lists_no_command_for_maintainers(command: str) -> None:
    assert f"│ {command} " not in command_line().stdout


@pytest.mark.parametrize("command", [*COMMANDS, *MAINTAINERS_COMMANDS])
def test_every_command_has_help(command: str) -> None:
    done = command_line(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: terraform-provider-stitch {command}")


def test_the_version_is_that_of_the_distribution() -> None:
    assert command_line("--version").stdout.strip() == version("terraform-provider-stitch")


@pytest.mark.parametrize("arguments", [("nonsense",), ("simulate", "--port", "many"), ("simulate", "--plan", "huge")])
def test_invalid_arguments_are_an_error(arguments: tuple[str, ...]) -> None:
    done = command_line(*arguments)
    assert done.returncode != 0
    assert arguments[-1] in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_exit_code_is_that_of_the_command() -> None:
    assert command_line("docs", "--check", "--examples", "/nowhere").returncode == 1


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
