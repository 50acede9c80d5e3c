from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from stitch_provider.commands.command_line import COMMANDS

WITHOUT = """
import sys
sys.modules[{module!r}] = None
sys.argv[1:] = {arguments!r}
from stitch_provider.commands.command_line import run
sys.exit(run())
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "stitch_provider", *arguments)


def test_without_arguments_the_help_lists_every_command() -> None:
    done = command_line()
    assert done.returncode == 0
    assert [command for command in COMMANDS if f"│ {command} " not in done.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
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


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [("cyclopts", [], "cli"), ("starlette", ["simulate", "--port", "0"], "simulator")],
)
def test_a_missing_extra_is_named(module: str, arguments: list[str], extra: str) -> None:
    done = run(sys.executable, "-c", WITHOUT.format(module=module, arguments=arguments))
    assert done.returncode == 1
    assert f"terraform-provider-stitch[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr
