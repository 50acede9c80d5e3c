"""A simulated account for tests: a client in the same process, a clock that tests set, and known ids and secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

from stitch_provider.simulator import Options, Switches
from stitch_provider.simulator.app import create_app
from stitch_provider.simulator.clock import parse_timestamp
from stitch_provider.simulator.simulator import Simulator

TOKEN = "ac_example_token"
NOON = "2024-05-14T09:30:00Z"


@dataclass
class Clock:
    """A clock that changes only when it is set."""

    moment: float

    def __call__(self) -> float:
        return self.moment

    def set(self, text: str) -> None:
        moment = parse_timestamp(text)
        assert moment is not None
        self.moment = moment


@dataclass
class NumberedValues:
    """Generates the ids and secrets in `uuids` and `secrets`, then numbered ones."""

    uuids: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    count: int = 0

    def uuid(self) -> str:
        self.count += 1
        return self.uuids.pop(0) if self.uuids else f"00000000-0000-4000-8000-{self.count:012d}"

    def secret(self, prefix: str) -> str:
        self.count += 1
        return self.secrets.pop(0) if self.secrets else f"{prefix}{self.count:040d}"


class Account:
    """An account with its simulator, clock and client."""

    def __init__(self, *, latency: float | None = None, **switches: Any) -> None:
        self.clock = Clock(0.0)
        self.clock.set(NOON)
        self.generator = NumberedValues()
        options = Options(token=TOKEN, latency=latency, switches=Switches(**{"check_seconds": 0, **switches}))
        self.simulator = Simulator(options, clock=self.clock, generator=self.generator)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(self.simulator)),
            base_url="http://stitch.example",
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )

    async def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return (
            await self.client.request(method, path, json=body) if body is not None else await self._bare(method, path)
        )

    async def _bare(self, method: str, path: str) -> httpx.Response:
        return await self.client.request(method, path)

    async def ok(self, method: str, path: str, body: Any = None) -> Any:
        response = await self.call(method, path, body)
        assert response.status_code == 200, response.text
        return response.json()

    async def refused(self, method: str, path: str, body: Any = None, status: int = 400) -> Any:
        response = await self.call(method, path, body)
        assert response.status_code == status, response.text
        return response.json()

    async def seed(self, **seed: Any) -> dict[str, list[int]]:
        ids: dict[str, list[int]] = await self.ok("POST", "/_simulator/seed", seed)
        return ids

    async def switch(self, **switches: Any) -> None:
        await self.ok("PATCH", "/_simulator/switches", switches)


GITHUB = {
    "access_token": "example-github-token",
    "repository": "acme/widgets",
    "start_date": "2024-01-01T00:00:00Z",
    "frequency_in_minutes": "60",
}
POSTGRES = {"host": "db.acme.example", "port": "5432", "user": "stitch_reader", "password": "p", "dbname": "storefront"}
SNOWFLAKE = {
    "host": "acme.eu-central-1.snowflakecomputing.com",
    "port": "443",
    "username": "STITCH_LOADER",
    "password": "example-password",
    "database": "RAW",
    "warehouse": "LOADING_WH",
    "role": "LOADER",
}
