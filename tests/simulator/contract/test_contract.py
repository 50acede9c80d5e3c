"""The simulator answers the documented examples as documented.

`examples.json` contains requests and answers from the documentation. Each case creates the state that its example
needs. The status, the form and every value that is not random must be equal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from simulator.account import GITHUB, POSTGRES, SNOWFLAKE, Account
from stitch_provider.simulator.lifecycle import finish_job, start_job
from stitch_provider.simulator.routes.sources import stored_source
from stitch_provider.simulator.tables import LOADS, SOURCES, Load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

CHECK = "204417.731905.check.2f1c6f0e-7a3b-4b57-9f1c-0a4f6f0f7c21"
JOB_UUID = "6b0f2c1e-1f0a-4f0e-9d0c-7f6a1f0b2c3d"


def _cases() -> dict[str, dict[str, Any]]:
    cases = json.loads(Path(__file__).with_name("examples.json").read_text("utf-8"))
    return {case["id"]: case for top in cases for case in (top, *top.get("related", ()))}


CASES = _cases()


async def nothing(_account: Account) -> None:
    """A new account."""


async def an_account(account: Account) -> None:
    account.simulator.store.reserve_id("account", 204979, 1)
    account.generator.secrets = ["ac_example_new_token"]


async def known_email(account: Account) -> None:
    await account.ok("POST", "/v3/accounts", CASES["account-create"]["request"]["body"])


async def destination(account: Account) -> None:
    account.clock.set("2024-05-14T09:10:00Z")
    account.generator.uuids = ["7d0f8a44-0c55-4b7a-9a3e-2f9d1f6f8b10"]
    seed = {"id": 581220, "type": "snowflake", "name": "Warehouse", "description": "Raw layer", "properties": SNOWFLAKE}
    await account.seed(destinations=[seed])


async def new_destination(account: Account) -> None:
    account.clock.set("2024-05-14T09:10:00Z")
    account.generator.uuids = ["7d0f8a44-0c55-4b7a-9a3e-2f9d1f6f8b10"]


async def destination_to_update(account: Account) -> None:
    await destination(account)
    account.clock.set("2024-05-20T08:00:31Z")
    account.generator.uuids = ["b3a1f0c2-56de-4a0f-8c11-9f0b7f7f2a55"]


async def destination_on_standard(account: Account) -> None:
    await destination(account)
    await account.switch(plan="standard")


async def new_source(account: Account) -> None:
    await destination(account)
    await account.switch(check_seconds=None)
    account.clock.set("2024-05-14T09:30:00Z")
    account.generator.uuids = [CHECK.rsplit(".", maxsplit=1)[-1]]


async def configured_source(account: Account) -> None:
    await new_source(account)
    github = {"id": 731905, "type": "platform.github", "display_name": "GitHub Widgets", "properties": GITHUB}
    await account.seed(sources=[{**github, "streams": ["issues"]}])
    account.clock.set("2024-05-14T09:41:17Z")
    await account.ok("PUT", "/v4/sources/731905", {"display_name": "GitHub Widgets"})


async def configured_on_standard(account: Account) -> None:
    await configured_source(account)
    await account.switch(plan="standard")


async def source_to_pause(account: Account) -> None:
    await configured_source(account)
    account.clock.set("2024-05-21T07:15:02Z")


async def source_to_delete(account: Account) -> None:
    await configured_source(account)
    account.clock.set("2024-07-02T16:20:44Z")


async def checked(account: Account) -> None:
    await account.switch(check_seconds=3)
    account.clock.set("2024-05-14T09:30:02Z")
    account.generator.uuids = [CHECK.rsplit(".", maxsplit=1)[-1]]
    account.simulator.store.reserve_id("source", 731904, 1)
    body = {"type": "platform.github", "display_name": "GitHub Widgets", "properties": GITHUB}
    await account.ok("POST", "/v4/sources", body)
    account.clock.set("2024-05-14T09:30:05Z")


async def failed_check(account: Account) -> None:
    await account.switch(check_seconds=2)
    account.clock.set("2024-05-14T09:33:07Z")
    account.generator.uuids = ["5e2b7b9e-9a34-4f43-8f4a-b8f8a5d3c001"]
    account.simulator.store.reserve_id("source", 731910, 1)
    properties = {**POSTGRES, "password": "wrong-password"}
    body = {"type": "platform.hp-postgres", "display_name": "Storefront", "properties": properties}
    await account.ok("POST", "/v4/sources", body)
    account.clock.set("2024-05-14T09:33:09Z")


async def storefront(account: Account) -> None:
    source = {"id": 731911, "type": "platform.hp-postgres", "display_name": "Storefront", "properties": POSTGRES}
    await account.seed(sources=[source])
    path = "/v4/sources/731911/streams/metadata"
    orders = [{"breadcrumb": [], "metadata": {"selected": True}}]
    view = [{"breadcrumb": [], "metadata": {"selected": False}}]
    streams = [
        {"tap_stream_id": "storefront-public-orders", "metadata": orders},
        {"tap_stream_id": "storefront-reporting-customer_orders_view", "metadata": view},
    ]
    await account.ok("PUT", path, {"streams": streams})


async def selected_orders(account: Account) -> None:
    await storefront(account)
    await account.ok("PUT", "/v4/sources/731911/streams/metadata", CASES["stream-metadata-update"]["request"]["body"])


async def shop(account: Account) -> None:
    await account.seed(sources=[{"id": 731920, "type": "platform.shopify", "display_name": "Shop"}])


async def ready_to_sync(account: Account) -> None:
    await configured_source(account)
    await account.switch(job_seconds=None)
    account.generator.uuids = [JOB_UUID]


async def syncing(account: Account) -> None:
    await ready_to_sync(account)
    await account.ok("POST", "/v4/sources/731905/sync")


async def feed(account: Account) -> None:
    account.clock.set("2024-02-01T10:58:00Z")
    await account.seed(sources=[{"id": 731950, "type": "import_api", "display_name": "Orders Feed"}])
    account.simulator.store.reserve_id("token", 903117744, 1)
    account.generator.secrets = ["at_example_import_token"]


async def feed_with_tokens(account: Account) -> None:
    account.clock.set("2024-02-01T10:58:00Z")
    await account.seed(sources=[{"id": 731950, "type": "import_api", "display_name": "Orders Feed"}])
    account.clock.set("2024-02-01T11:00:00Z")
    await account.ok("POST", "/v4/sources/731950/tokens")
    account.simulator.store.reserve_id("token", 903117744, 1)
    account.clock.set("2024-05-14T09:50:00Z")
    await account.ok("POST", "/v4/sources/731950/tokens")
    account.clock.set("2024-05-14T09:55:12Z")


async def extracted(account: Account) -> None:
    await ready_to_sync(account)
    await shop(account)
    await account.switch(log_base_url="https://logs.example.invalid")
    simulator = account.simulator
    account.generator.uuids = [JOB_UUID, "c0a1b2c3-0000-4000-8000-00000000a001"]
    account.clock.set("2024-05-14T10:00:00Z")
    with simulator.transaction():
        shop_source = stored_source(simulator, 731920)
        revoked = {**shop_source.properties, "api_key": "wrong-key"}
        simulator.store.save(SOURCES, msgspec.structs.replace(shop_source, properties=revoked))
        github = start_job(simulator, stored_source(simulator, 731905), account.clock.moment)
        shopify = start_job(simulator, stored_source(simulator, 731920), account.clock.moment)
    account.clock.set("2024-05-14T10:03:41Z")
    with simulator.transaction():
        finish_job(simulator, github)
        finish_job(simulator, shopify)


async def many_loads(account: Account) -> None:
    simulator = account.simulator
    account.clock.set("2024-05-14T10:07:10Z")
    names = [f"a{number:03d}" for number in range(100)]
    with simulator.transaction():
        simulator.store.save_all(
            LOADS,
            [
                Load(
                    client_id=204417,
                    source_id=731905,
                    source_name="github_widgets",
                    stream_name=name,
                    attempted_time=account.clock.moment,
                    last_batch_loaded_at="2024-05-14T10:07:10Z",
                )
                for name in (*names, "issues")
            ],
        )


async def email(account: Account) -> None:
    await account.ok("POST", "/notifications/public/v1/api/custom-emails", {"email_address": "oncall@acme.example"})


async def hook(account: Account) -> None:
    await destination(account)
    account.clock.set("2024-05-14T09:30:00Z")
    await account.ok("POST", "/notifications/public/v1/api/hooks", CASES["hook-create"]["request"]["body"])


async def destination_at_half_past(account: Account) -> None:
    await destination(account)
    account.clock.set("2024-05-14T09:30:00Z")


async def hook_to_disable(account: Account) -> None:
    await hook(account)
    account.clock.set("2024-05-30T12:00:00Z")


STATES: dict[str, Callable[[Account], Awaitable[None]]] = {
    "account-create": an_account,
    "account-create-existing": known_email,
    "source-type-get": nothing,
    "destination-type-get": nothing,
    "destination-create": new_destination,
    "destination-create-limit": destination_on_standard,
    "destination-update": destination_to_update,
    "destination-update-type": destination,
    "destination-delete": destination,
    "destination-delete-unknown": destination,
    "source-create": new_source,
    "source-create-bad-properties": new_source,
    "source-create-duplicate-name": configured_source,
    "source-create-cron-denied": configured_on_standard,
    "source-get-configured": configured_source,
    "source-pause": source_to_pause,
    "source-update-unknown": configured_source,
    "source-update-prohibited-key": configured_source,
    "source-delete": source_to_delete,
    "check-succeeded": checked,
    "check-failed": failed_check,
    "streams-list-database": storefront,
    "streams-list-saas": shop,
    "stream-schema-get": selected_orders,
    "stream-schema-unknown": storefront,
    "stream-metadata-update": storefront,
    "stream-metadata-bad-id": storefront,
    "stream-metadata-read-only-key": storefront,
    "sync-start": ready_to_sync,
    "sync-already-running": syncing,
    "sync-unknown-source": nothing,
    "sync-stop": syncing,
    "token-create": feed,
    "token-list": feed_with_tokens,
    "token-revoke": feed_with_tokens,
    "extractions-list": extracted,
    "extraction-log": extracted,
    "extractions-unauthorized": nothing,
    "loads-list": many_loads,
    "email-create": nothing,
    "email-create-invalid": nothing,
    "email-disable": email,
    "email-disable-unknown": nothing,
    "email-delete": email,
    "hook-create": destination_at_half_past,
    "hook-create-bad-body": nothing,
    "hook-list": hook,
    "hook-disable": hook_to_disable,
    "hook-delete": hook,
    "hook-delete-unknown": nothing,
}


def test_every_documented_example_is_a_case() -> None:
    assert STATES.keys() == CASES.keys()


@pytest.mark.parametrize("name", STATES)
async def test_the_simulator_answers_as_documented(name: str, account: Account) -> None:
    await account.switch(mapped_destination_ids="absent")  # as in every documented example (A12)
    await STATES[name](account)
    case = CASES[name]
    request, expected = case["request"], case["response"]
    path = _actual_path(name, request["path"], account)

    response = await account.client.request(
        request["method"], path, headers=request["headers"], content=_content(request["body"])
    )

    assert response.status_code == expected["status"], response.text
    if name == "hook-delete":
        assert response.content == b"null"
    elif not expected["body"] and not isinstance(expected["body"], dict):
        assert response.content == b""
    else:
        _compare(response.json(), expected["body"], name)
    for header, value in expected.get("headers", {}).items():
        assert response.headers[header] == value


def _content(body: Any) -> bytes | None:
    return None if body is None else json.dumps(body).encode()


def _actual_path(name: str, path: str, account: Account) -> str:
    """The path with the stream id that discovery has assigned."""
    if name != "stream-schema-get":
        return path
    query = "SELECT id FROM streams WHERE tap_stream_id = 'storefront-public-orders'"
    return f"/v4/sources/731911/streams/{account.simulator.store.numbers(query)[0]}"


def _compare(actual: Any, expected: Any, name: str) -> None:
    if name.startswith("streams-list"):
        found = {stream["tap_stream_id"]: stream for stream in actual}
        for stream in expected:
            mine = found[stream["tap_stream_id"]]
            assert {**mine, "stream_id": 0} == {**stream, "stream_id": 0}
            assert isinstance(mine["stream_id"], int)
    elif name == "stream-schema-get":
        assert json.loads(actual["schema"]) == json.loads(expected["schema"])
        assert actual["metadata"] == expected["metadata"]
        assert actual["non-discoverable-metadata-keys"] == expected["non-discoverable-metadata-keys"]
    else:
        assert actual == expected
