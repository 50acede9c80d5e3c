import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stitch_provider.stitch.types.check import check_properties, check_type, unknown_type
from stitch_provider.stitch.types.completeness import check_complete
from stitch_provider.stitch.types.naming import pointer
from stitch_provider.stitch.types.rules import PropertyRule, TypeRules, from_catalog, known_types
from stitch_provider.terraform.diagnostics import Diagnostic, Severity
from stitch_provider.terraform.values.value import UNKNOWN

GITHUB = from_catalog("source", "platform.github")
POSTGRES = from_catalog("destination", "postgres")
ANALYTICS = from_catalog("source", "platform.google-analytics")
NOWHERE = from_catalog("source", "platform.nowhere")

GITHUB_PROPERTIES = {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z"}
POSTGRES_PROPERTIES = {
    "host": "db.acme.example",
    "port": "5432",
    "username": "stitch",
    "database": "analytics",
    "ssl": "false",
    "encryption_type": "none",
}

KEPT = " Only a source that already has this value can keep it."
FROM_CATALOG = (
    " This comes from the catalog of the provider, which may be out of date. If Stitch accepts the configuration, "
    "ignore this warning."
)


def live(rules: TypeRules) -> TypeRules:
    return replace(rules, origin="service")


def shown(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(each.severity.name, str(each.path), each.summary) for each in diagnostics]


def only(diagnostics: Iterable[Diagnostic]) -> Diagnostic:
    found = tuple(diagnostics)
    assert len(found) == 1, shown(found)
    return found[0]


@pytest.mark.parametrize("rules", [GITHUB, live(GITHUB)])
def test_a_correct_source_gives_no_diagnostics(rules: TypeRules) -> None:
    assert list(check_type(rules)) == []
    assert check_properties(rules, GITHUB_PROPERTIES, None, {"access_token": "secret"}) == ()
    assert check_complete(rules, GITHUB_PROPERTIES, None, {"access_token": "secret"}) == ()


@pytest.mark.parametrize("rules", [POSTGRES, live(POSTGRES)])
def test_a_correct_destination_gives_no_diagnostics(rules: TypeRules) -> None:
    assert check_properties(rules, POSTGRES_PROPERTIES, {"password": "secret"}) == ()
    assert check_complete(rules, POSTGRES_PROPERTIES, {"password": "secret"}) == ()


@pytest.mark.parametrize(
    ("rules", "properties", "severity", "summary", "detail"),
    [
        (
            GITHUB,
            {"repositry": "a/b"},
            "WARNING",
            "Unknown property",
            'The type "platform.github" has no property "repositry". Did you mean "repository"?' + FROM_CATALOG,
        ),
        (
            live(GITHUB),
            {"repositry": "a/b"},
            "ERROR",
            "Unknown property",
            'The type "platform.github" has no property "repositry". Did you mean "repository"?',
        ),
        (
            live(GITHUB),
            {"zzz": "a/b"},
            "ERROR",
            "Unknown property",
            'The type "platform.github" has no property "zzz". Valid: "access_token", "repository", "start_date".',
        ),
        (
            GITHUB,
            {"image_version": "1.latest"},
            "WARNING",
            "Read-only property",
            'Only Stitch can set "image_version". Remove it.' + FROM_CATALOG,
        ),
        (
            live(GITHUB),
            {"image_version": "1.latest"},
            "ERROR",
            "Read-only property",
            'Only Stitch can set "image_version". Remove it.',
        ),
        (
            from_catalog("source", "platform.s3-csv"),
            {"role_name": "stitch"},
            "WARNING",
            "Property that Stitch may refuse",
            (
                'Stitch lists "role_name" as a property that only Stitch can set, but its documentation describes it '
                "as set by users. The provider sends it. If Stitch refuses it, remove it."
            ),
        ),
        (
            GITHUB,
            {"access_token": "s3cret"},
            "ERROR",
            "Credential among the properties",
            (
                '"access_token" is a credential of the type "platform.github". Move it to credentials_wo, which is '
                "stored in no plan and no state (Terraform or OpenTofu 1.11 or newer), or to credentials, which is "
                "stored in the state as a sensitive value."
            ),
        ),
        (
            GITHUB,
            {"frequency_in_minutes": "60"},
            "ERROR",
            "Schedule among the properties",
            'Set "frequency_in_minutes" with the attribute schedule instead: schedule = { frequency_minutes = ... }.',
        ),
        (
            NOWHERE,
            {"cron_expression": "0 0 12 ? * *"},
            "ERROR",
            "Schedule among the properties",
            'Set "cron_expression" with the attribute schedule instead: schedule = { cron = ... }.',
        ),
        (
            live(GITHUB),
            {"repository": ""},
            "ERROR",
            "Empty value",
            'Stitch does not accept an empty value. To leave "repository" unset, remove the key or set it to null.',
        ),
        (
            GITHUB,
            {"repository": ""},
            "WARNING",
            "Empty value",
            'Stitch does not accept an empty value. To leave "repository" unset, remove the key or set it to null.'
            + KEPT,
        ),
        (
            NOWHERE,
            {"anything": ""},
            "WARNING",
            "Empty value",
            'Stitch does not accept an empty value. To leave "anything" unset, remove the key or set it to null.'
            + KEPT,
        ),
        (
            GITHUB,
            {"start_date": "2024-01-01"},
            "WARNING",
            "Invalid value",
            '"start_date" must be a day that starts at midnight UTC, such as "2024-01-01T00:00:00Z".' + FROM_CATALOG,
        ),
        (
            live(GITHUB),
            {"start_date": "2024-01-01"},
            "ERROR",
            "Invalid value",
            '"start_date" must be a day that starts at midnight UTC, such as "2024-01-01T00:00:00Z".',
        ),
        (live(POSTGRES), {"port": "many"}, "ERROR", "Invalid value", '"port" must be a whole number.'),
        (live(POSTGRES), {"ssl": "yes"}, "ERROR", "Invalid value", '"ssl" must be "true" or "false".'),
        (
            live(POSTGRES),
            {"host": "not a host"},
            "ERROR",
            "Invalid value",
            '"host" must be an IPv4 address, an IPv6 address or a host name.',
        ),
        (
            from_catalog("destination", "bigquery_v2"),
            {"loading_mode": "REPLACE"},
            "WARNING",
            "Undocumented value",
            (
                '"loading_mode" has a value that the documentation of Stitch does not mention. Documented values: '
                '"UPSERT", "APPEND_ONLY".'
            ),
        ),
    ],
)
def test_each_problem_names_the_key_what_is_wrong_and_what_to_do(
    rules: TypeRules, properties: dict[str, str], severity: str, summary: str, detail: str
) -> None:
    found = only(check_properties(rules, properties))
    name = next(iter(properties))
    assert (found.severity.name, str(found.path), found.summary) == (severity, f'properties["{name}"]', summary)
    assert found.detail == detail + pointer(rules)


def test_a_property_among_the_credentials_is_a_warning() -> None:
    found = only(check_properties(GITHUB, None, {"repository": "a/b"}))
    assert shown((found,)) == [("WARNING", 'credentials["repository"]', "Property among the credentials")]
    assert "Move it to properties" in found.detail


@pytest.mark.parametrize("attribute", ["credentials", "credentials_wo"])
def test_credentials_are_checked_without_showing_their_value(attribute: str) -> None:
    rules = live(from_catalog("destination", "s3"))
    found = only(check_properties(rules, None, **{attribute: {"sentinel_key": "hunter2"}}))  # type: ignore[arg-type]
    assert shown((found,)) == [("ERROR", f'{attribute}["sentinel_key"]', "Invalid value")]
    assert found.detail.startswith('"sentinel_key" must be text that starts with "stitch-challenge-file-". ')


@pytest.mark.parametrize("attribute", ["credentials", "credentials_wo"])
def test_an_empty_credential_is_an_error_offline_too(attribute: str) -> None:
    found = only(check_properties(POSTGRES, None, **{attribute: {"password": ""}}))  # type: ignore[arg-type]
    assert shown((found,)) == [("ERROR", f'{attribute}["password"]', "Empty value")]


def test_misspelt_credentials_are_found() -> None:
    found = only(check_properties(live(POSTGRES), None, None, {"pasword": "secret"}))
    assert str(found.path) == 'credentials_wo["pasword"]'
    assert 'Did you mean "password"?' in found.detail


def test_the_same_name_twice_is_an_error() -> None:
    found = only(check_properties(POSTGRES, None, {"password": "a"}, {"password": "b"}))
    assert shown((found,)) == [("ERROR", 'credentials_wo["password"]', "Property set twice")]
    assert 'credentials["password"]' in found.detail


def test_null_counts_as_absent() -> None:
    assert check_properties(live(GITHUB), {"anything": None, "access_token": None}, {"access_token": "x"}) == ()


def test_unknown_values_skip_checks_of_values_but_not_of_names() -> None:
    assert check_properties(live(GITHUB), UNKNOWN, UNKNOWN, UNKNOWN) == ()
    assert check_properties(live(GITHUB), {"start_date": UNKNOWN}) == ()
    found = check_properties(live(GITHUB), {"start_dat": UNKNOWN, "access_token": UNKNOWN})
    assert [each.summary for each in found] == ["Unknown property", "Credential among the properties"]


def test_destinations_have_no_schedule() -> None:
    assert only(check_properties(live(POSTGRES), {"anchor_time": "x"})).summary == "Unknown property"


@pytest.mark.parametrize(
    ("type_name", "name", "value"),
    [
        ("platform.zendesk", "marketplace_app_id", "123"),
        ("platform.google-analytics", "report_definitions", '[{"id": "1", "name": "one"}]'),
        ("platform.aurora", "filter_dbs", '["one", "two"]'),
        ("platform.hp-mysql", "filter_dbs", "one,two"),
        ("platform.aurora", "ssh", "trueish"),
    ],
)
def test_values_are_coerced_before_they_are_checked(type_name: str, name: str, value: str) -> None:
    rules = live(from_catalog("source", type_name))
    assert [each for each in check_properties(rules, {name: value}) if each.severity is Severity.ERROR] == []


def test_json_of_the_wrong_shape_is_described() -> None:
    found = only(check_properties(live(ANALYTICS), {"report_definitions": '[{"id": "1"}]'}))
    assert found.detail.startswith('"report_definitions" must be a JSON list of objects with the keys name, id. ')


@pytest.mark.parametrize("schema", [{"type": "nonsense"}, {"pattern": "("}, {"$ref": "urn:nowhere"}])
def test_a_value_with_an_invalid_schema_is_left_to_the_service(schema: dict[str, Any]) -> None:
    rules = replace(live(GITHUB), properties={"x": PropertyRule(name="x", schema=schema)})
    assert check_properties(rules, {"x": "anything"}) == ()


def test_missing_properties_of_the_form_are_a_warning() -> None:
    found = only(check_complete(POSTGRES, {"host": "db.acme.example", "port": None}, {"password": "x"}))
    assert shown((found,)) == [("WARNING", "properties", "Missing required properties")]
    assert found.detail == (
        'The type "postgres" requires "database", "port" (usually "5432"), "ssl", "username". Without them, the '
        'destination is created but stays at the step "form". Set them in properties or, if they are secret, in '
        "credentials_wo." + pointer(POSTGRES)
    )


@pytest.mark.parametrize(
    "found",
    [
        check_properties(live(GITHUB), {"repositry": "x"}),
        check_complete(GITHUB, {}),
        check_complete(ANALYTICS, {"start_date": "2024-01-01T00:00:00Z"}),
    ],
)
def test_a_diagnostic_about_properties_ends_with_where_they_are_described(found: tuple[Diagnostic, ...]) -> None:
    assert re.search(r'run "terraform-provider-stitch types platform\.\S+" or see https://\S+$', only(found).detail)


def test_a_diagnostic_about_a_type_that_the_catalog_does_not_have_names_no_page() -> None:
    found = only(check_properties(replace(live(GITHUB), type="platform.new"), {"image_version": "2"}))
    assert found.detail.endswith("Remove it.")


def test_nothing_is_missing_while_a_map_is_unknown() -> None:
    assert check_complete(POSTGRES, UNKNOWN) == ()
    assert check_complete(GITHUB, GITHUB_PROPERTIES, None, UNKNOWN) == ()
    assert check_complete(GITHUB, {**GITHUB_PROPERTIES, "repository": UNKNOWN}, {"access_token": UNKNOWN}) == ()


def test_an_oauth_type_without_its_properties_has_to_be_authorized() -> None:
    found = only(check_complete(ANALYTICS, {"start_date": "2024-01-01T00:00:00Z"}))
    assert shown((found,)) == [("WARNING", "type", "Authorization required")]
    assert "Stitch web application" in found.detail
    assert '"refresh_token"' in found.detail
    assert "OAuth client" in found.detail


def test_an_authorization_without_credentials_cannot_be_replaced_by_an_own_client() -> None:
    found = only(check_complete(from_catalog("source", "webhook.segment"), {}))
    assert shown((found,)) == [("WARNING", "type", "Authorization required")]
    assert "OAuth client" not in found.detail


def test_an_oauth_type_with_some_of_its_properties_is_warned_about() -> None:
    given = {"client_id": "x"}
    found = only(check_complete(TYPE_WITH_OAUTH, None, given))
    assert shown((found,)) == [("WARNING", "properties", "Incomplete authorization")]
    assert '"client_secret"' in found.detail


def test_an_oauth_type_with_all_of_its_properties_is_complete() -> None:
    assert check_complete(TYPE_WITH_OAUTH, None, {"client_id": "x", "client_secret": "x"}) == ()


TYPE_WITH_OAUTH = TypeRules(
    noun="source",
    type="platform.example",
    origin="service",
    steps=("form", "oauth", "fully_configured"),
    properties={
        name: PropertyRule(
            name=name, step="oauth", required=True, credential=True, property_type="system_provided_by_default"
        )
        for name in ("client_id", "client_secret")
    },
)


def test_an_unknown_type_is_a_warning_offline() -> None:
    found = only(check_type(from_catalog("source", "platform.gihub")))
    assert shown((found,)) == [("WARNING", "type", "Unknown source type")]
    assert found.detail == (
        'The catalog of the provider does not contain the source type "platform.gihub". Did you mean '
        '"platform.github", "platform.gitlab" or "platform.hubspot"? If Stitch has this type, ignore this warning.'
    )


def test_an_unknown_type_is_an_error_online() -> None:
    found = unknown_type("destination", "postgress")
    assert shown((found,)) == [("ERROR", "type", "No such destination type")]
    assert found.detail == (
        'Stitch has no destination type "postgress". Did you mean "postgres"? The data source '
        'stitch_destination_types lists the types, and the command "terraform-provider-stitch types" lists those of '
        "the catalog."
    )


def test_a_type_that_the_service_no_longer_has_is_not_suggested_for_itself() -> None:
    assert '"platform.github"' not in unknown_type("source", "platform.github").detail.partition("Did you mean")[2]


@pytest.mark.parametrize(
    ("rules", "detail"),
    [
        (
            from_catalog("source", "platform.mysql"),
            (
                "According to the catalog of the provider, your account cannot create a source of the type "
                '"platform.mysql": it is deprecated, and Stitch enables such types only on request. Use '
                '"platform.hp-mysql" instead.'
            ),
        ),
        (
            TypeRules(noun="source", type="platform.sap", origin="service", access=False, pipeline_state="released"),
            'According to Stitch, this account cannot create a source of the type "platform.sap".',
        ),
    ],
)
def test_a_type_without_access_is_a_warning(rules: TypeRules, detail: str) -> None:
    found = only(check_type(rules))
    assert shown((found,)) == [("WARNING", "type", "Source type not available")]
    assert found.detail == detail


NAMES = st.sampled_from(["access_token", "repository", "start_date", "image_version", "cron_expression", "other"])
VALUES = st.none() | st.just(UNKNOWN) | st.text(alphabet="0123456789-TZ:\u00e4", max_size=30).map("needle".__add__)
MAPS = st.none() | st.just(UNKNOWN) | st.dictionaries(NAMES, VALUES)


@given(st.sampled_from([GITHUB, live(GITHUB), NOWHERE]), MAPS, MAPS, MAPS)
def test_no_text_contains_a_value(rules: TypeRules, properties: Any, credentials: Any, credentials_wo: Any) -> None:
    found = (
        *check_properties(rules, properties, credentials, credentials_wo),
        *check_complete(rules, properties, credentials, credentials_wo),
    )
    assert not any("needle" in each.summary + each.detail + str(each.path) for each in found)


@pytest.mark.parametrize("noun", ["source", "destination"])
def test_every_type_can_be_checked_for_completeness(noun: Any) -> None:
    for name in known_types(noun):
        assert all(each.severity is Severity.WARNING for each in check_complete(from_catalog(noun, name), {}))
