"""A provider that is measured, with an account of its own."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from typing import TYPE_CHECKING

from measuring import accounts
from measuring.meter import Meter, meter
from rehearsal.simulator import Simulator, running_simulator
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rehearsal.engine import Engine

_STATE = "terraform.tfstate"


@dataclass(frozen=True, slots=True)
class Command:
    """A Terraform command, and the latency in seconds that is added to every call. A plan has to be empty."""

    arguments: tuple[str, ...]
    latency: float = 0

    def __str__(self) -> str:
        return self.arguments[0] + (f", {self.latency * 1000:.0f} ms per call" if self.latency else "")


VALIDATE = Command(("validate",))
APPLY = Command(("apply", "-auto-approve"))
PLAN = Command(("plan", "-detailed-exitcode"))


@dataclass(frozen=True, slots=True)
class Measures:
    """What a command took.

    `seconds` and `processor` are its time and the processor time of all its processes. `provider` is the processor time
    of the provider's processes, `memory` the most memory of one of them in MiB, and `calls` their calls.
    """

    seconds: float
    processor: float
    provider: float
    memory: float
    calls: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider with an account and two working directories. One of them starts it under a meter."""

    name: str
    simulator: Simulator
    plain: Workspace
    metered: Workspace
    meter: Meter

    def configure(self, configuration: str) -> None:
        """Write the configuration, without a state and with an empty account."""
        for workspace in (self.plain, self.metered):
            workspace.write(configuration)
            self._clear(workspace)

    def adopt(self, count: int) -> None:
        """Configure this many sources, which are in the account and in the states without having been applied."""
        self.configure(accounts.sources(1))
        self._run(self.plain, APPLY)
        one = json.loads((self.plain.directory / _STATE).read_text())
        self.configure(accounts.sources(count))
        seeds = [self.simulator.administer("POST", "/seed", seed) for seed in accounts.seeds(count)]
        shown = {source["id"]: source for source in self.simulator.sources()}
        state = json.dumps(accounts.state(one, [shown[each] for seed in seeds for each in seed["sources"]]))
        for workspace in (self.plain, self.metered):
            workspace.write(state, _STATE)

    def measure(self, commands: Sequence[Command]) -> list[Measures]:
        """Run commands one after the other: all of them for their time, then all of them under the meter.

        An apply starts with an empty account.
        """
        taken = [self._run(self.plain, command) for command in commands]
        measures = []
        for command, (seconds, processor) in zip(commands, taken, strict=True):
            self._run(self.metered, command)
            usage = self.meter.usage()
            calls = len(self.simulator.administer("GET", "/requests"))
            measures.append(Measures(seconds, processor, usage.processor, usage.memory, calls))
        return measures

    def _run(self, workspace: Workspace, command: Command) -> tuple[float, float]:
        """The time and the processor time of a command, which has to succeed."""
        if command is APPLY:
            self._clear(workspace)
        self.simulator.administer("PATCH", "/switches", {"latency": command.latency})
        self.simulator.administer("DELETE", "/requests")
        started, processor = time.perf_counter(), _processor_time()
        run = workspace.terraform(*command.arguments, "-no-color")
        taken = time.perf_counter() - started, _processor_time() - processor
        if run.code != 0:
            raise SystemExit(f"{self.name}: {run.output}")
        return taken

    def _clear(self, workspace: Workspace) -> None:
        """Forget the state, and delete everything in the account."""
        (workspace.directory / _STATE).unlink(missing_ok=True)
        self.simulator.administer("POST", "/reset")


def _processor_time() -> float:
    """The processor time of all processes that have ended, of which Terraform has waited for its own."""
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def candidate(name: str, directory: Path, engine: Engine, provider: Path, simulating: Path) -> Iterator[Candidate]:
    """A candidate with an empty account in a simulator, which the program `simulating` starts."""
    with running_simulator(simulating, "--plan", "premium") as simulator:
        metering = meter(directory / "meter", provider)
        plain = Workspace(directory / "plain", engine, provider, simulator.environment)
        # A meter cannot measure a process that a spare has started.
        metering_environment = {**simulator.environment, "STITCH_SPARE": "off"}
        metered = Workspace(directory / "metered", engine, metering.program, metering_environment)
        for workspace in (plain, metered):
            workspace.prepare()
        yield Candidate(name, simulator, plain, metered, metering)
