"""Whatever shape the service's answers have: no read crashes, forgets an object or loses more than what is wrong.

Each read is made once as it is, which records its answers. Then it is made again and again, each time by a new process
and with one part of one answer changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import exclude
from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.diagnostics import Diagnostic, has_error
from stitch_provider.terraform.engine import import_state, read
from stitch_provider.terraform.values import msgpack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PROVIDER = StitchProvider()
AS_MANY = 24
"""Changes that are tried of each answer, besides those of the whole answer."""

Change: TypeAlias = "tuple[str, Any]"
"""What changes a part of an answer, and its new value."""

MISSING = object()


class Distorting(httpx.AsyncBaseTransport):
    """Records the answers of the simulator, and repeats them, one of them with another body."""

    def __init__(self, simulator: httpx.AsyncBaseTransport) -> None:
        self._simulator = simulator
        self.recorded: dict[str, tuple[int, httpx.Headers, bytes]] = {}
        self.distorted: dict[str, bytes] = {}
        self.recording = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        key = f"{request.method} {request.url.raw_path.decode()}"
        answer = self.recorded.get(key)
        if answer is None:
            response = await self._simulator.handle_async_request(request)
            answer = (response.status_code, response.headers, await response.aread())
            if self.recording:
                self.recorded[key] = answer
        status, headers, body = answer
        return httpx.Response(status, headers=headers, content=self.distorted.get(key, body))


@dataclass(frozen=True)
class Outcome:
    """What came of a read: what it found, by what owns it; whether it found that its object does not exist."""

    diagnostics: tuple[Diagnostic, ...]
    found: Mapping[str, str]
    gone: bool = False


Read: TypeAlias = Callable[[SimulatedAccount], Awaitable[Outcome]]


def parts(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of the parts of an answer; of a list only the second entry, or the first where it has one only."""
    yield path
    match content:
        case dict():
            for key, value in content.items():
                yield from parts(value, (*path, key))
        case list() if content:
            index = min(1, len(content) - 1)
            yield from parts(content[index], (*path, index))


def changes(value: Any) -> Iterator[Change]:
    """Other shapes of a value."""
    yield "null", None
    yield "another type", 7 if isinstance(value, (str, bool)) else "text"
    yield "a truth", True
    yield "a huge number", 10**400
    if not isinstance(value, list):
        yield "a list", [value]
        yield "an empty list", []
        yield "deep lists", _nested(60)
    yield "an object", {"value": value}
    yield "an empty object", {}
    if isinstance(value, list):
        yield "a text for a list", "text"
        yield "nulls among entries", [*value, None]
        yield "nonsense among entries", [*value, "text", 7, [], {}, [[]]]
    if isinstance(value, dict):
        yield "unknown keys", {**value, "unknown": {"a": [1]}, "": None, "id ": "x"}
    yield "missing", MISSING


def _nested(depth: int) -> Any:
    nested: Any = "deep"
    for _ in range(depth):
        nested = [nested]
    return nested


def changed(content: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The answer with another value at a path."""
    if not path:
        return value
    copy = deepcopy(content)
    place = copy
    for key in path[:-1]:
        place = place[key]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copy


def distortions(body: bytes, seed: str) -> Iterator[tuple[str, bytes]]:
    """Other bodies in place of a body: all that are wrong as a whole, and some of those that are wrong in parts."""
    yield "HTML", b"<html><body>Bad gateway</body></html>"
    yield "nothing", b""
    yield "lists without end", b"[" * 5000 + b"]" * 5000
    try:
        content = json.loads(body)
    except ValueError:
        return
    everything = [(path, *change) for path in parts(content) for change in changes(_at(content, path))]
    # what is missing is missing in an object: a list without an entry has the documented shape
    everything = [each for each in everything if each[2] is not MISSING or (each[0] and isinstance(each[0][-1], str))]
    whole = [each for each in everything if not each[0]]
    partly = [each for each in everything if each[0]]
    # the same ones in each run, and others for each answer
    partly.sort(key=lambda each: hashlib.sha256(f"{seed} {each[:2]}".encode()).digest())
    chosen = partly[:AS_MANY]
    for path, name, value in (*whole, *chosen):
        yield f"{name} at {'.'.join(map(str, path)) or 'the top'}", json.dumps(changed(content, path, value)).encode()


def _at(content: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        content = content[key]
    return content


# What is read

LOOKUPS: Mapping[str, Mapping[str, Any]] = {
    "stitch_connection_check": {"source_id": "731905"},
    "stitch_destination": {"id": "581220"},
    "stitch_destination_type": {"type": "postgres"},
    "stitch_import_tokens": {"source_id": "731950"},
    "stitch_source": {"display_name": "GitHub"},
    "stitch_source_type": {"type": "platform.github"},
    "stitch_stream": {"source_id": "731905", "stream": "issues"},
    "stitch_streams": {"source_id": "731905"},
}
"""What data sources need to be configured with."""

EPHEMERAL: Mapping[str, Mapping[str, Any]] = {"stitch_import_token": {"source_id": "731950"}, "stitch_session": {}}

PLANS: Mapping[str, Mapping[str, Any]] = {
    "stitch_destination": {"type": "postgres", "properties": {"host": "db.acme.example", "port": "5432"}},
    "stitch_source": {"type": "platform.github", "display_name": "New", "properties": {"repository": "acme/widgets"}},
    "stitch_stream_selection": {"source_id": "731905", "stream": "commits", "fields": exclude("html_url")},
    "stitch_stream_selections": {"source_id": "731905", "streams": {"commits": {}}, "unlisted_streams": "deselect"},
    "stitch_import_token": {"source_id": "731950"},
    "stitch_post_load_hook": {"destination_id": "581220", "url": "https://hooks.acme.example/new"},
    "stitch_replication_job": {"source_id": "731905"},
}
"""Configurations of new objects."""

SEED: Mapping[str, Any] = {
    "destinations": [{"id": 581220, "type": "postgres", "name": "Analytics"}],
    "sources": [
        {"id": 731900, "type": "platform.hp-postgres", "display_name": "Shop", "streams": "all"},
        {"id": 731905, "type": "platform.github", "display_name": "GitHub", "streams": ["issues", "events"]},
        {"id": 731940, "type": "import_api", "display_name": "Push"},
        {"id": 731950, "type": "import_api", "display_name": "Push more"},
    ],
}


async def populate(account: SimulatedAccount) -> dict[str, str]:
    """Fill the account; the import ids by type."""
    await account.call("POST", "/_simulator/seed", SEED)
    path = "/v4/sources/731905/streams/metadata"
    chosen = [{"breadcrumb": ["properties", "title"], "metadata": {"selected": True}}]
    await account.call("PUT", path, {"streams": [{"tap_stream_id": "issues", "metadata": chosen}]})
    tokens = [await account.call("POST", f"/v4/sources/{source}/tokens") for source in (731940, 731940, 731950)]
    notices = "/notifications/public/v1/api"
    addresses = ("first@acme.example", "second@acme.example")
    emails = [await account.call("POST", f"{notices}/custom-emails", {"email_address": each}) for each in addresses]
    hook = {"type": "post_load", "destination_id": 581220}
    hooks = [
        await account.call("POST", f"{notices}/hooks", hook | {"config": {"url": f"https://hooks.acme.example/{each}"}})
        for each in ("first", "second")
    ]
    for source in (731900, 731905):
        await account.call("POST", f"/v4/sources/{source}/sync")
        await account.call("POST", "/_simulator/jobs", {"source_id": source})
    return {
        "stitch_destination": "581220",
        "stitch_source": "731905",
        "stitch_stream_selection": "731905/issues",
        "stitch_stream_selections": "731905",
        "stitch_import_token": f"731950/{tokens[-1]['id']}",
        "stitch_notification_email": str(emails[-1]["id"]),
        "stitch_post_load_hook": str(hooks[-1]["id"]),
    }


@asynccontextmanager
async def distorted() -> AsyncIterator[tuple[SimulatedAccount, Distorting, dict[str, str]]]:
    """An account, what distorts its answers, and the import ids of its objects."""
    made: list[Distorting] = []

    def through(simulator: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
        made.append(Distorting(simulator))
        return made[-1]

    async with simulated(through=through) as account:
        ids = await populate(account)
        yield account, made[0], ids


async def check(name: str, account: SimulatedAccount, answers: Distorting, ask: Read) -> None:
    """Make a read with each answer distorted."""
    await account.processes.start()
    answers.recording = True
    whole = await ask(account)
    answers.recording = False
    assert not has_error(whole.diagnostics), whole.diagnostics
    assert not whole.gone
    for key, (_, _, body) in list(answers.recorded.items()):
        for change, other in distortions(body, f"{name} {key}"):
            answers.distorted = {key: other}
            await account.processes.start()
            where = f"{name}, {key}, {change}"
            try:
                outcome = await ask(account)
            except Exception as crash:
                raise AssertionError(f"{where}: it crashed") from crash
            assert not outcome.gone, f"{where}: the object was forgotten"
            lost = whole.found.keys() - outcome.found.keys()
            if not has_error(outcome.diagnostics):
                owners = {whole.found[each] for each in lost}
                assert len(owners) <= 1, f"{where}: it lost {sorted(lost)}"


def encode(value: Any, schema: Any) -> None:
    """What Terraform gets has to fit into its protocol."""
    if value is not None:
        msgpack.encode(value, schema.object_type)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.data_sources))
@in_virtual_time
async def test_a_data_source_reads_answers_of_any_shape(type_name: str) -> None:
    async with distorted() as (account, answers, _):
        config = LOOKUPS.get(type_name, {})
        if type_name == "stitch_extraction_log":
            (extraction, *_) = (await account.call("GET", "/v4/204417/extractions"))["data"]
            config = {"job_name": extraction["job_name"]}

        async def ask(account: SimulatedAccount) -> Outcome:
            response = await account.read_data(type_name, **config)
            encode(response.state, PROVIDER.data_sources[type_name].schema)
            return Outcome(response.diagnostics, {} if response.state is None else listed(response.state))

        await check(type_name, account, answers, ask)


def listed(state: Mapping[str, Any]) -> dict[str, str]:
    """What a plural data source has listed, by what owns it."""
    if state.get("ids") is not None:
        return {each: each for each in state["ids"]}
    entries = next((value for value in state.values() if isinstance(value, tuple)), ())
    names = ("tap_stream_id", "job_name", "type", "stream")
    return {str(each[name]): str(each[name]) for each in entries for name in names if name in each}


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
@in_virtual_time
async def test_a_list_resource_reads_answers_of_any_shape(type_name: str) -> None:
    async def ask(account: SimulatedAccount) -> Outcome:
        found, diagnostics = {}, ()
        for event in await account.query(type_name):
            diagnostics += event.diagnostics
            encode(event.state, PROVIDER.resources[type_name].schema)
            if event.identity is not None:
                identity = {key: value for key, value in event.identity.items() if key != "client_id"}
                found[json.dumps(identity)] = identity.get("source_id") or identity["id"]
        return Outcome(diagnostics, found)

    async with distorted() as (account, answers, _):
        await check(type_name, account, answers, ask)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.ephemeral_resources))
@in_virtual_time
async def test_an_ephemeral_resource_reads_answers_of_any_shape(type_name: str) -> None:
    async def ask(account: SimulatedAccount) -> Outcome:
        response = await account.open(type_name, **EPHEMERAL[type_name])
        encode(response.result, PROVIDER.ephemeral_resources[type_name].schema)
        return Outcome(response.diagnostics, {})

    async with distorted() as (account, answers, _):
        await check(type_name, account, answers, ask)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
@in_virtual_time
async def test_a_resource_reads_answers_of_any_shape_and_never_forgets_its_object(type_name: str) -> None:
    async with distorted() as (account, answers, ids):
        resource = Workspace(account, type_name)
        await resource.import_state(ids[type_name])
        state, private = resource.state, resource.private

        async def ask(account: SimulatedAccount) -> Outcome:
            request = read.Request(type_name=type_name, state=state, private=private)
            response = await read.read(account.session, request)
            encode(response.state, PROVIDER.resources[type_name].schema)
            return Outcome(
                response.diagnostics, {}, gone=response.state is None and not has_error(response.diagnostics)
            )

        await check(type_name, account, answers, ask)


@pytest.mark.parametrize("type_name", sorted(PROVIDER.list_resources))
@in_virtual_time
async def test_a_resource_is_imported_from_answers_of_any_shape(type_name: str) -> None:
    async with distorted() as (account, answers, ids):

        async def ask(account: SimulatedAccount) -> Outcome:
            request = import_state.Request(type_name=type_name, id=ids[type_name], identity=None)
            response = await import_state.import_state(account.session, request)
            encode(response.state, PROVIDER.resources[type_name].schema)
            return Outcome(response.diagnostics, {})

        await check(type_name, account, answers, ask)


@pytest.mark.parametrize("type_name", PLANS)
@in_virtual_time
async def test_a_plan_reads_answers_of_any_shape(type_name: str) -> None:
    async def ask(account: SimulatedAccount) -> Outcome:
        planned = await Workspace(account, type_name).plan(**PLANS[type_name])
        return Outcome(planned.diagnostics, {})

    async with distorted() as (account, answers, _):
        await check(type_name, account, answers, ask)
