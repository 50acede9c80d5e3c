"""The time of a plan without changes of 1, 100 and 1000 sources, as a ratio to that of as many `terraform_data`.

Both have equal values and are run alternately with the same engine. The calls of the provider are counted in the
request log of the simulator. The plan is repeated with 100 ms of latency added to every call.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from measuring import accounts

from rehearsal import engine as engines
from rehearsal.simulator import Simulator, running_simulator
from rehearsal.workspace import Workspace

PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
LATENCY = 0.1

DATA = f'resource "terraform_data" "it" {{\n    count = COUNT\n    input = {{\n{accounts.VALUES}    }}\n}}\n'


@dataclass(frozen=True, slots=True)
class Figures:
    """The result for a number of sources: medians in seconds, and the number of calls of one plan."""

    count: int
    sources: float
    data: float
    calls: int
    slow: float

    def __str__(self) -> str:
        return (
            f"{self.count:6}{self.sources:12.2f}{self.data:18.2f}{self.sources / self.data:10.2f}{self.calls:10}"
            f"{self.slow - self.sources:16.2f}"
        )


def applied(directory: Path, engine: engines.Engine, simulator: Simulator, configuration: str) -> Workspace:
    """A workspace whose configuration is applied."""
    workspace = Workspace(directory, engine, PROVIDER, simulator.environment)
    workspace.prepare()
    workspace.write(configuration)
    run = workspace.terraform("apply", "-auto-approve", "-no-color")
    if run.code != 0:
        raise SystemExit(run.output)
    return workspace


def seconds_to_plan(workspace: Workspace) -> float:
    """The time of a plan, which has to be empty."""
    started = time.perf_counter()
    run = workspace.terraform("plan", "-detailed-exitcode", "-no-color")
    seconds = time.perf_counter() - started
    if run.code != 0:
        raise SystemExit(run.output)
    return seconds


def measure(root: Path, engine: engines.Engine, count: int, runs: int) -> Figures:
    """Apply both configurations, then plan them alternately."""
    with running_simulator(PROVIDER, "--plan", "premium") as simulator:
        sources = applied(root / f"sources-{count}", engine, simulator, accounts.sources(count))
        data = applied(root / f"data-{count}", engine, simulator, DATA.replace("COUNT", str(count)))
        plain, reference, slow = [], [], []
        for _ in range(runs):
            simulator.administer("DELETE", "/requests")
            plain.append(seconds_to_plan(sources))
            calls = len(simulator.administer("GET", "/requests"))
            reference.append(seconds_to_plan(data))
            simulator.administer("PATCH", "/switches", {"latency": LATENCY})
            slow.append(seconds_to_plan(sources))
            simulator.administer("PATCH", "/switches", {"latency": 0})
    return Figures(count, median(plain), median(reference), calls, median(slow))


def main() -> None:
    """Print one line per number of sources."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--counts", type=int, nargs="+", default=[1, 100, 1000])
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends Terraform and the provider, as Ctrl-C does
    engine = engines.preferred((1, 5))
    print(f"{engine}, medians of {options.runs} runs")
    print(f"{'count':>6}{'sources s':>12}{'terraform_data s':>18}{'ratio':>10}{'calls':>10}{'+100 ms adds s':>16}")
    with tempfile.TemporaryDirectory() as root:
        for count in options.counts:
            print(measure(Path(root), engine, count, options.runs), flush=True)


if __name__ == "__main__":
    main()
