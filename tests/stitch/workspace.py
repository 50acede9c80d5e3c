"""A simulated Stitch account, processes of the provider that use it, and resources in it that Terraform manages."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx

from fakes.core import Core, fill
from fakes.processes import Processes
from stitch_provider.simulator import Options, Switches, create_app
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import close_ephemeral, data, list_resource, open_ephemeral

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.engine.session import Session

TOKEN = "ac_made_up"
CLIENT_ID = 204417
BASE_URL = "http://127.0.0.1"


class Tripwire(httpx.AsyncBaseTransport):
    """Passes requests on to the simulator and records them; calls `act` when one has a path that ends in `ending`."""

    def __init__(self, simulator: httpx.AsyncBaseTransport) -> None:
        self._simulator = simulator
        self.requests: list[httpx.Request] = []
        self.ending: str | None = None
        self.act: Callable[[], None] = lambda: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.ending is not None and request.url.path.endswith(self.ending):
            self.act()
        return await self._simulator.handle_async_request(request)


class SimulatedAccount:
    """A simulated account, processes of the provider that use it, and calls that are made outside of Terraform.

    `calls` and `tripwire` see the calls of the current command, not those that `Core` makes to check its invariants.
    """

    def __init__(
        self,
        options: Options,
        *,
        api_token: str | None,
        through: Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport],
    ) -> None:
        """`through` is what the answers to the current command go through on their way to the provider."""
        transport = httpx.ASGITransport(create_app(options))
        self.api_token = api_token
        self.tripwire = Tripwire(through(transport))
        self.processes = Processes(
            lambda: StitchProvider(self.tripwire),
            {"api_token": api_token, "base_url": BASE_URL, "client_id": None},
            later=lambda: StitchProvider(transport),
            wait=lambda: self.call("POST", "/_simulator/checks", {}),
        )
        self._http = httpx.AsyncClient(
            transport=transport, base_url=BASE_URL, headers={"Authorization": f"Bearer {options.token}"}
        )

    @property
    def session(self) -> Session:
        """The process of the command that runs now."""
        return self.processes.session

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer of the API, or of the simulator's admin paths."""
        answer = await self._http.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def calls(self) -> list[tuple[str, str]]:
        """Method and path of every call that the provider has made since the last look."""
        return [(request.method, request.url.path) for request in self._requests()]

    async def bodies(self, method: str) -> list[Any]:
        """The bodies of the calls of this method that the provider has made since the last look."""
        return [json.loads(request.content) for request in self._requests() if request.method == method]

    def _requests(self) -> list[httpx.Request]:
        requests, self.tripwire.requests = self.tripwire.requests, []
        return requests

    async def read_data(self, type_name: str, **config: Any) -> data.Response:
        """A data source."""
        schema = self.session.provider.data_sources[type_name].schema
        request = data.Request(type_name=type_name, config=fill(schema.attributes, config))
        return await data.read_data(self.session, request)

    async def query(
        self, type_name: str, *, include_resource: bool = True, limit: int = 0, **config: Any
    ) -> list[list_resource.Event]:
        """What a list resource finds."""
        schema = self.session.provider.list_resources[type_name].schema
        request = list_resource.Request(
            type_name=type_name,
            config=fill(schema.attributes, config),
            include_resource=include_resource,
            limit=limit,
        )
        return [event async for event in list_resource.list_resource(self.session, request)]

    async def open(self, type_name: str, **config: Any) -> open_ephemeral.Response:
        """Open an ephemeral resource."""
        schema = self.session.provider.ephemeral_resources[type_name].schema
        request = open_ephemeral.Request(type_name=type_name, config=fill(schema.attributes, config))
        return await open_ephemeral.open_ephemeral(self.session, request)

    async def close(self, type_name: str, opened: open_ephemeral.Response) -> tuple[Diagnostic, ...]:
        """Close what was opened."""
        request = close_ephemeral.Request(type_name=type_name, private=opened.private)
        return (await close_ephemeral.close_ephemeral(self.session, request)).diagnostics

    async def aclose(self) -> None:
        await self.processes.stop()
        await self._http.aclose()


@asynccontextmanager
async def simulated(
    *,
    api_token: str | None = TOKEN,
    client_id: int = CLIENT_ID,
    through: Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport] = lambda transport: transport,
    **switches: Any,
) -> AsyncIterator[SimulatedAccount]:
    """An account with these switches of the simulator; checks end at once unless they say otherwise."""
    options = Options(token=TOKEN, client_id=client_id, switches=Switches(**({"check_seconds": 0} | switches)))
    account = SimulatedAccount(options, api_token=api_token, through=through)
    await account.processes.start()
    try:
        yield account
    finally:
        await account.aclose()


class Workspace(Core):
    """One resource of an account, which Terraform manages."""

    def __init__(
        self,
        account: SimulatedAccount,
        type_name: str,
        *,
        state: Mapping[str, Any] | None = None,
        identity: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(account.processes, type_name, state=state, identity=identity)
