from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from fakes import host

COMMAND = str(Path(sys.executable).with_name("terraform-provider-stitch"))
WITHOUT = """
import sys
sys.modules[{module!r}] = None
sys.argv[1:] = {arguments!r}
from stitch_provider.cli import main
main()
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_person_gets_help() -> None:
    done = run(COMMAND)
    assert done.returncode == 0
    assert "simulate" in done.stdout
    assert "debug" in done.stdout


def test_the_version_is_that_of_the_distribution() -> None:
    assert run(COMMAND, "--version").stdout.strip() == version("terraform-provider-stitch")


@pytest.mark.parametrize("arguments", [("nonsense",), ("simulate", "--port", "many"), ("simulate", "--plan", "huge")])
def test_wrong_arguments_are_refused(arguments: tuple[str, ...]) -> None:
    done = run(COMMAND, *arguments)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [("cyclopts", [], "cli"), ("starlette", ["simulate", "--port", "0"], "simulator")],
)
def test_a_missing_extra_is_named(module: str, arguments: list[str], extra: str) -> None:
    done = run(sys.executable, "-c", WITHOUT.format(module=module, arguments=arguments))
    assert done.returncode == 1
    assert f"terraform-provider-stitch[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr


async def test_the_simulator_says_where_it_is() -> None:
    async with host.running((COMMAND, "simulate", "--port", "0", "--token", "t", "--client-id", "7"), {}) as process:
        assert process.stdout is not None
        ready = json.loads(await process.stdout.readline())
    assert (ready["token"], ready["client_id"]) == ("t", 7)
    assert ready["url"].startswith("http://127.0.0.1:")


async def test_terraform_gets_the_stitch_provider() -> None:
    async with host.started((COMMAND,)) as plugin:
        async with plugin.channel() as channel:
            answer = await channel.unary_unary("/tfplugin6.Provider/GetMetadata")(b"")
        assert b"stitch_source" in answer
