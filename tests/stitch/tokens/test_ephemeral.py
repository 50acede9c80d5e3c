from __future__ import annotations

import pytest

from stitch.workspace import TOKEN, SimulatedAccount
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import configure, open_ephemeral
from stitch_provider.terraform.engine.close_ephemeral import close_opened

TYPE = "stitch_import_token"


@pytest.fixture
async def source_id(account: SimulatedAccount) -> str:
    created = await account.call("POST", "/v4/sources", {"type": "import_api", "display_name": "Orders Feed"})
    return str(created["id"])


async def test_opening_creates_a_token_and_closing_revokes_it(account: SimulatedAccount, source_id: str) -> None:
    opened = await account.open(TYPE, source_id=source_id)
    assert opened.diagnostics == ()
    assert opened.renew_at is None
    assert opened.result is not None
    value, number = opened.result["access_token"], opened.result["id"]
    assert isinstance(value, str)
    assert value.startswith("at_")
    assert value.encode() not in opened.private
    assert [str(each["token_id"]) for each in await account.call("GET", f"/v4/sources/{source_id}/tokens")] == [number]
    assert await account.close(TYPE, opened) == ()
    assert await account.call("GET", f"/v4/sources/{source_id}/tokens") == []


async def test_a_token_that_terraform_left_open_is_revoked_at_the_end_even_after_a_request_to_stop(
    account: SimulatedAccount, source_id: str
) -> None:
    await account.open(TYPE, source_id=source_id)
    configure.stop(account.session)
    assert await close_opened(account.session) == ()
    assert await account.call("GET", f"/v4/sources/{source_id}/tokens") == []


async def test_closing_a_token_that_was_revoked_already_succeeds(account: SimulatedAccount, source_id: str) -> None:
    opened = await account.open(TYPE, source_id=source_id)
    assert await account.close(TYPE, opened) == ()
    assert await account.close(TYPE, opened) == ()


async def test_a_token_that_cannot_be_revoked_is_a_warning_that_says_how_to_revoke_it(
    account: SimulatedAccount, source_id: str
) -> None:
    opened = await account.open(TYPE, source_id=source_id)
    fault = {"method": "DELETE", "path": "*/tokens/*", "kind": "status", "status": 400, "body": f"{TOKEN} may not"}
    await account.call("POST", "/_simulator/faults", fault)
    (warned,) = await account.close(TYPE, opened)
    assert opened.result is not None
    number = opened.result["id"]
    assert warned.severity is Severity.WARNING
    assert warned.summary == f"Could not revoke token {number} of source {source_id}"
    assert warned.detail == (
        "Stitch refused: (hidden) may not. The token is still valid and is one of the two that the source can have. "
        f'To revoke it, import it as "{source_id}/{number}" and destroy it, or use the Stitch web application.'
    )


@pytest.mark.parametrize("private", [b"", b"{}", b'{"source_id":"x","id":null}'])
async def test_without_the_id_of_the_token_closing_is_a_warning(account: SimulatedAccount, private: bytes) -> None:
    (warned,) = await account.close(TYPE, open_ephemeral.Response(result=None, private=private))
    assert (warned.severity, warned.summary) == (Severity.WARNING, "Token was not revoked")
    assert "stitch_import_tokens" in warned.detail


async def test_a_third_token_is_an_error_that_names_the_other_two(account: SimulatedAccount, source_id: str) -> None:
    made = [await account.call("POST", f"/v4/sources/{source_id}/tokens") for _ in range(2)]
    opened = await account.open(TYPE, source_id=source_id)
    assert opened.result is None
    (refused,) = opened.diagnostics
    assert all(str(each["id"]) in refused.detail for each in made)


async def test_an_unknown_source_is_an_error(account: SimulatedAccount) -> None:
    (refused,) = (await account.open(TYPE, source_id="999999")).diagnostics
    assert refused.summary == "No such source"


async def test_for_a_source_of_another_type_the_error_says_what_stitch_said(account: SimulatedAccount) -> None:
    created = await account.call("POST", "/v4/sources", {"type": "platform.github", "display_name": "GitHub"})
    (refused,) = (await account.open(TYPE, source_id=str(created["id"]))).diagnostics
    assert "import_api" in refused.detail
