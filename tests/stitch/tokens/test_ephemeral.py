from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch.workspace import SimulatedAccount, simulated
from stitch_provider.terraform.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TYPE = "stitch_import_token"


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    async with simulated() as connected:
        yield connected


@pytest.fixture
async def source_id(account: SimulatedAccount) -> str:
    created = await account.call("POST", "/v4/sources", {"type": "import_api", "display_name": "Orders Feed"})
    return str(created["id"])


async def test_opening_makes_a_token_and_closing_revokes_it(account: SimulatedAccount, source_id: str) -> None:
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


async def test_closing_one_that_is_gone_already_succeeds(account: SimulatedAccount, source_id: str) -> None:
    opened = await account.open(TYPE, source_id=source_id)
    assert await account.close(TYPE, opened) == ()
    assert await account.close(TYPE, opened) == ()


async def test_one_that_cannot_be_revoked_is_named_in_a_warning(account: SimulatedAccount, source_id: str) -> None:
    opened = await account.open(TYPE, source_id=source_id)
    fault = {"method": "DELETE", "path": "*/tokens/*", "kind": "status", "status": 400, "body": "no"}
    await account.call("POST", "/_simulator/faults", fault)
    (left,) = await account.close(TYPE, opened)
    assert opened.result is not None
    assert left.severity is Severity.WARNING
    assert f"{source_id}/{opened.result['id']}" in left.detail


async def test_a_token_too_many_is_refused_with_what_to_do_about_it(account: SimulatedAccount, source_id: str) -> None:
    for _ in range(2):
        await account.call("POST", f"/v4/sources/{source_id}/tokens")
    opened = await account.open(TYPE, source_id=source_id)
    assert opened.result is None
    (refused,) = opened.diagnostics
    assert "Make room" in refused.detail


async def test_a_source_that_is_not_there_is_named(account: SimulatedAccount) -> None:
    (refused,) = (await account.open(TYPE, source_id="999999")).diagnostics
    assert refused.summary == "Unknown source"


async def test_a_source_of_another_type_is_refused_in_the_words_of_the_service(account: SimulatedAccount) -> None:
    created = await account.call("POST", "/v4/sources", {"type": "platform.github", "display_name": "GitHub"})
    (refused,) = (await account.open(TYPE, source_id=str(created["id"]))).diagnostics
    assert "import_api" in refused.detail
