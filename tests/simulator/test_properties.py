from __future__ import annotations

from typing import Any

import pytest

from simulator.account import GITHUB, POSTGRES
from stitch_provider import catalog
from stitch_provider.simulator.properties import fill_properties, merge_properties, visible_properties
from stitch_provider.simulator.samples import sample_properties

SOURCES = catalog.source_types()
DESTINATIONS = catalog.destination_types()
POSTGRES_TYPE = SOURCES["platform.hp-postgres"]


@pytest.mark.parametrize(
    "given",
    [
        {"port": 5432},
        {"port": "5432"},
        {"ssl": "true"},
        {"ssl": True},
        {"anchor_time": "2024-05-14T09:30:00.000Z"},
        {"host": "10.0.0.1"},
        {"cron_expression": "0 0 12 ? * MON"},
        {"replication_slot_name": None},
    ],
)
def test_valid_values_are_accepted(given: dict[str, Any]) -> None:
    assert merge_properties(POSTGRES_TYPE, {}, given).bad == ()


@pytest.mark.parametrize(
    "given",
    [
        {"port": True},
        {"port": "x"},
        {"port": ""},
        {"user": 5},
        {"user": ""},
        {"host": "not a host!"},
        {"frequency_in_minutes": "61"},
        {"frequency_in_minutes": 60},
        {"anchor_time": "yesterday"},
        {"image_version": "2.latest"},
        {"nonsense": "x"},
        {"dbname": None},
        {"cron_expression": ["x"]},
    ],
)
def test_properties_with_invalid_values_are_named(given: dict[str, Any]) -> None:
    assert merge_properties(POSTGRES_TYPE, {}, given).bad == tuple(given)


def test_scalars_are_stored_as_strings_and_arrays_unchanged() -> None:
    merged = merge_properties(POSTGRES_TYPE, {}, {"port": 5432, "ssl": True})
    assert merged.values == {"port": "5432", "ssl": "true"}
    reports = [{"name": "Traffic", "id": "traffic"}]
    analytics = merge_properties(SOURCES["platform.google-analytics"], {}, {"report_definitions": reports})
    assert analytics.values == {"report_definitions": reports}


def test_null_removes_an_optional_property() -> None:
    assert merge_properties(POSTGRES_TYPE, {"ssh_user": "x", "user": "y"}, {"ssh_user": None}).values == {"user": "y"}


def test_an_immutable_property_cannot_be_changed() -> None:
    name = "include_schemas_in_destination_stream_name"
    assert merge_properties(POSTGRES_TYPE, {name: "true"}, {name: "true"}).bad == ()
    assert merge_properties(POSTGRES_TYPE, {name: "true"}, {name: "false"}).bad == (name,)
    assert merge_properties(POSTGRES_TYPE, {}, {name: "false"}).bad == ()


def test_read_only_properties_that_the_user_sets_in_forms_are_accepted() -> None:
    assert merge_properties(SOURCES["platform.s3-csv"], {}, {"external_id": "x"}).bad == ()


@pytest.mark.parametrize("value", [True, "true"])
def test_booleans_and_their_texts_are_interchangeable(value: object) -> None:
    for destination_type in DESTINATIONS.values():
        if "ssl" in destination_type.properties:
            assert merge_properties(destination_type, {}, {"ssl": value}).values == {"ssl": "true"}


def test_replacing_removes_properties_that_are_not_given() -> None:
    stored = fill_properties(POSTGRES_TYPE, POSTGRES, str.upper)
    merged = merge_properties(POSTGRES_TYPE, stored, {"user": "other"}, replace=True)
    assert merged.values == {"user": "other", "image_version": "1.latest", "product": "pipeline"}


def test_properties_that_stitch_provides_are_filled_in() -> None:
    github = {key: value for key, value in GITHUB.items() if key != "frequency_in_minutes"}
    filled = fill_properties(SOURCES["platform.github"], github, str.upper)
    assert filled == {**github, "frequency_in_minutes": "60", "image_version": "1.latest", "product": "pipeline"}
    assert fill_properties(SOURCES["import_api"], {}, str.upper) == {}
    assert fill_properties(SOURCES["platform.s3-csv"], {}, str.upper)["external_id"] == "EXTERNAL_ID"
    assert fill_properties(DESTINATIONS["s3"], {}, str.upper)["sentinel_key"] == "SENTINEL_KEY"
    assert fill_properties(DESTINATIONS["postgres"], {}, str.upper)["encryption_type"] == "none"


def test_read_only_oauth_values_are_filled_in_after_the_authorization() -> None:
    dataworld = DESTINATIONS["dataworld"]
    assert "s3_bucket" not in fill_properties(dataworld, {}, str.upper)
    assert fill_properties(dataworld, {"access_token": "x"}, str.upper)["s3_bucket"] == "S3_BUCKET"


@pytest.mark.parametrize(("cron", "extra"), [("null", {"cron_expression": None}), ("absent", {})])
def test_credentials_are_not_returned(cron: str, extra: dict[str, None]) -> None:
    expected = {key: value for key, value in POSTGRES.items() if key != "password"}
    assert visible_properties(POSTGRES_TYPE, POSTGRES, cron) == {**expected, **extra}


@pytest.mark.parametrize("type_name", SOURCES)
def test_samples_of_every_source_type_are_valid(type_name: str) -> None:
    assert merge_properties(SOURCES[type_name], {}, sample_properties(SOURCES[type_name])).bad == ()


@pytest.mark.parametrize("type_name", DESTINATIONS)
def test_samples_of_every_destination_type_are_valid(type_name: str) -> None:
    assert merge_properties(DESTINATIONS[type_name], {}, sample_properties(DESTINATIONS[type_name])).bad == ()
