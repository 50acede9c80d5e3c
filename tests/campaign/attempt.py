"""A command that runs while something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from campaign import disk, traces
from campaign.service import Service
from campaign.troubles import Event
from campaign.verdict import Command

OUTAGE_SECONDS = 4.0
"""How long after its first effect a fault that concerns every request ends."""

_POLL_SECONDS = 0.05
_BETWEEN_INTERRUPTS = 0.4


@dataclass(slots=True)
class Watch:
    """Watches for the request that meets the fault. Then the event happens, and later the fault ends."""

    service: Service
    mark: str
    disk: Path
    event: Event | None
    began: float | None = None
    again_at: float | None = None
    restarted: bool = False
    repaired: bool = False

    @property
    def reached(self) -> bool:
        """Whether the fault was applied to a request."""
        return self.began is not None

    def look(self, process: subprocess.Popen[str]) -> None:
        """What happens now."""
        now = time.monotonic()
        if self.again_at is not None and now >= self.again_at:
            self.again_at = None
            os.killpg(process.pid, signal.SIGINT)
        if self.began is None:
            if self.service.acted():
                self.began = now
                if self.event is not None:
                    self._happen(self.event, process)
        elif not self.repaired and now >= self.began + OUTAGE_SECONDS:
            self.service.repair()
            self.repaired = True

    def check(self) -> None:
        """Look once more after the end of the command, which can be quicker than the watch."""
        if self.began is None and self.service.acted():
            self.began = time.monotonic()

    def _happen(self, event: Event, process: subprocess.Popen[str]) -> None:
        match event:
            case "interrupt once" | "interrupt twice":
                os.killpg(process.pid, signal.SIGINT)
                self.again_at = time.monotonic() + _BETWEEN_INTERRUPTS if event == "interrupt twice" else None
            case "terminate all":
                os.killpg(process.pid, signal.SIGTERM)
            case "terminate Terraform" | "kill Terraform":
                process.send_signal(signal.SIGTERM if event == "terminate Terraform" else signal.SIGKILL)
            case "kill the provider":
                self._kill_provider()
            case "restart the service":
                self.service.restart()
            case "fill the disk":
                disk.fill(self.disk)

    def _kill_provider(self) -> None:
        for number, command in traces.processes(self.mark).items():
            if "terraform-provider-stitch" in command:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)


def finish(name: str, process: subprocess.Popen[str], seconds: float, watch: Watch | None = None) -> Command:
    """Wait for the end of a command, for at most so many seconds; then it is killed, and its code is None."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            output, errors = process.communicate(timeout=_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if watch is not None:
                with suppress(ProcessLookupError):
                    watch.look(process)
            continue
        if watch is not None:
            watch.check()
        return Command(name, process.returncode, output + errors)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    output, errors = process.communicate()
    return Command(name, None, output + errors)
