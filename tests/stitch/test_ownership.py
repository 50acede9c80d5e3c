"""A token of another account: no object of the state is lost, and nothing is created in the wrong account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.workspace import CLIENT_ID, SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Diagnostic, Severity, has_error
from stitch_provider.terraform.engine import apply, read

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER = 300000
MISSING = "424242"
EMAILS = "/notifications/public/v1/api/custom-emails"
HOOKS = "/notifications/public/v1/api/hooks"
WAREHOUSE = {
    "host": "db.acme.example",
    "port": "5432",
    "username": "stitch_loader",
    "password": "made-up",
    "database": "analytics",
    "ssl": "false",
}
GITHUB = {
    "type": "platform.github",
    "display_name": "GitHub",
    "properties": {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z", "access_token": "made-up"},
}
FEED = {"type": "import_api", "display_name": "Orders Feed"}
SUMMARY = "API access token of another account"

NAMING_THEIR_ACCOUNT = ("stitch_destination", "stitch_source", "stitch_notification_email", "stitch_post_load_hook")
IN_A_SOURCE = ("stitch_import_token", "stitch_replication_job", "stitch_stream_selection", "stitch_stream_selections")


async def populate(account: SimulatedAccount) -> Mapping[str, str]:
    """Create an object of each kind; what it can be imported by, or created with, by type."""
    destination = await account.call("POST", "/v4/destinations", {"type": "postgres", "properties": WAREHOUSE})
    source = await account.call("POST", "/v4/sources", FEED)
    email = await account.call("POST", EMAILS, {"email_address": "oncall@acme.example"})
    body = {"type": "post_load", "destination_id": destination["id"], "config": {"url": "https://hooks.acme.example"}}
    hook = await account.call("POST", HOOKS, body)
    found = (destination, source, email, hook)
    return {type_name: str(each["id"]) for type_name, each in zip(NAMING_THEIR_ACCOUNT, found, strict=True)}


async def imported(account: SimulatedAccount, type_name: str) -> Workspace:
    workspace = Workspace(account, type_name)
    assert not has_error(await workspace.import_state((await populate(account))[type_name]))
    return workspace


def state_in_source(type_name: str, schema: Any) -> dict[str, Any]:
    """The state of an object that belongs to a source and does not name its account."""
    given = {"source_id": MISSING, "id": MISSING, "stream": "orders", "streams": {}, "stop_on_destroy": True}
    return {name: given.get(name) for name in schema.attributes}


async def existing(account: SimulatedAccount, type_name: str) -> Workspace:
    """An object that belongs to a source, created in an account with a destination."""
    await account.call("POST", "/v4/destinations", {"type": "postgres", "properties": WAREHOUSE})
    source = await account.call("POST", "/v4/sources", FEED if type_name == "stitch_import_token" else GITHUB)
    source_id, managed = str(source["id"]), Workspace(account, type_name)
    given = {"stitch_stream_selection": {"stream": "issues"}, "stitch_stream_selections": {"streams": {"issues": {}}}}
    if type_name == "stitch_replication_job":
        streams = {"issues": {"fields": {"all": True}}}
        assert not await Workspace(account, "stitch_stream_selections").apply(source_id=source_id, streams=streams)
    assert not has_error(await managed.apply(source_id=source_id, **given.get(type_name, {})))
    assert managed.identity is not None
    return managed


async def refreshed(account: SimulatedAccount, managed: Workspace) -> read.Response:
    """What a refresh of this state makes of it in a process that uses this account."""
    await account.processes.start()
    await account.calls()
    request = read.Request(type_name=managed.type_name, state=managed.state, identity=managed.identity)
    return await read.read(account.session, request)


def only(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    (diagnostic,) = diagnostics
    return diagnostic


@in_virtual_time
@pytest.mark.parametrize("type_name", NAMING_THEIR_ACCOUNT)
async def test_an_object_stays_in_the_state_if_the_token_belongs_to_another_account(type_name: str) -> None:
    async with simulated() as account, simulated(client_id=OTHER) as another:
        managed = await imported(account, type_name)
        managed.state = {**(managed.state or {}), "id": MISSING}
        await another.call("POST", "/v4/sources", FEED)
        found = await refreshed(another, managed)
        refusal = only(found.diagnostics)
        assert (refusal.severity, refusal.summary) == (Severity.ERROR, SUMMARY)
        assert str(CLIENT_ID) in refusal.detail
        assert str(OTHER) in refusal.detail
        assert found.state == managed.state


@in_virtual_time
@pytest.mark.parametrize(
    ("type_name", "paths"),
    [
        ("stitch_destination", ["/v4/destinations"] * 2),
        ("stitch_source", ["/v4/sources/{id}", "/v4/sources"]),
        ("stitch_notification_email", [EMAILS] * 2),
        ("stitch_post_load_hook", [HOOKS] * 2),
    ],
)
async def test_what_shows_that_an_object_is_missing_also_shows_the_account(type_name: str, paths: list[str]) -> None:
    async with simulated() as account, simulated(client_id=OTHER) as another:
        managed = await imported(account, type_name)
        await populate(another)
        managed.state = {**(managed.state or {}), "id": MISSING}
        found = await refreshed(another, managed)
        assert only(found.diagnostics).summary == SUMMARY
        assert [path for _, path in await another.calls()] == [path.format(id=MISSING) for path in paths]


@in_virtual_time
@pytest.mark.parametrize("type_name", NAMING_THEIR_ACCOUNT)
async def test_an_object_that_was_deleted_in_its_account_leaves_the_state_without_a_warning(type_name: str) -> None:
    async with simulated() as account:
        managed = await imported(account, type_name)
        managed.state = {**(managed.state or {}), "id": MISSING}
        found = await refreshed(account, managed)
        assert (found.state, found.diagnostics) == (None, ())


@in_virtual_time
async def test_the_account_of_the_identity_counts_where_the_state_names_none() -> None:
    async with simulated() as account, simulated(client_id=OTHER) as another:
        managed = await imported(account, "stitch_source")
        await another.call("POST", "/v4/sources", FEED | {"display_name": "Another"})
        managed.state = {**(managed.state or {}), "id": MISSING, "stitch_client_id": None}
        assert only((await refreshed(another, managed)).diagnostics).summary == SUMMARY


@in_virtual_time
@pytest.mark.parametrize("type_name", IN_A_SOURCE)
async def test_client_id_protects_what_belongs_to_a_source(type_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with simulated(client_id=OTHER) as another:
        await another.call("POST", "/v4/sources", FEED)
        managed = Workspace(another, type_name)
        managed.state = state_in_source(type_name, another.session.resource(type_name).schema)
        assert (await refreshed(another, managed)).state is None
        monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
        found = await refreshed(another, managed)
        assert (only(found.diagnostics).summary, found.state) == (SUMMARY, managed.state)


@in_virtual_time
@pytest.mark.parametrize("type_name", IN_A_SOURCE)
async def test_what_belongs_to_a_source_stays_in_the_state_if_its_identity_names_another_account(
    type_name: str,
) -> None:
    async with simulated(client_id=OTHER) as another:
        await another.call("POST", "/v4/sources", FEED)
        managed = Workspace(another, type_name)
        managed.state = state_in_source(type_name, another.session.resource(type_name).schema)
        managed.identity = {"client_id": str(CLIENT_ID)}
        found = await refreshed(another, managed)
        assert (only(found.diagnostics).summary, found.state) == (SUMMARY, managed.state)


@in_virtual_time
@pytest.mark.parametrize("type_name", IN_A_SOURCE)
async def test_a_stored_identity_without_an_account_gets_it_with_the_next_read(type_name: str) -> None:
    async with simulated() as account:
        managed = await existing(account, type_name)
        complete = {**(managed.identity or {}), "client_id": str(CLIENT_ID)}
        managed.identity = {**complete, "client_id": None}
        calls = []
        for _ in range(2):
            found = await refreshed(account, managed)
            assert (found.identity, found.state, found.diagnostics) == (complete, managed.state, ())
            calls.append(len(await account.calls()))
            managed.identity = complete
        assert calls[0] <= calls[1] + 1


@in_virtual_time
async def test_one_search_finds_the_account_of_all_stored_identities_that_lack_it() -> None:
    async with simulated() as account:
        token = await existing(account, "stitch_import_token")
        await account.processes.start()
        await account.calls()
        for _ in range(3):
            identity = {**(token.identity or {}), "client_id": None}
            request = read.Request(type_name=token.type_name, state=token.state, identity=identity)
            assert (await read.read(account.session, request)).identity == token.identity
        assert [path for _, path in await account.calls()].count("/v4/destinations") == 1


@in_virtual_time
async def test_an_object_whose_account_cannot_be_looked_up_is_created_and_read_without_an_error() -> None:
    async with simulated() as account:
        source_id = str((await account.call("POST", "/v4/sources", FEED))["id"])
        token = Workspace(account, "stitch_import_token")
        planned = await token.plan(source_id=source_id)
        await account.processes.start()
        fault = {"method": "GET", "path": "/v4/destinations", "kind": "status", "status": 500}
        await account.call("POST", "/_simulator/faults", fault)
        assert await token.carry_out(planned, source_id=source_id) == ()
        assert token.state is not None
        assert token.identity == {"source_id": source_id, "id": token.state["id"], "client_id": None}
        await account.call("DELETE", "/_simulator/faults")
        await token.refresh()
        assert token.identity["client_id"] == str(CLIENT_ID)


@in_virtual_time
@pytest.mark.parametrize("type_name", [*NAMING_THEIR_ACCOUNT, *IN_A_SOURCE])
async def test_nothing_of_another_account_counts_as_destroyed(type_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with simulated(client_id=OTHER) as another:
        await another.call("POST", "/v4/sources", FEED)
        await another.processes.start()
        state = state_in_source(type_name, another.session.resource(type_name).schema)
        request = apply.Request(type_name=type_name, config=None, prior=state, planned=None)
        response = await apply.apply(another.session, request)
        assert (only(response.diagnostics).summary, response.state) == (SUMMARY, state)


@in_virtual_time
async def test_a_state_of_another_account_than_client_id_names_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    async with simulated() as account, simulated(client_id=OTHER) as another:
        managed = await imported(account, "stitch_source")
        monkeypatch.setenv("STITCH_CLIENT_ID", str(OTHER))
        refusal = only((await refreshed(another, managed)).diagnostics)
        assert (refusal.severity, refusal.summary) == (Severity.ERROR, "Object of another account")
        assert str(CLIENT_ID) in refusal.detail
        assert str(OTHER) in refusal.detail


@in_virtual_time
async def test_an_account_that_does_not_show_its_id_gets_a_warning_until_client_id_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with simulated() as account, simulated(client_id=OTHER) as empty:
        managed = await imported(account, "stitch_source")
        found = await refreshed(empty, managed)
        assert found.state is None
        warned = only(found.diagnostics)
        assert (warned.severity, warned.summary) == (Severity.WARNING, "Object is missing")
        assert f"source {managed.state and managed.state['id']}" in warned.detail
        assert "client_id" in warned.detail
        assert "STITCH_CLIENT_ID" in warned.detail
        monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
        found = await refreshed(empty, managed)
        assert (found.state, found.diagnostics) == (None, ())


@in_virtual_time
async def test_an_account_whose_plan_has_no_notifications_does_not_show_its_id_by_them() -> None:
    async with simulated() as account, simulated(client_id=OTHER, plan="standard", custom_emails=False) as empty:
        managed = await imported(account, "stitch_source")
        assert only((await refreshed(empty, managed)).diagnostics).summary == "Object is missing"


CONFIGURATIONS: Mapping[str, Mapping[str, Any]] = {
    "stitch_destination": {"type": "postgres", "properties": {"host": "db.acme.example"}},
    "stitch_source": FEED,
    "stitch_notification_email": {"email_address": "oncall@acme.example"},
    "stitch_post_load_hook": {"destination_id": "1", "url": "https://hooks.acme.example"},
    "stitch_import_token": {"source_id": "1"},
    "stitch_replication_job": {"source_id": "1"},
    "stitch_stream_selection": {"source_id": "1", "stream": "orders"},
    "stitch_stream_selections": {"source_id": "1", "streams": {}},
}


@pytest.mark.parametrize("type_name", CONFIGURATIONS)
async def test_a_plan_creates_nothing_in_another_account_than_client_id_names(
    type_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with simulated(client_id=OTHER) as another:
        await another.call("POST", "/v4/sources", FEED)
        planned = await Workspace(another, type_name).plan(**CONFIGURATIONS[type_name])
        refusal = only(planned.diagnostics)
        assert (refusal.severity, refusal.summary) == (Severity.ERROR, SUMMARY)
        assert str(CLIENT_ID) in refusal.detail
        assert str(OTHER) in refusal.detail


async def test_an_apply_creates_nothing_in_another_account_than_client_id_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with simulated(client_id=OTHER) as another:
        await another.call("POST", "/v4/sources", FEED)
        email = Workspace(another, "stitch_notification_email")
        planned = await email.plan(email_address="oncall@acme.example")
        monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
        await another.processes.start()
        refusal = only(await email.carry_out(planned, email_address="oncall@acme.example"))
        assert refusal.summary == SUMMARY
        assert await another.call("GET", EMAILS) == []


async def test_a_query_lists_nothing_of_another_account_than_client_id_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with simulated(client_id=OTHER) as another:
        await populate(another)
        for type_name in another.session.provider.list_resources:
            (event,) = await another.query(type_name)
            assert only(event.diagnostics).summary == SUMMARY


async def test_the_account_is_looked_up_once_for_all_that_is_created(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with simulated() as empty:
        for number in range(3):
            email = Workspace(empty, "stitch_notification_email")
            planned = await email.plan(email_address=f"oncall-{number}@acme.example")
            assert planned.action == "create"
        looked_at = [path for _, path in await empty.calls()]
        assert looked_at == ["/v4/destinations", "/v4/sources", EMAILS, HOOKS]


@in_virtual_time
async def test_a_plan_in_which_nothing_is_missing_makes_no_call_to_look_up_the_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    async with simulated() as account:
        managed = await imported(account, "stitch_source")
        assert (await refreshed(account, managed)).diagnostics == ()
        planned = await managed.plan(**FEED)
        assert planned.action == "nothing"
        assert len(await account.calls()) == 1
