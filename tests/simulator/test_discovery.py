from __future__ import annotations

import json
from typing import Any

import pytest

from stitch_provider import catalog
from stitch_provider.simulator.discovery import Discovered, discover

SOURCES = catalog.source_types()


def stream_of(type_name: str, tap_stream_id: str, values: dict[str, Any] | None = None) -> Discovered:
    return next(each for each in discover(SOURCES[type_name], values or {}) if each.tap_stream_id == tap_stream_id)


def test_a_postgres_view_has_no_key_and_only_available_fields() -> None:
    view = stream_of("platform.hp-postgres", "storefront-reporting-customer_orders_view")
    assert view.stream["is-view"]
    assert view.stream["table-key-properties"] == []
    assert {field["inclusion"] for field in view.fields.values()} == {"available"}


def test_a_postgres_schema_has_definitions_for_arrays_and_marks_unsupported_columns() -> None:
    customers = stream_of("platform.hp-postgres", "storefront-public-customers")
    schema = json.loads(customers.schema)
    assert schema["properties"]["tags"]["items"] == {"$ref": "#/definitions/sdc_recursive_string_array"}
    assert "sdc_recursive_string_array" in schema["definitions"]
    assert customers.fields["search_vector"]["inclusion"] == "unsupported"
    assert customers.fields["search_vector"]["selected-by-default"] is False


def test_mysql_streams_are_not_selected_by_default_and_have_no_schema_name() -> None:
    orders = stream_of("platform.hp-mysql", "storefront-orders")
    assert orders.stream["selected-by-default"] is False
    assert "schema-name" not in orders.stream
    assert orders.fields["id"] == {"inclusion": "automatic", "selected-by-default": True, "sql-datatype": "bigint(20)"}


def test_mongodb_has_no_fields_but_valid_replication_keys() -> None:
    customers = stream_of("platform.mongodb", "storefront-customers")
    assert customers.schema == '{"type":"object"}'
    assert customers.fields == {}
    assert customers.stream["valid-replication-keys"] == ["_id", "updatedAt"]


@pytest.mark.parametrize(
    ("type_name", "tap_stream_id", "values"),
    [
        ("platform.hp-postgres", "storefront-public-orders", {}),
        ("platform.hp-mysql", "storefront-orders", {}),
        ("platform.mssql", "Storefront_dbo_Orders", {}),
        ("platform.mongodb", "storefront-orders", {}),
        ("platform.oracle", "STITCH-orders", {"sid": "ORCL"}),
        ("platform.dynamodb", "orders", {}),
        ("platform.redshift", "dw-public-orders", {"dbname": "dw"}),
    ],
)
def test_each_database_names_its_streams_in_its_own_form(
    type_name: str, tap_stream_id: str, values: dict[str, Any]
) -> None:
    assert stream_of(type_name, tap_stream_id, values).stream_name == tap_stream_id.replace("_", "-").split("-")[-1]


def test_dynamodb_has_no_fields_but_a_key() -> None:
    orders = stream_of("platform.dynamodb", "orders")
    assert orders.fields == {}
    assert orders.stream["table-key-properties"] == ["id"]
    assert not {"database-name", "schema-name"} & orders.stream.keys()


def test_saas_keys_are_automatic_and_other_fields_available() -> None:
    issues = stream_of("platform.github", "issues")
    assert issues.stream["forced-replication-method"] == "INCREMENTAL"
    inclusions = {name: field["inclusion"] for name, field in issues.fields.items()}
    keys = {*issues.stream["table-key-properties"], *issues.stream["valid-replication-keys"]}
    assert {name for name, inclusion in inclusions.items() if inclusion == "automatic"} == keys


def test_google_ads_fields_have_behavior_and_exclusions() -> None:
    report = stream_of("platform.google-ads", "campaign_performance_report")
    assert report.fields["impressions"]["behavior"] == "METRIC"
    assert report.fields["click_type"]["fieldExclusions"] == [["properties", "search_impression_share"]]


def test_csv_streams_come_from_the_tables_property() -> None:
    tables = json.dumps([{"table_name": "invoices", "key_properties": "id, line"}, {"table_name": "orders"}])
    found = discover(SOURCES["platform.s3-csv"], {"tables": tables})
    assert [each.tap_stream_id for each in found] == ["invoices", "orders"]
    assert found[0].stream["table-key-properties"] == ["id", "line"]
    assert found[0].fields["line"]["inclusion"] == "automatic"


@pytest.mark.parametrize("tables", ["no json", "[]", '{"a": 1}', "[1]"])
def test_invalid_tables_are_ignored_in_favor_of_the_examples(tables: str) -> None:
    found = discover(SOURCES["platform.s3-csv"], {"tables": tables})
    assert [each.tap_stream_id for each in found] == ["customers", "orders"]


def test_google_analytics_streams_come_from_the_report_definitions() -> None:
    values = {"report_definitions": [{"id": "traffic", "name": "Traffic"}]}
    (report,) = discover(SOURCES["platform.google-analytics"], values)
    assert (report.tap_stream_id, report.stream_name) == ("traffic", "Traffic")
    assert report.fields["ga:users"]["behavior"] == "METRIC"
    assert "behavior" not in report.fields["start_date"]
    assert report.stream["tap_google_analytics.all_cubes"]


@pytest.mark.parametrize("type_name", [each.type for each in SOURCES.values() if "discover_schema" in each.steps])
def test_every_type_discovers_streams_with_distinct_ids(type_name: str) -> None:
    found = discover(SOURCES[type_name], {})
    ids = [each.tap_stream_id for each in found]
    assert ids
    assert len(set(ids)) == len(ids)
    for each in found:
        assert set(json.loads(each.schema).get("properties", {})) == set(each.fields)
