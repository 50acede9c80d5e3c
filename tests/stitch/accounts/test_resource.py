from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from stitch.workspace import SimulatedAccount, Workspace, simulated
from stitch_provider.simulator import Options
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.engine import validate
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from stitch_provider.terraform.diagnostics import Diagnostic

DETAILS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "company": "Acme",
    "email": "ada@acme.example",
    "region": "eu-central-1",
}
OPTIONS = Options()


@pytest.fixture(autouse=True)
def _partner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STITCH_API_TOKEN", raising=False)
    monkeypatch.setenv("STITCH_PARTNER_ID", OPTIONS.partner_id)
    monkeypatch.setenv("STITCH_PARTNER_SECRET", OPTIONS.partner_secret)


@pytest.fixture
async def stitch() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        yield connected


@pytest.fixture
def account(stitch: SimulatedAccount) -> Workspace:
    return Workspace(stitch, "stitch_account")


async def code(stitch: SimulatedAccount) -> str:
    """The code that the redirect URI of a partner receives when a user agrees."""
    granted = await stitch.call("POST", "/_simulator/oauth/codes", {})
    return str(granted["code"])


def single(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    (diagnostic,) = diagnostics
    return diagnostic


async def test_a_created_account_has_an_id_and_a_token_and_plans_empty(account: Workspace) -> None:
    assert await account.apply(**DETAILS) == ()
    assert account.state is not None
    assert DETAILS.items() <= account.state.items()
    assert account.state["id"] == "204418"
    assert account.state["access_token"].startswith("ac_")
    assert account.identity == {"id": "204418"}
    await account.refresh()
    assert (await account.plan(**DETAILS)).action == "nothing"


async def test_refreshing_and_planning_an_account_call_nothing(account: Workspace, stitch: SimulatedAccount) -> None:
    await account.apply(**DETAILS)
    await stitch.calls()
    await account.refresh()
    assert (await account.plan(**DETAILS)).action == "nothing"
    assert await stitch.calls() == []


async def test_the_token_is_sensitive_and_the_secret_is_nowhere(account: Workspace) -> None:
    await account.apply(**DETAILS)
    assert account.attributes["access_token"].sensitive
    assert OPTIONS.partner_secret not in f"{account.state} {account.private!r}"


async def test_its_token_opens_the_account(account: Workspace, stitch: SimulatedAccount) -> None:
    await account.apply(**DETAILS)
    assert account.state is not None
    transport = stitch.tripwire
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        token = account.state["access_token"]
        answer = await client.get("/v4/sources", headers={"Authorization": f"Bearer {token}"})
    assert answer.json() == []


@pytest.mark.parametrize("name", DETAILS)
async def test_a_change_of_any_attribute_creates_another_account_with_a_warning(account: Workspace, name: str) -> None:
    await account.apply(**DETAILS)
    other = {"email": "grace@acme.example", "region": "us-east-1"}.get(name, "Another")
    planned = await account.plan(**(DETAILS | {name: other}))
    assert planned.requires_replace == (Path.of(name),)
    assert "204418" in single(planned.diagnostics).detail


async def test_destroying_it_only_removes_it_from_the_state_with_a_warning(
    account: Workspace, stitch: SimulatedAccount
) -> None:
    await account.apply(**DETAILS)
    resource = stitch.session.provider.resources["stitch_account"]
    assert account.state is not None
    (announced,) = await resource.plan_destroy(resource.model(**account.state))
    await stitch.calls()
    forgotten = single(await account.destroy())
    assert forgotten.severity is announced.severity is Severity.WARNING
    assert "204418" in forgotten.detail
    assert account.state is None
    assert await stitch.calls() == []


async def test_an_email_address_in_use_leads_to_oauth(account: Workspace, stitch: SimulatedAccount) -> None:
    await account.apply(**DETAILS)
    again = Workspace(stitch, "stitch_account")
    refused = single(await again.apply(**DETAILS))
    assert refused.path == Path.of("email")
    for words in ("authorization_code_wo", "https://app.stitchdata.com/oauth/authorization", "five minutes"):
        assert words in refused.detail
    assert again.state is None


async def test_an_account_that_exists_is_taken_over_with_a_code(account: Workspace, stitch: SimulatedAccount) -> None:
    granted = await code(stitch)
    assert await account.apply(authorization_code_wo=granted) == ()
    assert account.state is not None
    assert account.state["id"] == "204417"
    assert account.state["access_token"].startswith("ac_")
    assert granted not in f"{account.state} {account.private!r}"
    for later in ({}, {"authorization_code_wo": granted}, {"authorization_code_wo": UNKNOWN}):
        assert await account.validate(**later) == ()
        planned = await account.plan(**later)
        assert (planned.action, planned.diagnostics) == ("nothing", ())


async def test_a_code_can_be_used_once(account: Workspace, stitch: SimulatedAccount) -> None:
    granted = await code(stitch)
    await account.apply(authorization_code_wo=granted)
    refused = single(await Workspace(stitch, "stitch_account").apply(authorization_code_wo=granted))
    assert refused.path == Path.of("authorization_code_wo")
    assert "five minutes" in refused.detail
    assert granted not in refused.detail


async def test_a_code_that_is_null_at_apply_creates_nothing(account: Workspace, stitch: SimulatedAccount) -> None:
    planned = await account.plan(authorization_code_wo=UNKNOWN)
    assert planned.diagnostics == ()
    await stitch.calls()
    assert single(await account.carry_out(planned)).summary == "Missing attributes"
    assert await stitch.calls() == []


async def test_neither_details_nor_a_code_is_an_error_for_a_new_account(account: Workspace) -> None:
    assert await account.validate() == ()
    missing = single((await account.plan()).diagnostics)
    assert missing.severity is Severity.ERROR
    assert "authorization_code_wo" in missing.detail


async def test_details_beside_a_code_and_missing_details_are_refused_offline(account: Workspace) -> None:
    both = await account.validate(email="ada@acme.example", authorization_code_wo="code_1")
    assert single(both).path == Path.of("email")
    part = await account.validate(first_name="Ada", email="ada@acme.example")
    assert [each.path for each in part] == [Path.of(name) for name in ("last_name", "company", "region")]
    assert await account.validate(**(DETAILS | {"company": UNKNOWN})) == ()
    assert await account.validate(email=UNKNOWN, authorization_code_wo=UNKNOWN) == ()


@pytest.mark.parametrize(("name", "wrong"), [("region", "europe"), ("email", "ada"), ("company", " ")])
async def test_invalid_details_are_refused_offline(account: Workspace, name: str, wrong: str) -> None:
    assert single(await account.validate(**(DETAILS | {name: wrong}))).path == Path.of(name)


async def test_an_import_is_refused_with_what_to_do_instead(account: Workspace) -> None:
    refused = single(await account.import_state("204417"))
    assert refused.severity is Severity.ERROR
    assert "authorization_code_wo" in refused.detail


@pytest.mark.parametrize("variable", ["STITCH_PARTNER_ID", "STITCH_PARTNER_SECRET"])
async def test_wrong_partner_credentials_are_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "oc_made_up_and_wrong")
    async with simulated() as stitch:
        refused = single(await Workspace(stitch, "stitch_account").apply(**DETAILS))
        assert variable in refused.detail
        assert "oc_made_up_and_wrong" not in refused.detail


async def test_a_wrong_secret_is_not_taken_for_a_wrong_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_PARTNER_SECRET", "oc_made_up_and_wrong")
    async with simulated() as stitch:
        granted = await code(stitch)
        refused = single(await Workspace(stitch, "stitch_account").apply(authorization_code_wo=granted))
        assert "STITCH_PARTNER_SECRET" in refused.detail


@pytest.mark.parametrize("variable", ["STITCH_PARTNER_ID", "STITCH_PARTNER_SECRET"])
async def test_missing_credentials_are_named_at_plan(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.delenv(variable)
    async with simulated() as stitch:
        account = Workspace(stitch, "stitch_account")
        refused = single((await account.plan(**DETAILS)).diagnostics)
        assert variable in refused.detail
        with_code = (await account.plan(authorization_code_wo=UNKNOWN)).diagnostics
        assert len(with_code) == (variable == "STITCH_PARTNER_SECRET")


ACCOUNTS, EXCHANGE = "/v3/accounts", "/oauth/token"


async def refuse(stitch: SimulatedAccount, path: str, status: int, body: object) -> None:
    """Make the next call of this path fail."""
    fault = {"method": "POST", "path": path, "kind": "status", "status": status, "body": body}
    await stitch.call("POST", "/_simulator/faults", fault)


@pytest.mark.parametrize("path", [ACCOUNTS, EXCHANGE])
async def test_a_401_is_explained_by_the_credentials_of_the_partner_and_not_by_the_api_token(
    account: Workspace, stitch: SimulatedAccount, path: str
) -> None:
    await refuse(stitch, path, 401, {})
    config = DETAILS if path == ACCOUNTS else {"authorization_code_wo": "code_1"}
    refused = single(await account.apply(**config))
    assert refused.path == ROOT
    assert "does not accept the partner's credentials" in refused.detail
    assert "STITCH_PARTNER_SECRET" in refused.detail
    assert "STITCH_API_TOKEN" not in refused.detail
    assert "API access" not in refused.detail


SPELLINGS = [str, lambda secret: json.dumps(secret)[1:-1], lambda secret: quote(secret, safe="")]


@pytest.mark.parametrize("spell", SPELLINGS, ids=["raw", "JSON", "percent-encoded"])
@pytest.mark.parametrize("path", [ACCOUNTS, EXCHANGE])
async def test_a_partner_secret_that_the_service_quotes_is_hidden(
    monkeypatch: pytest.MonkeyPatch, path: str, spell: Callable[[str], str]
) -> None:
    secret = 'oc_s3cret/"ä"&'
    monkeypatch.setenv("STITCH_PARTNER_SECRET", secret)
    async with simulated() as stitch:
        quoted = {"code": "BadRequest", "message": f"Invalid form data, got {spell(secret)}."}
        await refuse(stitch, path, 400, quoted)
        config = DETAILS if path == ACCOUNTS else {"authorization_code_wo": "code_1"}
        refused = single(await Workspace(stitch, "stitch_account").apply(**config))
        assert "Invalid form data, got (hidden)." in refused.detail
        assert "s3cret" not in refused.detail


@pytest.mark.parametrize("spell", SPELLINGS, ids=["raw", "JSON", "percent-encoded"])
async def test_an_authorization_code_that_the_service_quotes_is_hidden(
    account: Workspace, stitch: SimulatedAccount, spell: Callable[[str], str]
) -> None:
    granted = 'c0de/"ä"&'
    await refuse(stitch, EXCHANGE, 400, {"error": "invalid_grant", "message": f"The code {spell(granted)} is unknown."})
    refused = single(await account.apply(authorization_code_wo=granted))
    assert refused.path == Path.of("authorization_code_wo")
    assert "c0de" not in refused.detail
    assert refused.detail == (
        "Stitch refused: The code (hidden) is unknown. An authorization code can be used only once, within "
        "five minutes and by one partner. Ask the user to authorize the partner again for a new code."
    )


async def test_a_lost_answer_says_what_may_exist_before_what_to_do(
    account: Workspace, stitch: SimulatedAccount
) -> None:
    await stitch.call("POST", "/_simulator/faults", {"method": "POST", "path": ACCOUNTS, "kind": "malformed"})
    lost = single(await account.apply(**DETAILS))
    assert lost.summary == 'Could not create an account for "Acme"'
    order = ("The answer was lost.", "The account may have been created anyway.", "Apply again")
    positions = [lost.detail.find(words) for words in order]
    assert -1 not in positions
    assert positions == sorted(positions)


@pytest.mark.parametrize(("path", "config"), [("/v3/accounts", DETAILS), ("/oauth/token", {"code": True})])
async def test_a_lost_answer_says_what_to_do(
    account: Workspace, stitch: SimulatedAccount, path: str, config: dict[str, Any]
) -> None:
    await stitch.call("POST", "/_simulator/faults", {"method": "POST", "path": path, "kind": "malformed"})
    config = {"authorization_code_wo": await code(stitch)} if "code" in config else config
    lost = single(await account.apply(**config))
    assert ("new code" if "authorization_code_wo" in config else "may have been created anyway") in lost.detail
    assert account.state is None


async def test_only_accounts_work_without_a_token() -> None:
    async with simulated(api_token=None) as stitch:
        assert await Workspace(stitch, "stitch_account").apply(**DETAILS) == ()
        token = Workspace(stitch, "stitch_import_token")
        refused = single((await token.plan(source_id="731950")).diagnostics)
        assert refused.summary == "No API access token"
        assert "STITCH_API_TOKEN" in refused.detail
        source = Workspace(stitch, "stitch_source")
        refused = single((await source.plan(type="import_api", display_name="Feed")).diagnostics)
        assert refused.summary == "No API access token"


async def test_write_only_codes_need_terraform_1_11(stitch: SimulatedAccount) -> None:
    config = dict.fromkeys((*DETAILS, "id", "access_token")) | {"authorization_code_wo": "code_1"}
    request = validate.ResourceRequest(type_name="stitch_account", config=config, write_only_allowed=False)
    assert (await validate.validate_resource(stitch.session, request)).diagnostics
