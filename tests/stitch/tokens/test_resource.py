from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.workspace import CLIENT_ID, TOKEN, SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Severity, has_error
from stitch_provider.terraform.engine import apply, read
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic


@pytest.fixture
def token(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_import_token")


@pytest.fixture
async def source_id(account: SimulatedAccount) -> str:
    return await add_source(account)


async def add_source(account: SimulatedAccount, kind: str = "import_api", name: str = "Orders Feed") -> str:
    created = await account.call("POST", "/v4/sources", {"type": kind, "display_name": name})
    return str(created["id"])


async def listed(account: SimulatedAccount, source_id: str) -> list[str]:
    return [str(each["token_id"]) for each in await account.call("GET", f"/v4/sources/{source_id}/tokens")]


TOKENS_LISTED = {"kind": "status", "method": "GET", "path": "*/tokens"}


async def refuse(account: SimulatedAccount, method: str, text: str, *, skip: int = 0) -> None:
    """Refuse the next call about tokens with this method, or one after it."""
    path = "*/tokens/*" if method == "DELETE" else "*/tokens"
    fault = {"method": method, "path": path, "kind": "status", "status": 400, "body": text, "count": 1, "skip": skip}
    await account.call("POST", "/_simulator/faults", fault)


def only(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    (diagnostic,) = diagnostics
    return diagnostic


async def test_a_created_token_keeps_its_value_and_plans_empty(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    assert await token.apply(source_id=source_id) == ()
    assert token.state is not None
    assert [token.state["id"]] == await listed(account, source_id)
    assert token.state["access_token"].startswith("at_")
    assert token.state["created_at"].endswith("Z")
    assert token.identity == {"source_id": source_id, "id": token.state["id"], "client_id": str(CLIENT_ID)}
    before = token.state
    await token.refresh()
    assert token.state == before
    assert (await token.plan(source_id=source_id)).action == "nothing"


async def test_the_value_is_sensitive_and_stays_out_of_private_state_and_identity(
    token: Workspace, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    assert token.attributes["access_token"].sensitive
    assert token.state is not None
    assert token.state["access_token"] not in f"{token.private!r} {token.identity}"


@pytest.mark.parametrize("shape", ["objects", "integers"])
async def test_both_shapes_of_the_list_are_read(shape: str) -> None:
    async with simulated(import_tokens=shape) as account:
        source_id = await add_source(account)
        token = Workspace(account, "stitch_import_token")
        await token.apply(source_id=source_id)
        await token.refresh()
        assert token.state is not None
        assert (token.state["created_at"] is None) == (shape == "integers")
        assert token.state["access_token"] is not None


async def test_a_change_of_triggers_or_source_replaces_the_token(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id, triggers={"month": "1"})
    other = await add_source(account, name="Another Feed")
    for change in ({"triggers": {"month": "2"}}, {"triggers": None}, {"source_id": other}):
        planned = await token.plan(**({"source_id": source_id, "triggers": {"month": "1"}} | change))
        assert planned.action == "replace"
        assert [str(path) for path in planned.requires_replace] == list(change)


@pytest.mark.parametrize("imported", [False, True])
async def test_a_change_of_triggers_between_null_and_an_empty_map_sends_nothing(
    token: Workspace, account: SimulatedAccount, source_id: str, imported: bool
) -> None:
    await token.apply(source_id=source_id)
    if imported:
        (token_id,) = await listed(account, source_id)
        await token.import_state(f"{source_id}/{token_id}")
    before = dict(token.state or {})
    await account.calls()
    for triggers in ({}, None):
        planned = await token.plan(source_id=source_id, triggers=triggers)
        assert planned.action == "update"
        assert planned.after == before | {"triggers": triggers}
        assert await token.carry_out(planned, source_id=source_id, triggers=triggers) == ()
        assert token.state == before | {"triggers": triggers}
    assert await account.calls() == []


async def test_a_replaced_token_has_another_value(token: Workspace, account: SimulatedAccount, source_id: str) -> None:
    await token.apply(source_id=source_id, triggers={"month": "1"})
    assert token.state is not None
    before = token.state
    await token.apply(source_id=source_id, triggers={"month": "2"})
    assert token.state["id"] != before["id"]
    assert token.state["access_token"] != before["access_token"]
    assert await listed(account, source_id) == [token.state["id"]]


async def test_a_second_token_can_be_created_before_the_first_is_revoked(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    successor = Workspace(account, "stitch_import_token")
    assert await successor.apply(source_id=source_id) == ()
    assert len(await listed(account, source_id)) == 2
    assert await token.destroy() == ()
    assert successor.state is not None
    assert await listed(account, source_id) == [successor.state["id"]]


@pytest.mark.parametrize("shape", ["objects", "integers"])
async def test_a_third_token_is_an_error_that_names_the_other_two_and_says_how_to_revoke_one(shape: str) -> None:
    async with simulated(import_tokens=shape) as account:
        source_id = await add_source(account)
        first, second = [await account.call("POST", f"/v4/sources/{source_id}/tokens") for _ in range(2)]
        token = Workspace(account, "stitch_import_token")
        refused = only(await token.apply(source_id=source_id))
    assert (refused.severity, refused.path) == (Severity.ERROR, Path.of("source_id"))
    assert refused.summary == f"Could not create a token for source {source_id}"
    assert re.sub(r" \(created [^)]*Z\)", "", refused.detail) == (
        f"Stitch refused: a source can have at most 2 active tokens. The source has the tokens {first['id']} and "
        f"{second['id']}, and Stitch allows 2 at a time. Revoke the token that is no longer used: import it as "
        f'"{source_id}/<token id>" and destroy it, or use the Stitch web application. A replacement with '
        "create_before_destroy, or an ephemeral token, temporarily needs a second token."
    )
    assert ("created" in refused.detail) == (shape == "objects")
    assert token.state is None


async def test_a_refusal_for_another_reason_says_what_stitch_said(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await account.call("POST", f"/v4/sources/{source_id}/tokens")
    await refuse(account, "POST", f"{TOKEN} may not create tokens")
    refused = only(await token.apply(source_id=source_id))
    assert refused.detail == "Stitch refused: (hidden) may not create tokens."
    assert refused.path == Path.of("source_id")


async def test_where_the_tokens_cannot_be_counted_a_refusal_says_what_stitch_said(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    for _ in range(2):
        await account.call("POST", f"/v4/sources/{source_id}/tokens")
    await refuse(account, "GET", "no list", skip=1)
    refused = only(await token.apply(source_id=source_id))
    assert refused.detail == "Stitch refused: a source can have at most 2 active tokens."


async def test_a_token_that_was_revoked_is_created_again(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    assert token.state is not None
    await account.call("DELETE", f"/v4/sources/{source_id}/tokens/{token.state['id']}")
    await token.refresh()
    assert token.state is None
    assert (await token.plan(source_id=source_id)).action == "create"


async def test_destroying_revokes_the_token_and_succeeds_where_it_was_revoked_already(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    state = token.state
    assert await token.destroy() == ()
    assert await listed(account, source_id) == []
    token.state = state
    assert await token.destroy() == ()


async def test_destroying_a_token_of_a_deleted_source_succeeds(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    await account.call("DELETE", f"/v4/sources/{source_id}")
    assert await token.destroy() == ()


async def test_a_source_that_cannot_have_tokens_is_an_error_at_plan(
    token: Workspace, account: SimulatedAccount
) -> None:
    source_id = await add_source(account, "platform.github")
    refused = only((await token.plan(source_id=source_id)).diagnostics)
    assert (refused.severity, refused.path) == (Severity.ERROR, Path.of("source_id"))
    assert refused.summary == "Source without import tokens"


async def test_a_source_that_does_not_exist_is_a_warning_of_the_plan_and_an_error_of_the_apply(
    token: Workspace,
) -> None:
    planned = await token.plan(source_id="999999")
    warned = only(planned.diagnostics)
    assert (warned.severity, warned.summary) == (Severity.WARNING, "No such source")
    assert "the apply fails" in warned.detail
    refused = only(await token.carry_out(planned, source_id="999999"))
    assert (refused.severity, refused.summary) == (Severity.ERROR, "No such source")


async def test_a_source_that_is_not_known_yet_is_not_checked(token: Workspace, account: SimulatedAccount) -> None:
    await account.calls()
    planned = await token.plan(source_id=UNKNOWN)
    assert planned.diagnostics == ()
    assert await account.calls() == []


async def test_the_source_of_a_token_that_exists_is_not_checked_again(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    await token.refresh()
    await account.calls()
    assert (await token.plan(source_id=source_id)).action == "nothing"
    assert await account.calls() == []


async def test_a_source_that_is_deleted_before_the_apply_is_an_error(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    planned = await token.plan(source_id=source_id)
    await account.call("DELETE", f"/v4/sources/{source_id}")
    refused = only(await token.carry_out(planned, source_id=source_id))
    assert refused.summary == "No such source"


async def test_the_value_is_saved_before_the_next_call(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    calls = 0

    def crash_at_the_list() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise ZeroDivisionError

    planned = await token.plan(source_id=source_id)
    account.tripwire.ending, account.tripwire.act = "/tokens", crash_at_the_list
    progress = apply.Progress()
    with pytest.raises(ZeroDivisionError):
        await token.carry_out(planned, progress, source_id=source_id)
    assert progress.saved is not None
    state, _ = progress.saved
    assert [state.id] == await listed(account, source_id)
    assert state.access_token.startswith("at_")


async def test_a_date_that_cannot_be_looked_up_after_the_creation_stays_null(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await refuse(account, "GET", "no", skip=1)
    with token.breaking_invariants("the next refresh finds the date"):
        assert await token.apply(source_id=source_id) == ()
    assert token.state is not None
    assert token.state["created_at"] is None
    assert token.state["access_token"].startswith("at_")


async def test_the_date_of_another_token_is_not_taken(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    other = [{"token_id": 1, "created_at": "2020-01-01T00:00:00Z"}]
    fault = TOKENS_LISTED | {"status": 200, "body": other, "count": 1, "skip": 1}
    await account.call("POST", "/_simulator/faults", fault)
    with token.breaking_invariants("the next refresh finds the date"):
        await token.apply(source_id=source_id)
    assert token.state is not None
    assert token.state["created_at"] is None


async def test_a_date_that_the_service_does_not_show_any_more_is_kept(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    before = token.state
    await account.call("PATCH", "/_simulator/switches", {"import_tokens": "integers"})
    await token.refresh()
    assert token.state == before


async def test_a_token_of_an_unknown_source_is_removed_from_the_state(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    await account.call("DELETE", f"/v4/sources/{source_id}")
    unknown = {"error": "InvalidId", "data": {"message": "source not found"}}
    await account.call("POST", "/_simulator/faults", TOKENS_LISTED | {"status": 400, "body": unknown})
    await token.refresh()
    assert token.state is None


@pytest.mark.parametrize(
    "answer", [{"status": 404, "body": "<html>"}, {"status": 200, "body": None}], ids=["404", "null"]
)
async def test_a_token_is_kept_where_its_source_exists_and_its_list_cannot_be_read(
    token: Workspace, account: SimulatedAccount, answer: dict[str, Any]
) -> None:
    await account.call("PATCH", "/_simulator/switches", {"clock_offset": -3600})
    source_id = await add_source(account)
    await token.apply(source_id=source_id)
    await account.call("POST", "/_simulator/faults", TOKENS_LISTED | answer)
    request = read.Request(type_name=token.type_name, state=token.state)
    response = await read.read(account.session, request)
    assert has_error(response.diagnostics)


async def test_where_tokens_of_a_source_that_exists_are_not_found_the_error_does_not_say_that_it_is_missing(
    token: Workspace, account: SimulatedAccount
) -> None:
    await account.call("PATCH", "/_simulator/switches", {"clock_offset": -3600})
    source_id = await add_source(account)
    await token.apply(source_id=source_id)
    assert token.state is not None
    named = f"{source_id}/{token.state['id']}"
    await account.call("POST", "/_simulator/faults", TOKENS_LISTED | {"status": 404, "body": "<html>"})
    request = read.Request(type_name=token.type_name, state=token.state)
    refused = only((await read.read(account.session, request)).diagnostics), only(await token.import_state(named))
    for error in refused:
        assert f"and yet source {source_id} exists" in error.detail
        assert "does not exist" not in error.detail


@pytest.mark.parametrize("status", [200, 403, 429, 500])
async def test_a_lost_answer_leaves_one_token_whose_value_is_known(
    token: Workspace, account: SimulatedAccount, source_id: str, status: int
) -> None:
    answer = {"kind": "status", "status": status, "body": "<html>", "effect": True}
    fault = {"method": "POST", "path": "*/tokens", "count": 1} | answer
    await account.call("POST", "/_simulator/faults", fault)
    assert await token.apply(source_id=source_id) == ()
    assert token.state is not None
    assert await listed(account, source_id) == [token.state["id"]]
    assert token.state["access_token"].startswith("at_")


async def test_a_token_whose_value_is_always_lost_is_revoked_and_the_error_says_so(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    fault = {"method": "POST", "path": "*/tokens", "kind": "malformed"}
    await account.call("POST", "/_simulator/faults", fault)
    lost = only(await token.apply(source_id=source_id))
    assert lost.detail.startswith("The answer was lost.")
    assert lost.detail.endswith("a token whose value is lost. The provider revoked it. Apply again.")
    assert await listed(account, source_id) == []


async def test_a_lost_answer_names_the_token_that_cannot_be_revoked(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    fault = {"method": "POST", "path": "*/tokens", "kind": "malformed"}
    await account.call("POST", "/_simulator/faults", fault)
    await refuse(account, "DELETE", "no")
    lost = only(await token.apply(source_id=source_id))
    (left,) = await listed(account, source_id)
    assert f'import it as "{source_id}/{left}" and destroy it' in lost.detail


async def test_a_lost_answer_says_that_there_may_be_a_token_and_how_to_revoke_it(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await account.call(
        "POST", "/_simulator/faults", {"method": "POST", "path": "*/tokens", "kind": "malformed", "effect": False}
    )
    lost = only(await token.apply(source_id=source_id))
    parts = ("The answer was lost.", "may have created a token", "stitch_import_tokens", "revoke it", "import it as")
    places = [lost.detail.index(part) for part in parts]
    assert places == sorted(places)
    assert lost.path == Path.of("source_id")
    assert token.state is None


async def test_a_token_that_cannot_be_revoked_stays_in_the_state(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    await token.apply(source_id=source_id)
    await refuse(account, "DELETE", "no")
    refused = only(await token.destroy())
    assert token.state is not None
    assert refused.summary == f"Could not revoke token {token.state['id']} of source {source_id}"
    assert refused.detail == "Stitch refused: no."


@pytest.mark.parametrize("by", ["id", "identity"])
async def test_an_import_explains_the_missing_value_and_plans_empty(
    token: Workspace, account: SimulatedAccount, source_id: str, by: str
) -> None:
    made = await account.call("POST", f"/v4/sources/{source_id}/tokens")
    number = str(made["id"])
    identity: dict[str, Any] = {"source_id": source_id, "id": number, "client_id": str(CLIENT_ID)}
    explained = only(
        await (token.import_state(f"{source_id}/{number}") if by == "id" else token.import_state(identity=identity))
    )
    assert explained.severity is Severity.WARNING
    assert explained.path == Path.of("access_token")
    assert "only when it is created" in explained.detail
    assert f"token {number} of source {source_id}" in explained.detail
    assert token.state is not None
    assert (token.state["id"], token.state["access_token"]) == (number, None)
    assert token.identity == identity
    await token.refresh()
    assert (await token.plan(**await token.generated())).action == "nothing"


@pytest.mark.parametrize("named", ["903117745", "731950/", "/903117745", "731950/x", "a/b"])
async def test_a_malformed_import_id_shows_what_one_looks_like(token: Workspace, named: str) -> None:
    refused = only(await token.import_state(named))
    assert "731950/903117745" in refused.detail


async def test_the_import_of_an_unknown_token_names_the_tokens_of_the_source(
    token: Workspace, account: SimulatedAccount, source_id: str
) -> None:
    made = await account.call("POST", f"/v4/sources/{source_id}/tokens")
    refused = only(await token.import_state(f"{source_id}/1"))
    assert refused.summary == "No such token"
    assert str(made["id"]) in refused.detail
    assert made["access_token"] not in refused.detail


async def test_an_import_from_another_account_is_refused(token: Workspace, source_id: str) -> None:
    refused = only(await token.import_state(identity={"source_id": source_id, "id": "1", "client_id": "1"}))
    assert refused.summary == "Object of another account"


async def test_a_malformed_source_id_is_refused_offline(token: Workspace) -> None:
    refused = only(await token.validate(source_id="orders_feed"))
    assert refused.path == Path.of("source_id")


@in_virtual_time
async def test_a_token_of_a_new_source_is_created_and_read_although_the_source_is_not_found_at_first() -> None:
    async with simulated() as account:
        source, token = await add_source(account), Workspace(account, "stitch_import_token")
        unknown = {"error": "InvalidId", "data": {"message": "source not found"}}
        denied = {"kind": "status", "path": f"/v4/sources/{source}/tokens", "count": 3}
        planned = await token.plan(source_id=source)
        for method, answer in (("GET", {"status": 404, "body": "<html>"}), ("POST", {"status": 400, "body": unknown})):
            await account.call("POST", "/_simulator/faults", denied | {"method": method} | answer)
        assert await token.carry_out(planned, source_id=source) == ()
        assert token.state is not None
        assert await listed(account, source) == [token.state["id"]]
        await account.call("POST", "/_simulator/faults", denied | {"method": "GET", "status": 404})
        await token.refresh()
        assert token.state is not None
