"""The command of `scripts/store-states`: keeps the state that this version of the provider stores.

Terraform applies `tests/stitch/stored_states/main.tf` to a simulator. Tests read the state with every later version.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rehearsal.engine import NoEngineError, preferred
from rehearsal.simulator import SimulatorError, running_simulator
from rehearsal.workspace import Workspace
from stitch_provider import __version__

ROOT = Path(__file__).parents[1]
STORED = ROOT / "tests" / "stitch" / "stored_states"
PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
PARTNER = {"STITCH_PARTNER_ID": "oc_example_partner", "STITCH_PARTNER_SECRET": "oc_example_secret"}
MINIMUM = (1, 12)
"""Older versions of Terraform store no identities."""


class ApplyError(Exception):
    """The configuration could not be applied. The text contains the output of Terraform."""


def main() -> int:
    """Write the file of this version. The exit code is 1 if that fails, or if the version is released."""
    target = STORED / f"{__version__}.json"
    if f"## [{__version__}] - " in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        sys.stderr.write(
            f"Version {__version__} is released, so {target.name} is not changed. Set the next version first.\n"
        )
        return 1
    try:
        with TemporaryDirectory(prefix="stitch-states-") as directory:
            state = applied(Path(directory))
    except (ApplyError, NoEngineError, SimulatorError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    target.write_text(json.dumps(state, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{target.relative_to(ROOT)}\n")
    return 0


def applied(directory: Path) -> object:
    """The state file after the configuration is applied."""
    with running_simulator(PROVIDER) as simulator:
        workspace = Workspace(directory, preferred(MINIMUM), PROVIDER, {**simulator.environment, **PARTNER})
        workspace.prepare()
        shutil.copy(STORED / "main.tf", directory)
        run = workspace.terraform("apply", "-auto-approve", "-no-color")
    if run.code:
        raise ApplyError(f"terraform apply exited with {run.code}:\n{run.output}")
    return json.loads((directory / "terraform.tfstate").read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
