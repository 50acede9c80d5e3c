"""Commands with a spare, which the launcher of `terraform-provider-stitch install` asks first."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import TYPE_CHECKING

import pytest

from fakes.waiting import SECONDS, until
from stitch_provider import __version__
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

pytestmark = [
    pytest.mark.own_processes,
    pytest.mark.skipif(sys.platform != "linux", reason="there are no spares"),
]

EMAIL = """
resource "stitch_notification_email" "it" {
  email_address = "ada@acme.example"
}
"""
ALIASES = """
provider "stitch" {
  alias = "other"
}
resource "stitch_notification_email" "other" {
  provider      = stitch.other
  email_address = "other@acme.example"
}
"""
TEST = """
run "one" {
  command = plan
}
run "two" {
  command = plan
}
run "three" {
  command = plan
}
"""

STARTED = re.compile(r"plugin started: ")
IMPORTED = re.compile(r"import time: .*\| +grpc$", re.MULTILINE)
"""What Python writes to stderr when it imports the module, if it is started with `-X importtime`."""


@pytest.fixture
def provider(tmp_path: Path) -> Path:
    """The launcher in a package, and the file that names the interpreter beside the package.

    It waits for the spare as long as necessary, because it would start the provider itself on an overloaded machine.
    """
    executable = tmp_path / "mirror" / "package" / "terraform-provider-stitch"
    executable.parent.mkdir(parents=True)
    call = b"let_spare_serve(client)"
    content = Launcher(__version__, "sha256:0").content
    assert call in content
    executable.write_bytes(content.replace(call, b"let_spare_serve(client, %d)" % SECONDS))
    executable.chmod(0o755)
    (executable.parent.parent / "python-environment").write_bytes(
        Interpreter(sys.executable, "-I -X importtime").content
    )
    return executable


def processes(log: str) -> tuple[int, int]:
    """How many processes a command has started, and how many of them have imported modules, according to its log."""
    return len(STARTED.findall(log)), len(IMPORTED.findall(log))


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("t")


def test_not_every_process_of_a_command_imports_modules(terraform: Terraform, temporary: Path) -> None:
    settings = {"TF_LOG": "debug", "TMPDIR": str(temporary)}
    terraform.write(EMAIL + ALIASES)
    terraform.workspace.write(TEST, "it.tftest.hcl")
    for arguments in (("apply", "-auto-approve"), ("plan", "-detailed-exitcode"), ("test",)):
        started, imported = processes(terraform.run(*arguments, environment=settings).stderr)
        assert imported < started > 2, arguments
    asyncio.run(until(lambda: not list(temporary.glob("stitch-*"))))  # Spares notice a moment later that it has ended.
