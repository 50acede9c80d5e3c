"""A workspace: what Terraform's core does around one resource, with the engine's verbs and a simulated account.

It proposes as the core does, insists on the core's rules (what is planned as known comes true, nothing unknown is
left), and keeps state, private state and identity between the verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from stitch_provider.simulator import Options, Switches, create_app
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine import (
    apply,
    close_ephemeral,
    configure,
    data,
    generate_config,
    import_state,
    list_resource,
    open_ephemeral,
    plan,
    read,
    validate,
)
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.value import Unknown, wholly_known

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.engine.apply import Progress
    from stitch_provider.terraform.schema.attribute import Attribute

TOKEN = "ac_made_up"


class Tripwire(httpx.AsyncBaseTransport):
    """Passes requests on to the simulator; calls `act` when one has a path that ends in `ending`."""

    def __init__(self, simulator: httpx.ASGITransport) -> None:
        self._simulator = simulator
        self.ending: str | None = None
        self.act: Callable[[], None] = lambda: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.ending is not None and request.url.path.endswith(self.ending):
            self.act()
        return await self._simulator.handle_async_request(request)


class SimulatedAccount:
    """A simulated account: the session of a provider that is connected to it, and calls behind Terraform's back."""

    def __init__(self, transport: httpx.ASGITransport, tripwire: Tripwire, session: Session) -> None:
        self.session = session
        self.tripwire = tripwire
        self._http = httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {TOKEN}"}
        )

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """The answer of the API, or of the simulator's admin paths."""
        answer = await self._http.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def calls(self) -> list[tuple[str, str]]:
        """Method and path of every call that the provider has made since the last look."""
        log: list[dict[str, Any]] = await self.call("GET", "/_simulator/requests")
        await self.call("DELETE", "/_simulator/requests")
        return [(entry["method"], entry["path"]) for entry in log]

    async def read_data(self, type_name: str, **config: Any) -> data.Response:
        """A data source."""
        schema = self.session.provider.data_sources[type_name].schema
        return await data.read_data(
            self.session, data.Request(type_name=type_name, config=_filled(schema.attributes, config))
        )

    async def query(
        self, type_name: str, *, include_resource: bool = True, limit: int = 0, **config: Any
    ) -> list[list_resource.Event]:
        """What a list resource finds."""
        schema = self.session.provider.list_resources[type_name].schema
        request = list_resource.Request(
            type_name=type_name,
            config=_filled(schema.attributes, config),
            include_resource=include_resource,
            limit=limit,
        )
        return [event async for event in list_resource.list_resource(self.session, request)]

    async def open(self, type_name: str, **config: Any) -> open_ephemeral.Response:
        """Open an ephemeral resource."""
        schema = self.session.provider.ephemeral_resources[type_name].schema
        request = open_ephemeral.Request(type_name=type_name, config=_filled(schema.attributes, config))
        return await open_ephemeral.open_ephemeral(self.session, request)

    async def close(self, type_name: str, opened: open_ephemeral.Response) -> tuple[Diagnostic, ...]:
        """Close what was opened."""
        request = close_ephemeral.Request(type_name=type_name, private=opened.private)
        return (await close_ephemeral.close_ephemeral(self.session, request)).diagnostics

    async def aclose(self) -> None:
        await configure.shut_down(self.session)
        await self._http.aclose()


@asynccontextmanager
async def simulated(**switches: Any) -> AsyncIterator[SimulatedAccount]:
    """An account with these switches of the simulator; checks end at once unless they say otherwise."""
    options = Options(token=TOKEN, switches=Switches(**({"check_seconds": 0} | switches)))
    transport = httpx.ASGITransport(create_app(options))
    tripwire = Tripwire(transport)
    session = Session(StitchProvider(tripwire))
    config = {"api_token": TOKEN, "base_url": "http://127.0.0.1", "client_id": None}
    configured = await configure.configure(session, configure.Request(config=config, terraform_version="1.11.4"))
    assert configured.diagnostics == ()
    account = SimulatedAccount(transport, tripwire, session)
    try:
        yield account
    finally:
        await account.aclose()


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: what would happen, with the engine's answer."""

    action: str
    response: plan.Response

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return self.response.diagnostics

    @property
    def after(self) -> Mapping[str, Any]:
        assert self.response.planned is not None
        return self.response.planned


@dataclass
class Workspace:
    """One resource in Terraform's hands."""

    session: Session
    type_name: str
    state: Mapping[str, Any] | None = None
    private: bytes = b""
    identity: Mapping[str, Any] | None = None

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        return self.session.provider.resources[self.type_name].schema.attributes

    async def validate(self, **config: Any) -> tuple[Diagnostic, ...]:
        request = validate.ResourceRequest(
            type_name=self.type_name, config=_filled(self.attributes, config), write_only_allowed=True
        )
        return (await validate.validate_resource(self.session, request)).diagnostics

    async def plan(self, *, fresh: bool = False, **config: Any) -> Planned:
        """The plan for a configuration; `fresh` as if there were no object yet."""
        prior = None if fresh else self.state
        filled = _filled(self.attributes, config)
        response = await plan.plan(
            self.session,
            plan.Request(
                type_name=self.type_name,
                config=filled,
                prior=prior,
                proposed=_proposed(self.attributes, filled, prior),
                private=b"" if fresh else self.private,
                prior_identity=None if fresh else self.identity,
            ),
        )
        if prior is None:
            return Planned("create", response)
        if response.planned == prior:
            return Planned("nothing", response)
        return Planned("replace" if response.requires_replace else "update", response)

    async def apply(self, **config: Any) -> tuple[Diagnostic, ...]:
        """Refresh, plan and apply; the diagnostics of the apply alone."""
        await self.refresh()
        planned = await self.plan(**config)
        assert not _errors(planned.diagnostics), planned.diagnostics
        if planned.action == "nothing":
            return ()
        if planned.action == "replace":
            await self.destroy()
            planned = await self.plan(fresh=True, **config)
        return await self.carry_out(planned, **config)

    async def carry_out(
        self, planned: Planned, progress: Progress | None = None, **config: Any
    ) -> tuple[Diagnostic, ...]:
        response = await apply.apply(
            self.session,
            apply.Request(
                type_name=self.type_name,
                config=_filled(self.attributes, config),
                prior=self.state,
                planned=planned.after,
                private=planned.response.private,
                planned_identity=planned.response.identity,
            ),
            progress,
        )
        self.state, self.private, self.identity = response.state, response.private, response.identity
        if response.state is not None:
            assert wholly_known(response.state)
            if not _errors(response.diagnostics):
                _assert_kept(planned.after, response.state)
        return response.diagnostics

    async def destroy(self) -> tuple[Diagnostic, ...]:
        response = await apply.apply(
            self.session,
            apply.Request(type_name=self.type_name, config=None, prior=self.state, planned=None, private=self.private),
        )
        self.state, self.private = response.state, response.private
        return response.diagnostics

    async def refresh(self) -> None:
        """Read as at the start of a plan, in a process of its own: nothing is cached."""
        request = read.Request(type_name=self.type_name, state=self.state, private=self.private, identity=self.identity)
        await _reconnect(self.session)
        response = await read.read(self.session, request)
        assert not _errors(response.diagnostics), response.diagnostics
        self.state, self.private, self.identity = response.state, response.private, response.identity

    async def import_state(
        self,
        id: str = "",  # noqa: A002 - Terraform's word
        identity: Mapping[str, Any] | None = None,
    ) -> tuple[Diagnostic, ...]:
        await _reconnect(self.session)
        request = import_state.Request(type_name=self.type_name, id=id, identity=identity)
        response = await import_state.import_state(self.session, request)
        self.state, self.private, self.identity = response.state, response.private, response.identity
        return response.diagnostics

    async def generated(self) -> Mapping[str, Any]:
        """The configuration that Terraform would generate for the state."""
        request = generate_config.Request(type_name=self.type_name, state=self.state)
        config = (await generate_config.generate_config(self.session, request)).config
        assert config is not None
        return config


async def _reconnect(session: Session) -> None:
    """Configure anew, as each run of Terraform does."""
    config = {"api_token": TOKEN, "base_url": "http://127.0.0.1", "client_id": None}
    await configure.configure(session, configure.Request(config=config, terraform_version="1.11.4"))


def _errors(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [each for each in diagnostics if each.severity.name == "ERROR"]


def _filled(attributes: Mapping[str, Attribute], config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration with null for everything that it leaves out, inside of nested objects too."""
    filled: dict[str, Any] = {}
    for name, attribute in attributes.items():
        value = config.get(name)
        if isinstance(attribute.type, NestedAttributes) and isinstance(value, dict):
            inner = attribute.type.attributes
            if attribute.type.nesting == "map":
                value = {key: _filled(inner, each) if isinstance(each, dict) else each for key, each in value.items()}
            else:
                value = _filled(inner, value)
        filled[name] = value
    assert config.keys() <= attributes.keys()
    return filled


def _proposed(
    attributes: Mapping[str, Attribute], config: Mapping[str, Any], prior: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The core's proposal: the configuration, and prior values of computed attributes that it leaves out."""
    return {
        name: prior[name] if config[name] is None and attribute.computed and prior is not None else config[name]
        for name, attribute in attributes.items()
    }


def _assert_kept(planned: Any, state: Any) -> None:
    """Everything that was planned as known came true."""
    if isinstance(planned, Unknown):
        return
    if isinstance(planned, dict):
        assert planned.keys() == state.keys()
        for name, value in planned.items():
            _assert_kept(value, state[name])
    else:
        assert planned == state
