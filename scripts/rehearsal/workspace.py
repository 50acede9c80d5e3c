"""A working directory in which Terraform uses this provider, without a registry and without `terraform init`."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearsal.engine import Engine
from rehearsal.processes import running

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

PROVIDER_ADDRESSES = ("registry.terraform.io/stitchdata/stitch", "registry.opentofu.org/stitchdata/stitch")
"""The addresses that `stitchdata/stitch` has in Terraform and OpenTofu."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished Terraform command."""

    arguments: tuple[str, ...]
    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """The output to stdout and stderr."""
        return self.stdout + self.stderr

    def json(self) -> Any:
        """The output as a JSON document."""
        return json.loads(self.stdout)

    def events(self) -> list[dict[str, Any]]:
        """The output as JSON lines, which a command with `-json` prints while it runs."""
        return [json.loads(line) for line in self.stdout.splitlines() if line.startswith("{")]

    def diagnostics(self) -> list[dict[str, Any]]:
        """The diagnostics among the events, each with `severity`, `summary`, `detail` and often `address`."""
        return [event["diagnostic"] for event in self.events() if event.get("type") == "diagnostic"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A directory with a configuration. `provider` is the executable, `environment` is added to its environment."""

    directory: Path
    engine: Engine
    provider: Path
    environment: Mapping[str, str]

    def prepare(self) -> None:
        """Create the directory and a CLI configuration with the path of the provider's executable."""
        self.directory.mkdir(parents=True, exist_ok=True)
        folder = json.dumps(str(self.provider.parent))
        overrides = "\n".join(f'    "{address}" = {folder}' for address in PROVIDER_ADDRESSES)
        self._cli_configuration.write_text(
            f"provider_installation {{\n  dev_overrides {{\n{overrides}\n  }}\n  direct {{}}\n}}\n"
        )

    def write(self, text: str, name: str = "main.tf") -> None:
        """Write a file of the configuration."""
        (self.directory / name).write_text(text)

    def terraform(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Run:
        """Run a command to its end, regardless of its exit code."""
        with self.start(*arguments, environment=environment) as process:
            stdout, stderr = process.communicate()
        return Run(arguments, process.returncode, stdout, stderr)

    def start(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> AbstractContextManager[subprocess.Popen[str]]:
        """Start a command without waiting for its end."""
        return running(
            (*self.engine.command, *arguments),
            environment=self._process_environment(environment or {}),
            directory=self.directory,
            stderr=subprocess.PIPE,
        )

    @property
    def _cli_configuration(self) -> Path:
        return self.directory / "rehearsal.tfrc"

    def _process_environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """The environment of a command. It does not contain the user's own settings of Terraform and Stitch.

        With PYTHONPATH, by which scripts find their modules, each process of the provider would start itself twice.
        """
        left_out = ("TF_", "STITCH_", "PYTHONPATH")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        settings = {
            "TF_CLI_CONFIG_FILE": str(self._cli_configuration),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
        }
        return {**inherited, **settings, **self.environment, **extra}
