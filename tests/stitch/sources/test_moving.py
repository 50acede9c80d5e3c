from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.stitch.sources.moving import moved
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.terraform.engine import move
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.resource import MoveRequest

if TYPE_CHECKING:
    from stitch_provider.stitch.sources.model import SourceModel

FORMER = {
    "id": "731905",
    "source_id": None,
    "type": "platform.hp-postgres",
    "display_name": "Storefront",
    "properties": {"host": "db.acme.example", "port": "5432", "password": "secret-1"},
    "schedule": None,
}


def request(type_name: str = "stitch_source", **state: Any) -> MoveRequest:
    return MoveRequest(
        provider_address="stitchdata.com/provider/stitch",
        type_name=type_name,
        schema_version=4,
        state=FORMER | state,
        private={},
    )


def taken(**state: Any) -> SourceModel:
    response = moved(request(**state))
    assert response is not None
    return response.state


def test_settings_and_secrets_are_told_apart() -> None:
    source = taken()
    assert (source.id, source.type, source.display_name) == ("731905", "platform.hp-postgres", "Storefront")
    assert source.properties == {"host": "db.acme.example", "port": "5432"}
    assert source.credentials == {"password": "secret-1"}


def test_a_setting_that_is_a_decimal_number_is_kept_as_its_text() -> None:
    assert taken(properties={"host": "h", "port": Decimal("5432.50")}).properties == {"host": "h", "port": "5432.5"}


def test_what_nobody_knows_counts_as_a_secret() -> None:
    assert taken(properties={"host": "h", "mystery": "m"}).credentials == {"mystery": "m"}
    unknown_type = taken(type="platform.made-up", properties={"host": "h"})
    assert (unknown_type.properties, unknown_type.credentials) == (None, {"host": "h"})


def test_a_schedule_becomes_one() -> None:
    source = taken(properties={"host": "h", "frequency_in_minutes": "60"})
    assert source.schedule == Schedule(frequency_minutes=60)
    assert source.properties == {"host": "h"}
    assert source.credentials is None


def test_a_frequency_may_have_any_number_of_zeros_before_it() -> None:
    source = taken(properties={"host": "h", "frequency_in_minutes": "0" * 5000 + "60"})
    assert source.schedule == Schedule(frequency_minutes=60)


@pytest.mark.parametrize("number", [10**30, Decimal("1E+999999"), Decimal("1E-999999"), [10**30]])
def test_a_setting_that_is_a_number_of_any_size_is_kept(number: Any) -> None:
    kept = taken(properties={"host": "h", "port": number}).properties
    assert isinstance(kept, dict)
    assert json.loads(kept["port"], parse_float=Decimal) == number


@pytest.mark.parametrize(("state", "expected"), [({"id": None, "source_id": 7}, "7"), ({"source_id": 7}, "731905")])
def test_the_id_stands_in_either_of_two_places(state: dict[str, Any], expected: str) -> None:
    assert taken(**state).id == expected


def test_numbers_and_booleans_among_the_settings_become_text_and_nulls_are_dropped() -> None:
    assert taken(properties={"port": 5432, "ssl": True, "host": None}).properties == {"port": "5432", "ssl": "true"}
    assert taken(properties=None).properties is None


def test_secrets_that_end_up_in_the_state_are_spoken_of_and_never_shown() -> None:
    response = moved(request())
    assert response is not None
    [warning] = response.diagnostics
    assert "credentials_wo" in warning.detail
    assert "secret-1" not in warning.summary + warning.detail
    without = moved(request(properties={"host": "h"}))
    assert without is not None
    assert without.diagnostics == ()


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("stitchdata.com/provider/stitch", None),
        ("stitchdata.com/stitchdata/stitch", None),
        ("registry.opentofu.org/stitchdata/stitch", "The state was written by a newer provider"),
    ],
)
async def test_the_community_provider_is_recognized_by_its_address(address: str, error: str | None) -> None:
    response = await move.move(
        Session(StitchProvider()),
        move.Request(
            type_name="stitch_source",
            provider_address=address,
            source_type_name="stitch_source",
            source_schema_version=4,
            json=json.dumps(FORMER).encode(),
        ),
    )
    if error is None:
        assert response.state is not None
        assert response.state["credentials"] == {"password": "secret-1"}
        assert response.identity == {"id": "731905", "client_id": None}
    else:
        assert [diagnostic.summary for diagnostic in response.diagnostics] == [error]


@pytest.mark.parametrize(
    "strange",
    [
        {"type_name": "stitch_destinations"},
        {"id": None},
        {"id": "abc"},
        {"id": ["1"]},
        {"type": None},
        {"type": ""},
        {"display_name": 7},
        {"properties": "host"},
    ],
)
def test_what_is_nothing_like_a_source_is_not_taken(strange: dict[str, Any]) -> None:
    assert moved(request(**strange)) is None
