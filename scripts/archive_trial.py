"""The command of `scripts/test-archive`: Terraform applies the quickstart with the provider in an archive.

The archive is copied to the directory where `terraform init` looks for plugins, in a home of its own. The simulator
also runs from the archive. PATH is empty, so that the provider can use no other program of this machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rehearsal.engine import NoEngineError, preferred
from rehearsal.simulator import SimulatorError, running_simulator
from rehearsal.workspace import PROVIDER_ADDRESSES, Workspace

QUICKSTART = Path(__file__).parents[1] / "examples" / "terraform" / "quickstart"
MINIMUM = (1, 11)
VARIABLES = "-var-file=terraform.tfvars.example"


class TrialError(Exception):
    """The archive does not work. The text contains the output of Terraform."""


def main(arguments: list[str]) -> int:
    """Run the trial. The exit code is 1 if it fails."""
    (archive,) = map(Path, arguments)
    try:
        with TemporaryDirectory(prefix="stitch-archive-") as directory:
            trial(archive, Path(directory))
    except (NoEngineError, OSError, SimulatorError, TrialError) as failure:
        sys.stderr.write(f"{archive.name} does not work: {failure}\n")
        return 1
    sys.stdout.write(f"{archive.name}: terraform init, apply, plan and destroy of the quickstart succeeded.\n")
    return 0


def trial(archive: Path, directory: Path) -> None:
    """Install, apply, plan and destroy. All files are in `directory`."""
    plugins = directory / "home" / ".terraform.d" / "plugins" / PROVIDER_ADDRESSES[0]
    plugins.mkdir(parents=True)
    shutil.copy(archive, plugins)
    engine, environment = preferred(MINIMUM), isolated(directory)
    workspace = installed(plugins, Workspace(directory / "quickstart", engine, plugins, environment))
    with running_simulator(workspace.provider) as simulator:
        connected = replace(workspace, environment={**workspace.environment, **simulator.environment})
        expect_success(connected, "apply", "-auto-approve", VARIABLES)
        expect_success(connected, "plan", "-detailed-exitcode", VARIABLES)
        expect_success(connected, "destroy", "-auto-approve", VARIABLES)


def isolated(directory: Path) -> dict[str, str]:
    """The environment of Terraform: its own home, and neither a CLI configuration nor programs."""
    return {"HOME": str(directory / "home"), "TF_CLI_CONFIG_FILE": os.devnull, "PATH": str(directory / "no-programs")}


def installed(plugins: Path, workspace: Workspace) -> Workspace:
    """The quickstart after `terraform init`, with the path of the provider that Terraform has unpacked."""
    shutil.copytree(QUICKSTART, workspace.directory)
    expect_success(workspace, "init")
    found = list(workspace.directory.glob(".terraform/providers/*/*/*/*/*/terraform-provider-stitch_v*"))
    if len(found) != 1:
        raise TrialError(f"terraform init found no provider in {plugins}")
    return replace(workspace, provider=found[0])


def expect_success(workspace: Workspace, *arguments: str) -> None:
    """Run a command of Terraform; raises TrialError if its exit code is not 0."""
    run = workspace.terraform(*arguments, "-no-color")
    if run.code:
        raise TrialError(f"terraform {' '.join(arguments)} exited with {run.code}:\n{run.output}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
