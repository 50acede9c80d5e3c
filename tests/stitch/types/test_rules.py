from typing import Any

import pytest

from stitch_provider.connect import Details, PropertySpec, ReportCard, Step, UpgradeAvailable
from stitch_provider.stitch.types.rules import Noun, from_catalog, from_report_card, known_types


def card(type_name: str, *specs: PropertySpec, **more: Any) -> ReportCard:
    return ReportCard(type=type_name, steps=(Step("form", specs), Step("fully_configured")), **more)


def test_catalog_and_card_agree_on_a_type() -> None:
    known = from_catalog("source", "platform.github")
    specs = [
        PropertySpec(
            name=rule.name,
            is_required=rule.required,
            is_credential=rule.credential,
            property_type=rule.property_type,
            json_schema=rule.schema,
        )
        for rule in known.properties.values()
    ]
    stated = from_report_card("source", card("platform.github", *specs))
    assert stated.properties == known.properties
    assert (stated.origin, known.origin) == ("service", "catalog")


def test_an_unknown_type_has_rules_of_no_origin() -> None:
    rules = from_catalog("source", "platform.gitub")
    assert (rules.origin, rules.properties) == ("none", {})


@pytest.mark.parametrize(("noun", "type_name"), [("source", "postgres"), ("destination", "platform.github")])
def test_source_types_and_destination_types_are_kept_apart(noun: Noun, type_name: str) -> None:
    assert from_catalog(noun, type_name).origin == "none"


def test_for_a_card_without_steps_the_rules_of_the_catalog_are_used() -> None:
    assert from_report_card("source", ReportCard(type="platform.github")).origin == "catalog"
    assert from_report_card("source", ReportCard()).origin == "none"


def test_a_card_states_access_pipeline_state_and_successor() -> None:
    stated = from_report_card(
        "source",
        card(
            "platform.mysql",
            details=Details(access=False, pipeline_state="deprecated"),
            upgrade_available=UpgradeAvailable("platform.hp-mysql"),
        ),
    )
    assert (stated.access, stated.pipeline_state, stated.successor) == (False, "deprecated", "platform.hp-mysql")


def test_a_card_with_unknown_words_is_accepted() -> None:
    strange = PropertySpec(name="x", property_type="user_dreamt", json_schema=["no", "schema"])
    rule = from_report_card("source", card("platform.new", strange)).properties["x"]
    assert (rule.schema, rule.read_only, rule.property_type) == (None, False, "user_dreamt")


def test_immutable_and_settable_properties_are_listed() -> None:
    rules = from_catalog("source", "platform.salesforce")
    assert rules.immutable == {"api_type", "is_sandbox"}
    assert "image_version" not in rules.settable
    assert "start_date" in rules.settable


def test_read_only_properties_that_the_documentation_lets_users_set_are_disputed() -> None:
    disputed = {name for name, rule in from_catalog("source", "platform.s3-csv").properties.items() if rule.disputed}
    assert disputed == {"external_id", "role_name"}
    spec = PropertySpec(name="role_name", property_type="read_only")
    assert from_report_card("source", card("platform.s3-csv", spec)).properties["role_name"].disputed


def test_documented_values_restrict_only_where_the_rules_come_from_the_catalog() -> None:
    assert from_catalog("destination", "bigquery_v2").properties["loading_mode"].allowed == ("UPSERT", "APPEND_ONLY")
    stated = from_report_card("destination", card("bigquery_v2", PropertySpec(name="loading_mode")))
    assert stated.properties["loading_mode"].allowed == ()


def test_only_destinations_send_typed_values() -> None:
    assert from_catalog("destination", "postgres").properties["ssl"].typed
    assert not from_catalog("source", "platform.hp-postgres").properties["port"].typed


def test_all_types_of_the_catalog_are_known() -> None:
    assert "platform.github" in known_types("source")
    assert "bigquery_v2" in known_types("destination")
