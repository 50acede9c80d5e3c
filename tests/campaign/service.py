"""The service of a run: a simulator that keeps its account in a file, and can crash and start again."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rehearsal.simulator import Simulator, running_simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Service:
    """A running simulator."""

    def __init__(self, provider: Path, database: Path, stack: ExitStack) -> None:
        self._provider, self._database, self._stack = provider, database, stack
        self._simulator = self._start(0)
        self._port = urlsplit(self._simulator.url).port or 0

    @property
    def account(self) -> Simulator:
        """The simulator that runs now."""
        return self._simulator

    def break_(self, fault: Mapping[str, Any]) -> None:
        """Add a fault."""
        self._simulator.administer("POST", "/faults", dict(fault))

    def repair(self) -> None:
        """Remove all faults."""
        self._simulator.administer("DELETE", "/faults")

    def acted(self) -> int:
        """How often the fault was applied."""
        return sum(fault["acted"] for fault in self._simulator.administer("GET", "/faults"))

    def requests(self) -> Any:
        """The request log."""
        return self._simulator.administer("GET", "/requests")

    def restart(self) -> None:
        """Kill the process, and start another one at the same address."""
        os.kill(self._simulator.pid, signal.SIGKILL)
        self._simulator = self._start(self._port)

    def _start(self, port: int) -> Simulator:
        running = running_simulator(self._provider, "--database", str(self._database), port=port)
        return self._stack.enter_context(running)


@contextmanager
def running_service(provider: Path, database: Path) -> Iterator[Service]:
    """Start a service with this database."""
    with ExitStack() as stack:
        yield Service(provider, database, stack)
