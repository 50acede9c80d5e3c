"""The engines on PATH, Terraform and OpenTofu."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.installation.findings import Finding, ok

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CHECK = "engine"

OLDEST: Mapping[str, tuple[int, int]] = {"Terraform": (1, 5), "OpenTofu": (1, 6)}
"""The oldest version that the provider supports of each engine."""

PROGRAMS: Mapping[str, str] = {"Terraform": "terraform", "OpenTofu": "tofu"}

_SECONDS_TO_ANSWER = 30.0


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: `Terraform` or `OpenTofu`, its path, and its version, such as `1.11.4`; None if it does not run."""

    product: str
    path: str
    version: str | None


def find(environment: Mapping[str, str]) -> Iterator[Engine]:
    """The engines on PATH."""
    for product, program in PROGRAMS.items():
        if path := shutil.which(program, path=environment.get("PATH")):
            yield Engine(product, path, _version(path, environment))


def check(engines: Iterable[Engine]) -> Iterator[Finding]:
    """Whether there is an engine, and whether the provider supports its version."""
    missing = True
    for each in engines:
        missing = False
        oldest = OLDEST[each.product]
        newer = f"{each.product} {'.'.join(map(str, oldest))} or newer"
        if each.version is None:
            yield Finding(CHECK, "problem", f"{each.path} does not run.", f"Install {newer}.")
        elif tuple(map(int, each.version.split("-", maxsplit=1)[0].split(".")[:2])) < oldest:
            found = f"{each.product} {each.version} in {each.path} is not supported."
            yield Finding(CHECK, "problem", found, f"Install {newer}.")
        else:
            yield ok(CHECK, f"{each.product} {each.version} is in {each.path}.")
    if missing:
        found = "There is neither terraform nor tofu on PATH."
        yield Finding(CHECK, "warning", found, "Install Terraform or OpenTofu, or add its directory to PATH.")


def _version(path: str, environment: Mapping[str, str]) -> str | None:
    try:
        done = subprocess.run(
            [path, "version", "-json"],
            # The directory and the CLI configuration can contain mistakes, and the version does not depend on them.
            env={**environment, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS_TO_ANSWER,
            check=True,
        )
        return str(json.loads(done.stdout)["terraform_version"])
    except (OSError, ValueError, KeyError, subprocess.SubprocessError):
        return None
