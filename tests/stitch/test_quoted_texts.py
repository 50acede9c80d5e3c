"""Texts of Stitch or of a system behind it are shown without secrets, in attributes as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.jobs.pipelines import WAREHOUSE
from stitch.workspace import CLIENT_ID, TOKEN, Workspace, simulated

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount

QUOTED = f'no connection to postgres://ro:hunter2@db: token "{TOKEN}" or password=pa55word is wrong'
SHOWN = 'no connection to postgres://(hidden)@db: token "(hidden)" or password=(hidden) is wrong'

CHECK = {"status": "failed", "name": "1.check"} | dict.fromkeys(
    ("discovery_error_message", "tap_error_message", "target_error_message"), QUOTED
)
EXTRACTION = {"job_name": "1.sync", "source_id": 7, "completion_time": "2024-05-14T09:30:00Z", "tap_exit_status": 1}
DESCRIPTIONS = dict.fromkeys(("discovery_description", "tap_description", "target_description"), QUOTED)
LOAD = {"source_name": "shop", "stream_name": "orders", "error_state": {"message": QUOTED, "text": QUOTED}}

ANSWERS: list[tuple[str, dict[str, Any], object]] = [
    ("stitch_connection_check", {"source_id": "7"}, CHECK),
    ("stitch_extractions", {}, {"data": [EXTRACTION | DESCRIPTIONS], "links": {}}),
    ("stitch_loads", {}, {"data": [LOAD], "links": {}}),
]


async def answer(account: SimulatedAccount, path: str, body: object) -> None:
    fault = {"kind": "status", "method": "GET", "path": path, "status": 200, "body": body}
    await account.call("POST", "/_simulator/faults", fault)


def assert_hidden(shown: object) -> None:
    text = json.dumps(shown, default=str)
    assert json.dumps(SHOWN)[1:-1] in text
    for secret in ("hunter2", "pa55word", TOKEN):
        assert secret not in text, text


@pytest.fixture(autouse=True)
def _client_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STITCH_CLIENT_ID", str(CLIENT_ID))


@pytest.mark.parametrize(("type_name", "config", "body"), ANSWERS, ids=[each[0] for each in ANSWERS])
def test_attributes_of_data_sources_have_no_secret(type_name: str, config: dict[str, Any], body: object) -> None:
    @in_virtual_time
    async def check() -> None:
        async with simulated() as account:
            await answer(account, "*", body)
            found = await account.read_data(type_name, **config)
            assert found.diagnostics == ()
            assert_hidden(found.state)

    check()


@in_virtual_time
async def test_the_reason_of_a_failed_connection_check_has_no_secret() -> None:
    async with simulated() as account:
        quoted = CHECK | {"discovery_error_message": f"{QUOTED}; it was {WAREHOUSE['properties']['password']}"}  # type: ignore[index]
        await answer(account, "/v4/destinations/*/last-connection-check", quoted)
        destination = Workspace(account, "stitch_destination")
        properties = dict(WAREHOUSE["properties"])  # type: ignore[call-overload]
        config = {
            "type": "postgres",
            "credentials_wo": {"password": properties.pop("password")},
            "properties": properties,
            "connection_check": {"wait": True, "on_failure": "warn"},
        }
        (failed,) = await destination.apply(**config)
        assert failed.detail.startswith("Stitch could not connect")
        assert_hidden(failed.detail)
        assert "made-up" not in failed.detail
