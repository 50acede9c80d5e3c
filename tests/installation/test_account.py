"""Whether Stitch can be reached, with a simulated account."""

from __future__ import annotations

import httpx
import pytest

from stitch.workspace import CLIENT_ID, TOKEN
from stitch_provider.installation import account
from stitch_provider.simulator import Options, create_app

OTHER_TOKEN = "ac_another/token+of=tests"
ADDRESS = "http://127.0.0.1"


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STITCH_CLIENT_ID", "STITCH_MAX_ATTEMPTS", "STITCH_PARTNER_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STITCH_BASE_URL", ADDRESS)
    monkeypatch.setenv("STITCH_API_TOKEN", TOKEN)


async def results(transport: httpx.AsyncBaseTransport | None = None, *, empty: bool = False) -> dict[str, str]:
    """The results by check. No finding contains the token."""
    app = create_app(Options(token=TOKEN, client_id=CLIENT_ID))
    simulated = httpx.ASGITransport(app)
    if not empty:
        async with httpx.AsyncClient(transport=simulated, base_url=ADDRESS) as seeding:
            body = {"sources": [{"type": "platform.github", "display_name": "Widgets"}]}
            (await seeding.post("/_simulator/seed", json=body)).raise_for_status()
    findings = await account.check(transport or simulated)
    assert not any(token in each.found + each.action for each in findings for token in (TOKEN, OTHER_TOKEN))
    assert all(bool(each.action) == (each.result != "ok") for each in findings)
    return {each.check: each.result for each in findings}


async def test_the_account_of_the_token_is_shown() -> None:
    assert await results() == {"token": "ok", "network": "ok", "account": "ok"}


async def test_without_a_token_nothing_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STITCH_API_TOKEN")

    def called(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    assert await results(httpx.MockTransport(called)) == {"token": "warning"}


async def test_a_token_that_stitch_does_not_accept_is_a_problem_of_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_API_TOKEN", OTHER_TOKEN)
    assert await results() == {"network": "ok", "token": "problem"}


async def test_a_service_that_cannot_be_reached_is_a_problem_of_the_network() -> None:
    attempts = 0

    def refuse(request: httpx.Request) -> httpx.Response:
        nonlocal attempts
        attempts += 1
        raise httpx.ConnectError("connection refused", request=request)

    assert await results(httpx.MockTransport(refuse)) == {"token": "ok", "network": "problem"}
    assert attempts == 1


async def test_settings_that_cannot_be_used_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_BASE_URL", "api.stitchdata.com")
    assert await results() == {"settings": "problem"}


async def test_a_token_of_another_account_than_the_configured_one_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))
    assert (await results())["account"] == "ok"
    monkeypatch.setenv("STITCH_CLIENT_ID", "999999")
    assert (await results())["account"] == "problem"


async def test_an_account_without_objects_cannot_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", "999999")
    assert (await results(empty=True))["account"] == "ok"
