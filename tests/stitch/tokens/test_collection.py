"""The data source `stitch_import_tokens` and the list resource `stitch_import_token`."""

from __future__ import annotations

from typing import Any

import pytest

from stitch.workspace import CLIENT_ID, TOKEN, SimulatedAccount, Workspace, simulated
from stitch_provider.connect import ImportToken, Source
from stitch_provider.stitch.tokens.collection import IMPORT_TOKENS
from stitch_provider.terraform.values.path import ROOT

TYPE = "stitch_import_token"


async def add_source(
    account: SimulatedAccount, name: str, *, kind: str = "import_api", tokens: int = 0
) -> dict[str, Any]:
    source = await account.call("POST", "/v4/sources", {"type": kind, "display_name": name})
    made = [await account.call("POST", f"/v4/sources/{source['id']}/tokens") for _ in range(tokens)]
    return {"id": str(source["id"]), "tokens": [str(each["id"]) for each in made]}


@pytest.mark.parametrize("shape", ["objects", "integers"])
async def test_tokens_are_shown_oldest_first_without_their_values(shape: str) -> None:
    async with simulated(import_tokens=shape) as account:
        source = await add_source(account, "Orders Feed", tokens=2)
        found = await account.read_data("stitch_import_tokens", source_id=source["id"])
        assert found.diagnostics == ()
        assert found.state is not None
        assert list(found.state["ids"]) == source["tokens"]
        shown: Any = found.state["tokens"]
        assert [each["id"] for each in shown] == source["tokens"]
        assert {each["created_at"] is None for each in shown} == {shape == "integers"}
        assert "at_" not in str(shown).replace("created_at", "")


async def test_a_source_without_tokens_has_none(account: SimulatedAccount) -> None:
    source = await add_source(account, "Orders Feed")
    found = await account.read_data("stitch_import_tokens", source_id=source["id"])
    assert found.state is not None
    assert (found.state["ids"], found.state["tokens"]) == ((), ())


async def test_the_tokens_of_an_unknown_source_are_an_error_at_source_id(account: SimulatedAccount) -> None:
    (refused,) = (await account.read_data("stitch_import_tokens", source_id="999999")).diagnostics
    assert (refused.summary, str(refused.path)) == ("No such source", "source_id")


async def test_the_tokens_of_a_source_of_another_type_are_an_error_that_says_what_stitch_said(
    account: SimulatedAccount,
) -> None:
    source = await add_source(account, "GitHub", kind="platform.github")
    (refused,) = (await account.read_data("stitch_import_tokens", source_id=source["id"])).diagnostics
    assert "source is not of type import_api" in refused.detail


def test_the_import_id_is_that_of_the_source_and_that_of_the_token() -> None:
    assert IMPORT_TOKENS.import_id((Source(id=731905, type="import_api"), ImportToken(88120))) == "731905/88120"


async def test_a_query_finds_the_tokens_of_every_source_that_can_have_any_and_is_not_deleted(
    account: SimulatedAccount,
) -> None:
    await add_source(account, "GitHub", kind="platform.github")
    deleted = await add_source(account, "Deleted", tokens=1)
    await account.call("DELETE", f"/v4/sources/{deleted['id']}")
    first = await add_source(account, "First", tokens=2)
    second = await add_source(account, "Second", tokens=1)
    events = await account.query(TYPE)
    assert [event.identity for event in events] == [
        {"source_id": source["id"], "id": token, "client_id": str(CLIENT_ID)}
        for source in (first, second)
        for token in source["tokens"]
    ]
    assert events[0].display_name == f"First: token {first['tokens'][0]}"


async def test_a_query_of_one_source_reads_that_source_only(account: SimulatedAccount) -> None:
    await add_source(account, "First", tokens=1)
    second = await add_source(account, "Second", tokens=1)
    await account.calls()
    (event,) = await account.query(TYPE, source_id=second["id"], include_resource=False)
    assert event.state is None
    assert event.identity is not None
    assert event.identity["id"] == second["tokens"][0]
    source = f"/v4/sources/{second['id']}"
    assert await account.calls() == [("GET", source), ("GET", f"{source}/tokens")]


async def test_a_query_gives_the_state_that_an_import_gives(account: SimulatedAccount) -> None:
    await add_source(account, "Orders Feed", tokens=1)
    (event,) = await account.query(TYPE)
    token = Workspace(account, TYPE)
    await token.import_state(identity=event.identity)
    assert event.state == token.state
    assert (await token.plan(**await token.generated())).action == "nothing"


async def test_a_query_of_an_unknown_source_is_an_error(account: SimulatedAccount) -> None:
    (event,) = await account.query(TYPE, source_id="999999")
    assert [each.summary for each in event.diagnostics] == ["No such source"]


async def test_a_source_that_is_deleted_during_a_query_is_left_out(account: SimulatedAccount) -> None:
    await account.call("PATCH", "/_simulator/switches", {"clock_offset": -3600})
    first, deleted, last = [await add_source(account, name, tokens=1) for name in ("First", "Deleted", "Last")]
    await account.read_data("stitch_sources")
    await account.call("DELETE", f"/v4/sources/{deleted['id']}")
    await refuse(account, deleted["id"], {"error": "InvalidId", "data": {"message": "source not found"}})
    events = await account.query(TYPE)
    assert [event.display_name for event in events] == [
        f"First: token {first['tokens'][0]}",
        f"Last: token {last['tokens'][0]}",
    ]
    assert [event.diagnostics for event in events] == [(), ()]


async def test_a_source_that_exists_is_not_left_out_where_its_tokens_are_not_found(account: SimulatedAccount) -> None:
    await account.call("PATCH", "/_simulator/switches", {"clock_offset": -3600})
    source = await add_source(account, "Orders Feed", tokens=1)
    await refuse(account, source["id"], {"error": "InvalidId", "data": {"message": "source not found"}})
    (event,) = await account.query(TYPE)
    (refused,) = event.diagnostics
    assert f"and yet source {source['id']} exists" in refused.detail


async def test_any_other_refusal_ends_a_query_with_what_stitch_said(account: SimulatedAccount) -> None:
    source = await add_source(account, "Orders Feed", tokens=1)
    await refuse(account, source["id"], {"error": "Forbidden", "data": {"message": f"{TOKEN} may not read tokens"}})
    (event,) = await account.query(TYPE)
    (refused,) = event.diagnostics
    assert (refused.summary, refused.path) == ("Could not list the import tokens", ROOT)
    assert refused.detail == "Stitch refused: (hidden) may not read tokens."


async def refuse(account: SimulatedAccount, source_id: str, body: dict[str, Any]) -> None:
    """Let the list of one source's tokens fail."""
    fault = {"method": "GET", "path": f"/v4/sources/{source_id}/tokens", "kind": "status", "status": 400, "body": body}
    await account.call("POST", "/_simulator/faults", fault)
