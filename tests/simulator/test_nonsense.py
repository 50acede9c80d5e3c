"""The API answers every request. Without a server, an unhandled error would be raised in the test."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.account import GITHUB, SNOWFLAKE, Account

NOTIFICATIONS = "/notifications/public/v1/api"
WRITES = [
    ("POST", "/v3/accounts"),
    ("POST", "/v4/sources"),
    ("PUT", "/v4/sources/731905"),
    ("PUT", "/v4/sources/731905/streams/metadata"),
    ("POST", "/v4/destinations"),
    ("PUT", "/v4/destinations/581220"),
    ("POST", f"{NOTIFICATIONS}/custom-emails"),
    ("PUT", f"{NOTIFICATIONS}/custom-emails/41"),
    ("POST", f"{NOTIFICATIONS}/hooks"),
    ("PUT", f"{NOTIFICATIONS}/hooks/17"),
]
KEYS = st.sampled_from(
    [
        "type",
        "properties",
        "display_name",
        "name",
        "destination_id",
        "paused_at",
        "streams",
        "tap_stream_id",
        "metadata",
        "breadcrumb",
        "selected",
        "config",
        "url",
        "enable",
        "disabled_at",
        "email_address",
        "port",
        "start_date",
        "anchor_time",
        "cron_expression",
        "report_definitions",
        "tables",
        "partner_id",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["platform.github", "snowflake", "issues", "title", "0 0 12 ? * MON", "2024-01-01T00:00:00Z"]),
)
BODIES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@settings(max_examples=60, deadline=None)
@given(calls=st.lists(st.tuples(st.sampled_from(WRITES), BODIES), min_size=5, max_size=20))
def test_every_body_is_answered(calls: list[tuple[tuple[str, str], Any]]) -> None:
    async def send() -> None:
        account = Account()
        source = {"type": "platform.github", "display_name": "GitHub", "properties": GITHUB, "streams": ["issues"]}
        await account.seed(destinations=[{"type": "snowflake", "properties": SNOWFLAKE}], sources=[source])
        for (method, path), body in calls:
            response = await account.call(method, path, body)
            assert response.status_code in {200, 400, 404}
            response.json()
        await account.ok("GET", "/v4/sources")
        await account.ok("GET", "/v4/destinations")

    asyncio.run(send())
