"""`stitch_connection_check` against a simulated account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch.jobs.pipelines import WAREHOUSE, add_pipeline, refuse
from stitch.workspace import TOKEN, simulated
from stitch_provider.terraform.schema.consistency import inconsistencies

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount
    from stitch_provider.terraform.diagnostics import Diagnostic

TYPE = "stitch_connection_check"


async def last_check(account: SimulatedAccount, **config: Any) -> dict[str, Any]:
    response = await account.read_data(TYPE, **config)
    assert response.diagnostics == ()
    assert response.state is not None
    return dict(response.state)


async def refused(account: SimulatedAccount, **config: Any) -> Diagnostic:
    (diagnostic,) = (await account.read_data(TYPE, **config)).diagnostics
    return diagnostic


async def test_the_schema_is_consistent() -> None:
    async with simulated() as account:
        assert list(inconsistencies(account.session.provider.data_sources[TYPE].schema)) == []


async def test_the_last_check_of_a_source_and_of_a_destination_is_shown() -> None:
    async with simulated() as account:
        source = await add_pipeline(account)
        (destination,) = await account.call("GET", "/v4/destinations")
        for config in ({"source_id": source}, {"destination_id": str(destination["id"])}):
            check = await last_check(account, **config)
            assert (check["status"], check["succeeded"], check["failure"]) == ("succeeded", True, None)
            assert (check["mode"], check["error"], check["check_exit_status"]) == ("check", False, 0)
            assert ".check." in check["job_name"]
            assert check["started_at"] <= check["completed_at"]


async def test_a_failed_check_shows_why() -> None:
    async with simulated() as account:
        wrong = WAREHOUSE | {"properties": {**WAREHOUSE["properties"], "password": "wrong-password"}}
        destination = await account.call("POST", "/v4/destinations", wrong)
        check = await last_check(account, destination_id=str(destination["id"]))
        assert (check["status"], check["succeeded"], check["error"]) == ("failed", False, True)
        assert check["failure"] == check["discovery_error_message"]


async def test_before_the_first_check_everything_is_null() -> None:
    async with simulated() as account:
        body = {"type": "platform.github", "display_name": "Widgets", "properties": {}}
        source = str((await account.call("POST", "/v4/sources", body))["id"])
        check = await last_check(account, source_id=source)
        assert {name for name, value in check.items() if value is not None} == {"source_id"}


async def test_the_check_of_an_unknown_source_or_destination_is_an_error() -> None:
    async with simulated() as account:
        for noun in ("source", "destination"):
            diagnostic = await refused(account, **{f"{noun}_id": "7"})
            assert (diagnostic.summary, str(diagnostic.path)) == (f"No such {noun}", f"{noun}_id")


async def test_a_refusal_says_what_stitch_said_without_the_token() -> None:
    async with simulated() as account:
        source = await add_pipeline(account)
        await refuse(account, "GET", f"/v4/sources/{source}/last-connection-check", f"{TOKEN} may not")
        diagnostic = await refused(account, source_id=source)
        assert diagnostic.summary == f"Could not read the last check of source {source}"
        assert (diagnostic.detail, str(diagnostic.path)) == ("Stitch refused: (hidden) may not.", "source_id")
