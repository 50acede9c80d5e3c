"""The time of commands with one source, with a spare as a ratio to that without one. Both are run alternately.

The provider is started by the launcher that `terraform-provider-stitch install` writes, or by the one of an archive.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measuring import accounts

from rehearsal import engine as engines
from rehearsal.simulator import running_simulator
from rehearsal.workspace import Workspace
from stitch_provider import __version__
from stitch_provider.installation.interpreter import Interpreter
from stitch_provider.installation.launcher import Launcher

if TYPE_CHECKING:
    from collections.abc import Sequence

PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
TESTS = "".join(f'run "r{number}" {{\n  command = plan\n}}\n' for number in range(10))
COMMANDS = (("validate",), ("apply", "-auto-approve"), ("plan",), ("test",), ("destroy", "-auto-approve"))


def launcher(directory: Path) -> Path:
    """A launcher for this environment."""
    executable = directory / "package" / "terraform-provider-stitch"
    executable.parent.mkdir()
    executable.write_bytes(Launcher(__version__, "sha256:0").content)
    executable.chmod(0o755)
    (directory / "python-environment").write_bytes(Interpreter(sys.executable, "-I").content)
    return executable


def seconds(workspace: Workspace, command: Sequence[str]) -> float:
    """The time of a command, which has to succeed."""
    started = time.perf_counter()
    run = workspace.terraform(*command, "-no-color")
    taken = time.perf_counter() - started
    if run.code != 0:
        raise SystemExit(run.output)
    return taken


def main() -> None:
    """Print one line per command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--provider", type=Path, help="the launcher of an archive")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends Terraform and the provider, as Ctrl-C does
    engine = engines.preferred((1, 6))
    print(f"{engine}, medians of {options.runs} runs")
    with tempfile.TemporaryDirectory() as root, running_simulator(PROVIDER, "--plan", "premium") as simulator:
        provider = options.provider or launcher(Path(root))
        workspaces = {}
        for spare in ("off", ""):
            environment = {**simulator.environment, "STITCH_SPARE": spare}
            workspaces[spare] = Workspace(Path(root) / f"spare-{spare}", engine, provider, environment)
            workspaces[spare].prepare()
            workspaces[spare].write(accounts.sources(1).replace("Benchmark ", f"Benchmark {spare}"))
            workspaces[spare].write(TESTS, "it.tftest.hcl")
        taken: dict[tuple[str, str], list[float]] = {}
        for _ in range(options.runs):
            for command in COMMANDS:
                for spare, workspace in workspaces.items():
                    taken.setdefault((command[0], spare), []).append(seconds(workspace, command))
    print(f"{'command':10}{'without s':>12}{'with s':>10}{'ratio':>8}")
    for command in COMMANDS:
        without, spare = median(taken[command[0], "off"]), median(taken[command[0], ""])
        print(f"{command[0]:10}{without:12.3f}{spare:10.3f}{spare / without:8.2f}")


if __name__ == "__main__":
    main()
