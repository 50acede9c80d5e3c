"""Answers of any shape: no read crashes, removes an object from the state or loses more than what is wrong.

Each read is made once as it is, which records its answers. Then it is made again and again, each time by a new process
and with one part of one answer changed.
"""

from __future__ import annotations

import hashlib
import json
import re
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
from stitch_provider.terraform.engine import apply, import_state, read
from stitch_provider.terraform.values import msgpack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PROVIDER = StitchProvider()
AS_MANY = 16
"""Changes that are tried of each answer, besides those of the whole answer."""

Change: TypeAlias = "tuple[str, Callable[[Any], Any]]"
"""The name of a change of a part of an answer, and what makes its new value of the old one."""

MISSING = object()


Distortion: TypeAlias = Callable[[bytes], bytes]
"""Makes another body of a body."""


class Distorting(httpx.AsyncBaseTransport):
    """Distorts answers by `METHOD /path`. Those that it has recorded it repeats."""

    def __init__(self, simulator: httpx.AsyncBaseTransport) -> None:
        self._simulator = simulator
        self.recorded: dict[str, httpx.Response] = {}
        self.distortions: dict[str, Distortion] = {}
        self.recording = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        key = f"{request.method} {request.url.raw_path.decode()}"
        answer = self.recorded.get(key)
        if answer is None:
            answer = await self._simulator.handle_async_request(request)
            await answer.aread()
            if self.recording:
                self.recorded[key] = answer
        body = self.distortions.get(key, lambda body: body)(answer.content)
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


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
    """What makes other shapes of such a value."""
    yield "null", lambda _: None
    yield "another type", lambda _: 7 if isinstance(value, (str, bool)) else "text"
    yield "a truth", lambda _: True
    yield "a huge number", lambda _: 10**400
    yield "an object", lambda value: {"value": value}
    yield "an empty object", lambda _: {}
    if isinstance(value, list):
        yield "a text for a list", lambda _: "text"
        yield "nulls among entries", lambda value: [*value, None]
        yield "nonsense among entries", lambda value: [*value, "text", 7, [], {}, [[]]]
    else:
        yield "a list", lambda value: [value]
        yield "an empty list", lambda _: []
        yield "deep lists", lambda _: _nested(60)
    if isinstance(value, dict):
        yield "unknown keys", lambda value: {**value, "unknown": {"a": [1]}, "": None, "id ": "x"}
    yield "missing", lambda _: MISSING


def _nested(depth: int) -> Any:
    nested: Any = "deep"
    for _ in range(depth):
        nested = [nested]
    return nested


def changed(content: Any, path: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    """The answer with another value at a path; unchanged where it has no such path."""
    if not path:
        return change(content)
    copy = deepcopy(content)
    try:
        place = _at(copy, path[:-1])
        value = change(place[path[-1]])
        if value is MISSING:
            del place[path[-1]]
        else:
            place[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return content
    return copy


def distortions(body: bytes, seed: str) -> Iterator[tuple[str, Distortion]]:
    """All that make a body wrong as a whole, and some of those that make parts of it wrong; they fit similar ones."""
    yield "HTML", lambda _: b"<html><body>Bad gateway</body></html>"
    yield "nothing", lambda _: b""
    yield "lists without end", lambda _: b"[" * 100_000 + b"]" * 100_000
    try:
        content = json.loads(body)
    except ValueError:
        return
    everything = [(path, *change) for path in parts(content) for change in changes(_at(content, path))]
    # what is missing is missing in an object: a list without an entry has the documented shape
    everything = [each for each in everything if each[1] != "missing" or (each[0] and isinstance(each[0][-1], str))]
    whole = [each for each in everything if not each[0]]
    partly = [each for each in everything if each[0]]
    # the same ones in each run, and others for each answer
    partly.sort(key=lambda each: hashlib.sha256(f"{seed} {each[:2]}".encode()).digest())
    for path, name, change in (*whole, *partly[:AS_MANY]):
        yield f"{name} at {'.'.join(map(str, path)) or 'the top'}", _distortion(path, change)


def _distortion(path: tuple[Any, ...], change: Callable[[Any], Any]) -> Distortion:
    return lambda body: json.dumps(changed(json.loads(body), path, change)).encode()


def _at(content: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        content = content[key]
    return content


# What is read

READ_WITHOUT_A_CALL = frozenset({"stitch_region"})
"""Data sources that read no answer."""

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
    one_of_each = {re.sub(r"\d+$", "", key): key for key in answers.recorded}
    for key in one_of_each.values():
        for change, distortion in distortions(answers.recorded[key].content, f"{name} {key}"):
            answers.distortions = {key: distortion}
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


@pytest.mark.parametrize("type_name", sorted(PROVIDER.data_sources.keys() - READ_WITHOUT_A_CALL))
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


# What is created

CREATES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "stitch_destination": ("/v4/destinations", "", PLANS["stitch_destination"] | {"name": "New"}),
    "stitch_source": ("/v4/sources", "", {"type": "import_api", "display_name": "New"}),
    "stitch_notification_email": (
        "/notifications/public/v1/api/custom-emails",
        "",
        {"email_address": "new@acme.example"},
    ),
    "stitch_post_load_hook": (
        "/notifications/public/v1/api/hooks",
        "post_load",
        {"destination_id": "581220", "url": "https://hooks.acme.example/new"},
    ),
}
"""By type: the path of its list, what the list is under, and the configuration of a new object."""


@pytest.mark.parametrize("lost", [False, True], ids=["the answer", "the list after a lost answer"])
@pytest.mark.parametrize("type_name", CREATES)
@in_virtual_time
async def test_a_create_makes_one_object_whatever_shape_its_answers_have(type_name: str, lost: bool) -> None:
    path, key, config = CREATES[type_name]
    async with distorted() as (account, answers, _):

        async def objects() -> dict[int, Any]:
            listing = await account.call("GET", path)
            return {each["id"]: each for each in (listing[key] if key else listing) if not each.get("deleted_at")}

        async def create() -> set[int]:
            await account.processes.start()
            before = await objects()
            planned = await Workspace(account, type_name).plan(**config)
            assert not has_error(planned.diagnostics)
            request = apply.Request(
                type_name=type_name,
                config=planned.config,
                prior=None,
                planned=planned.planned,
                private=planned.private,
                planned_identity=planned.identity,
            )
            response = await apply.apply(account.session, request)
            made = (await objects()).keys() - before.keys()
            if has_error(response.diagnostics) and response.state is None:
                assert len(made) <= 1
            else:
                assert response.state is not None
                assert {str(number) for number in made} == {response.state["id"]}
            return made

        async def remove(made: set[int]) -> None:
            for number in made:
                await account.call("DELETE", f"{path}/{number}")

        made = await create()
        listing = json.dumps(await account.call("GET", path)).encode()
        answer = json.dumps((await objects())[min(made)]).encode()
        await remove(made)
        distorted_call = f"{'GET' if lost else 'POST'} {path}"
        for change, distortion in distortions(listing if lost else answer, f"create {type_name} {lost}"):
            answers.distortions = {distorted_call: distortion, **({f"POST {path}": lambda _: b""} if lost else {})}
            try:
                await remove(await create())
            except Exception as crash:
                raise AssertionError(f"{type_name}, {distorted_call}, {change}") from crash
