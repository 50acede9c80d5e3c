"""The simulator writes stream metadata as the tap of each type does (A50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.account import Account

BREADCRUMB_OF_DEVICE, BREADCRUMB_OF_AGE = ["properties", "device"], ["properties", "age"]

STREAM_FORMS: dict[str, tuple[str, str, Any]] = {
    "platform.github": ("issues", "valid-replication-keys", "updated_at"),
    "platform.stripe": ("charges", "table-key-properties", ["id"]),
    "platform.salesforce": (
        "Telemetry__b",
        "forced-replication-method",
        {"replication-method": "FULL_TABLE", "reason": "No replication keys found from the Salesforce API"},
    ),
}
"""By source type: a stream, a key of its metadata, and its value."""

FIELD_FORMS: dict[str, tuple[str, str, list[Any]]] = {
    "platform.google-ads": ("campaign_performance_report", "click_type", ["search_impression_share"]),
    "platform.ga4": ("campaign_report", "reach", ["device", "age"]),
    "platform.bing-ads": ("campaign_report", "reach", [BREADCRUMB_OF_DEVICE, BREADCRUMB_OF_AGE]),
    "platform.adwords": ("campaign_report", "reach", ["device", BREADCRUMB_OF_AGE]),
}
"""By source type: a stream, a field of it, and its exclusions."""


async def add(account: Account, source_type: str) -> None:
    await account.seed(sources=[{"id": 731905, "type": source_type, "display_name": "One"}])


async def stream(account: Account, name: str) -> Any:
    return next(each for each in await account.ok("GET", "/v4/sources/731905/streams") if each["tap_stream_id"] == name)


async def described(account: Account, name: str) -> dict[tuple[str, ...], Any]:
    number = (await stream(account, name))["stream_id"]
    schema = await account.ok("GET", f"/v4/sources/731905/streams/{number}")
    return {tuple(entry["breadcrumb"]): entry["metadata"] for entry in schema["metadata"]}


@pytest.mark.parametrize("source_type", STREAM_FORMS)
async def test_the_metadata_of_a_stream_has_the_form_of_its_tap(account: Account, source_type: str) -> None:
    name, key, value = STREAM_FORMS[source_type]
    await add(account, source_type)
    assert (await stream(account, name))["metadata"][key] == value
    assert (await described(account, name))[()][key] == value


@pytest.mark.parametrize("source_type", FIELD_FORMS)
async def test_exclusions_have_the_form_of_their_tap(account: Account, source_type: str) -> None:
    name, field, value = FIELD_FORMS[source_type]
    await add(account, source_type)
    assert (await described(account, name))["properties", field]["fieldExclusions"] == value
