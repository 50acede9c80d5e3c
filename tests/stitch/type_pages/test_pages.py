"""The contents of the pages of types. `test_configurations.py` tests the configurations on them."""

from __future__ import annotations

import pytest

from stitch_provider import catalog
from stitch_provider.stitch.type_pages.facts import Row, facts
from stitch_provider.stitch.type_pages.index import indexes, type_pages
from stitch_provider.stitch.types.check import SCHEDULE
from stitch_provider.stitch.types.naming import NOUNS, find, has_page, page
from stitch_provider.stitch.types.rules import known_types

PAGES = type_pages()


def rows(type_name: str) -> dict[str, Row]:
    rules = find(type_name)
    assert rules is not None
    return {row.name: row for row in facts(rules).rows}


def remarks(type_name: str) -> str:
    rules = find(type_name)
    assert rules is not None
    return " ".join(facts(rules).remarks)


@pytest.mark.parametrize(
    ("type_name", "name", "setter", "marks"),
    [
        ("platform.github", "access_token", "you, required", ("credential",)),
        ("platform.github", "image_version", "only Stitch", ()),
        ("platform.hp-postgres", "ssl", "you, optional", ()),
        ("platform.hp-postgres", "itersize", "you, optional", ("for internal use by Stitch",)),
        ("platform.hp-mysql", "include_schemas_in_destination_stream_name", "you, optional", ("cannot be changed",)),
        ("platform.adroll", "client_secret", "the authorization, or you", ("credential",)),
        ("platform.dynamodb", "external_id", "Stitch, or you", ()),
        ("bigquery_v2", "project_id", "only Stitch", ()),
        ("s3", "sentinel_key", "Stitch, or you", ("credential",)),
        ("postgres", "encryption_type", "Stitch, or you", ()),
    ],
)
def test_a_row_says_who_sets_a_property(type_name: str, name: str, setter: str, marks: tuple[str, ...]) -> None:
    row = rows(type_name)[name]
    assert (row.setter, row.marks) == (setter, marks)


def test_a_row_has_the_values_the_usual_one_and_the_meaning() -> None:
    port = rows("platform.hp-postgres")["port"]
    assert (port.value, port.default, port.meaning) == ("a whole number", "5432", "Port of the database server.")
    assert rows("platform.typeform")["incremental_range"].value == '"daily" or "hourly"'


@pytest.mark.parametrize("type_name", PAGES)
def test_a_page_has_every_property_except_the_schedule(type_name: str) -> None:
    rules = find(type_name)
    assert rules is not None
    text = PAGES[type_name].text
    assert [name for name in rules.properties if (f"| `{name}` |" in text) == (name in SCHEDULE)] == []


def test_a_page_shows_state_tier_steps_and_interval() -> None:
    text = PAGES["platform.ga360"].text
    assert "| Release state | `beta` |" in text
    assert "| Plan tier | `enterprise` (not part of the Standard plan) |" in text
    assert "`field_selection` (at least one selected stream)" in text
    assert "| Default schedule | every" in text


def test_a_page_says_what_only_a_person_can_do() -> None:
    assert "`oauth` (a person, in the web application)" in PAGES["platform.trello"].text
    assert "a person has to authorize it in the Stitch web application" in remarks("platform.trello")
    assert "a person" not in PAGES["platform.github"].text


def test_a_page_names_values_that_only_stitch_sets_and_values_that_cannot_be_changed() -> None:
    assert "Stitch sets `external_id`, `role_name`. The attribute `effective_properties`" in remarks(
        "platform.dynamodb"
    )
    assert "A change of `loading_mode` replaces" in remarks("bigquery_v2")


def test_a_page_names_functions_and_resources_for_its_type_and_the_shortest_interval() -> None:
    assert "`bucket_policy`" in remarks("s3")
    assert "`bucket_policy`" not in remarks("snowflake")
    assert "`stitch_import_token`" in remarks("import_api")
    assert "can be 1 minute" in remarks("platform.hp-mysql")


def test_a_page_names_facts_that_are_not_certain() -> None:
    assert "These facts are guesses" in remarks("platform.ga4")
    assert "The documentation of the Connect API does not have this type" in remarks("platform.db2")
    assert "Stitch may refuse `external_id`, `role_name`" in remarks("platform.dynamodb")


def test_a_page_lists_the_documented_streams_with_method_keys_and_automatic_fields() -> None:
    text = PAGES["platform.github"].text
    assert "| `issues` | `INCREMENTAL` | `updated_at` | `id`, `updated_at` |" in text
    assert text.count("\n| `") > len(catalog.streams("platform.github"))


def test_example_streams_of_databases_are_not_presented_as_facts() -> None:
    text = PAGES["platform.hp-postgres"].text
    assert "The streams depend on the source." in text
    assert not any(stream.tap_stream_id in text for stream in catalog.streams("platform.hp-postgres"))


def test_every_type_with_a_page_is_in_exactly_one_index() -> None:
    text = "".join(each.text for each in indexes())
    for noun in NOUNS:
        for name in known_types(noun):
            assert text.count(f"[`{name}`]({page(noun, name)}.md)") == has_page(noun, name), name


def test_a_character_that_ends_a_cell_is_escaped() -> None:
    assert '"," or' not in PAGES["s3"].text
    assert r'| ",", "\|" or "\t" |' in PAGES["s3"].text


def test_the_pages_are_short() -> None:
    assert max(len(each.text) for each in PAGES.values()) < 16_000
