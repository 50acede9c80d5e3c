from __future__ import annotations

from typing import TYPE_CHECKING

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
