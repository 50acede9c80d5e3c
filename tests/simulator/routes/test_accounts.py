from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.account import Account

PERSON = {
    "partner_id": "oc_example_partner",
    "partner_secret": "oc_example_secret",
    "first_name": "Data",
    "last_name": "Platform",
    "company": "Acme Widgets",
    "email": "data-platform@acme.example",
}


@pytest.mark.parametrize("token", [None, "Bearer nope", "Basic ac_example_token", "Bearer "])
async def test_calls_without_a_valid_token_are_unauthorized(account: Account, token: str | None) -> None:
    account.client.headers.pop("authorization")
    headers = {} if token is None else {"Authorization": token}
    response = await account.client.get("/v4/sources", headers=headers)
    assert (response.status_code, response.content) == (401, b"")


async def test_a_switch_removes_the_api_from_the_standard_plan(account: Account) -> None:
    await account.switch(plan="standard", standard_api_access=False)
    assert (await account.call("GET", "/v4/sources")).status_code == 401


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ([], {}),
        ({**PERSON, "partner_id": "x"}, {"partner_id": "required"}),
        ({**PERSON, "partner_secret": ""}, {"partner_secret": "required"}),
        ({**PERSON, "email": ""}, {"email": "required"}),
    ],
)
async def test_an_incomplete_account_is_refused(account: Account, body: Any, errors: dict[str, str]) -> None:
    refusal = await account.refused("POST", "/v3/accounts", body)
    assert refusal == {"code": "BadRequest", "message": "Invalid form data.", "errors": errors}


async def test_a_new_account_sees_only_itself(account: Account) -> None:
    await account.seed(sources=[{"type": "import_api", "display_name": "Feed"}])
    made = await account.ok("POST", "/v3/accounts", PERSON)
    account.client.headers["authorization"] = f"Bearer {made['access_token']}"
    assert await account.ok("GET", "/v4/sources") == []
    assert (await account.call("GET", "/v4/sources/731905")).status_code == 404
    assert (await account.ok("GET", f"/v4/{made['stitch_account_id']}/loads"))["total"] == 0
    assert (await account.call("GET", "/v4/204417/loads")).status_code == 401


async def test_an_authorization_code_can_be_exchanged_once_within_five_minutes(account: Account) -> None:
    codes = [(await account.ok("POST", "/_simulator/oauth/codes"))["code"] for _ in range(2)]
    form = {"client_secret": "oc_example_secret", "code": codes[0], "grant_type": "authorization_code"}
    exchanged = await account.client.post("/oauth/token", data=form)
    assert exchanged.json()["stitch_account_id"] == 204417
    account.client.headers["authorization"] = f"Bearer {exchanged.json()['access_token']}"
    assert await account.ok("GET", "/v4/sources") == []
    assert (await account.client.post("/oauth/token", data=form)).json() == {"error": "invalid_grant"}
    account.clock.set("2024-05-14T09:36:00Z")
    late = await account.client.post("/oauth/token", data={**form, "code": codes[1]})
    assert late.json() == {"error": "invalid_grant"}


async def test_a_session_gets_an_ephemeral_token(account: Account) -> None:
    assert (await account.ok("POST", "/v3/sessions/ephemeral"))["ephemeral_token"]
