from __future__ import annotations

from stitch.workspace import simulated


async def test_a_session_token_is_opened_and_needs_no_closing() -> None:
    async with simulated() as account:
        opened = await account.open("stitch_session")
        assert opened.diagnostics == ()
        assert opened.result is not None
        assert opened.result["ephemeral_token"]
        assert opened.renew_at is None
        await account.calls()
        assert await account.close("stitch_session", opened) == ()
        assert await account.calls() == []


async def test_every_session_has_a_token_of_its_own() -> None:
    async with simulated() as account:
        first, second = await account.open("stitch_session"), await account.open("stitch_session")
        assert first.result != second.result


async def test_a_refusal_quotes_the_service() -> None:
    async with simulated() as account:
        fault = {"method": "POST", "path": "/v3/sessions/ephemeral", "kind": "status", "status": 400, "body": "no more"}
        await account.call("POST", "/_simulator/faults", fault)
        (refused,) = (await account.open("stitch_session")).diagnostics
        assert refused.summary == "Could not open a session"
        assert "no more" in refused.detail


async def test_it_says_that_it_is_deprecated_and_keeps_the_token_secret() -> None:
    async with simulated() as account:
        schema = account.session.provider.ephemeral_resources["stitch_session"].schema
        assert "2021-07-14" in schema.deprecated
        assert schema.attributes["ephemeral_token"].sensitive
