"""The simulators that acceptance tests use one after the other at the same address."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from fakes.waiting import SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from engines.service import Service

FEED = {"type": "import_api", "display_name": "Feed"}


def test_each_test_has_a_new_account_at_the_same_address(service: Service) -> None:
    with service.account() as one:
        one.call("POST", "/v4/sources", FEED)
        one.administer("POST", "/faults", {"kind": "status", "status": 500})
    with service.account() as other:
        assert other.environment == one.environment == service.environment
        assert other.administer("GET", "/faults") == other.administer("GET", "/requests") == []
        assert other.sources() == []


def test_an_account_is_kept_in_its_file(service: Service, tmp_path: Path) -> None:
    with service.account(tmp_path / "account.db") as account:
        account.call("POST", "/v4/sources", FEED)
    with service.account(tmp_path / "account.db") as account:
        assert [each["display_name"] for each in account.sources()] == ["Feed"]


def test_a_call_without_an_account_reaches_none(service: Service) -> None:
    with service.account() as account:
        account.call("POST", "/v4/sources", FEED)
    assert (
        httpx.get(f"{service.url}/v4/sources", trust_env=False, timeout=SECONDS).status_code
        == HTTPStatus.SERVICE_UNAVAILABLE
    )
