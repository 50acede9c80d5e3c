"""A simulator process, and calls to its API without the client of the provider."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from rehearsal.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADMIN = "/_simulator"


class SimulatorError(Exception):
    """The simulator did not start. Its error message is on stderr."""


@dataclass(frozen=True, slots=True)
class Simulator:
    """A running simulator: its address, the token of its account, and the number of its process."""

    url: str
    token: str
    client_id: str
    http: httpx.Client
    pid: int

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API, as other users of the account do; returns the JSON, raises HTTPStatusError for a refusal."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.http.request(method, self.url + path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def sources(self) -> list[dict[str, Any]]:
        """The sources of the account, without deleted ones, which Stitch lists too."""
        return [source for source in self.call("GET", "/v4/sources") if not source["deleted_at"]]

    def administer(self, method: str, path: str, body: object = None) -> Any:
        """Call an admin path of the simulator, such as `/faults`; returns the JSON of the answer."""
        answer = self.http.request(method, self.url + _ADMIN + path, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which the provider uses this account."""
        return {"STITCH_BASE_URL": self.url, "STITCH_API_TOKEN": self.token}


@contextmanager
def running_simulator(provider: Path, *options: str, port: int = 0) -> Iterator[Simulator]:
    """Start `<provider> simulate`, by default on a free port. It ends with the block, or with this process."""
    command = (str(provider), "simulate", "--port", str(port), "--exit-with-parent", *options)
    with running(command) as process, httpx.Client(timeout=30, trust_env=False) as http:
        announcement = process.stdout.readline() if process.stdout else ""
        if not announcement:
            raise SimulatorError(f"the simulator ended before it was ready: {' '.join(command)}")
        ready = json.loads(announcement)
        yield Simulator(ready["url"], ready["token"], str(ready["client_id"]), http, process.pid)
