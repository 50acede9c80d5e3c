"""Rules of the architecture: imports between packages, docstrings of packages, and imports at start-up."""

from __future__ import annotations

import ast
import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from stitch_provider.terraform.plugin.certificate import make as make_certificate
from stitch_provider.terraform.plugin.handshake import COOKIE, COOKIE_KEY

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "provider" / "stitch_provider"
GENERATED = PACKAGE / "terraform" / "protocol" / "stubs"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if GENERATED not in path.parents)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}

LATE_PACKAGES = {"cryptography.x509", "grpc", "httpx", "structlog", "cyclopts", "rich", "starlette", "uvicorn"}
"""Packages that are not imported before the handshake line.

Terraform waits for that line three times for a plan, and four times for an apply.
"""

LATE_OWN_PACKAGES = {
    f"stitch_provider.{name}" for name in ("commands", "connect", "docsgen", "installation", "simulator", "stitch")
}

UNTIL_THE_HANDSHAKE = """
import os, sys
from stitch_provider.__main__ import main

class Announcement:
    @property
    def buffer(self):
        os.write(1, " ".join(sys.modules).encode())
        os._exit(0)

sys.stdout = Announcement()
main()
"""
"""Prints the imported modules in place of the handshake line."""


SERVED_WITHOUT = LATE_PACKAGES - {"grpc"} | {
    "aiolimiter", "fastjsonschema", "stamina",
    "importlib.metadata", "importlib.resources", "stitch_provider.catalog.loader",
    "stitch_provider.commands", "stitch_provider.docsgen", "stitch_provider.installation", "stitch_provider.simulator",
}  # fmt: skip
"""Modules that are slow to import, and that a process does not need until it gets a request."""

READY_TO_SERVE = """
import sys
import stitch_provider.__main__
import stitch_provider.terraform.plugin.lifecycle
from stitch_provider.stitch import configuring, offered
print(*sys.modules)
print(*{
    kind.__qualname__
    for name, module in list(sys.modules.items()) if name.startswith("stitch_provider.")
    for kind in vars(module).values() if isinstance(kind, type)
    if kind.__module__.startswith("stitch_provider.") and "__dataclass_fields__" in vars(kind)
})
"""
"""Prints the modules that every process imports after the handshake line, and its dataclasses."""

SERVING_SCHEMAS = """
import asyncio, sys
import stitch_provider.__main__
import stitch_provider.terraform.plugin.lifecycle
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.protocol.dispatch import rpcs

async def serve():
    (rpc,) = [rpc for rpc in rpcs(Session(StitchProvider()), print) if rpc.name == "GetProviderSchema"]
    return await rpc.answer(b"")

assert b"stitch_source" in asyncio.run(serve())
print(*sys.modules)
"""
"""Answers with the schemas, and prints the modules that this has imported."""

DATACLASSES = {"Host", "Certificate", "Partner", "Settings", "_Write"}
"""Dataclasses with a secret that must not be in the repr, with default factories, or without an import of msgspec."""


def test_imports_follow_the_contracts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("package", [path for path in MODULES if path.name == "__init__.py"], ids=str)
def test_every_package_has_a_docstring(package: Path) -> None:
    assert ast.get_docstring(ast.parse(package.read_text()))


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in MODULES}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_module_has_a_meaningless_name() -> None:
    names = [
        path.relative_to(ROOT) for folder in ("provider", "scripts", "tests") for path in (ROOT / folder).rglob("*")
    ]
    assert [name for name in names if FORBIDDEN_NAMES & {name.stem, *name.stem.split("_")}] == []


def test_only_necessary_modules_are_imported_before_the_handshake_line() -> None:
    certificate = ssl.DER_cert_to_PEM_cert(make_certificate().der)
    host = {COOKIE_KEY: COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "5,6", "PLUGIN_CLIENT_CERT": certificate}
    run = subprocess.run(
        [sys.executable, "-c", UNTIL_THE_HANDSHAKE], env=os.environ | host, capture_output=True, text=True, check=True
    )
    imported = set(run.stdout.split())
    assert "stitch_provider.terraform.plugin.handshake" in imported
    assert not imported & (LATE_PACKAGES | LATE_OWN_PACKAGES)


def test_every_process_imports_only_modules_that_it_needs() -> None:
    run = subprocess.run([sys.executable, "-c", READY_TO_SERVE], capture_output=True, text=True, check=True)
    imported, dataclasses = (set(line.split()) for line in run.stdout.splitlines())
    assert "stitch_provider.terraform.engine.plan" in imported
    assert not imported & SERVED_WITHOUT
    assert dataclasses <= DATACLASSES, "a dataclass costs every process half a millisecond: use msgspec.Struct"


def test_a_process_that_only_answers_with_the_schemas_imports_nothing_of_what_the_provider_offers() -> None:
    run = subprocess.run([sys.executable, "-c", SERVING_SCHEMAS], capture_output=True, text=True, check=True)
    imported = {
        name for name in run.stdout.split() if name.startswith(("stitch_provider.stitch", "stitch_provider.connect"))
    }
    assert imported == {"stitch_provider.stitch", "stitch_provider.stitch.provider"}
