from __future__ import annotations

import re
from pathlib import Path

import pytest

from stitch_provider.docsgen.links import Links
from stitch_provider.stitch.types.naming import NOUNS, address, find, has_page, no_such_type, page, pointer
from stitch_provider.stitch.types.rules import from_catalog, known_types, unknown_rules

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
TYPES = [(noun, name) for noun in NOUNS for name in known_types(noun)]


def test_a_type_is_found_by_its_name() -> None:
    assert find("platform.github") == from_catalog("source", "platform.github")
    assert find("snowflake") == from_catalog("destination", "snowflake")
    assert find("github") is None


def test_no_name_is_that_of_a_source_type_and_a_destination_type() -> None:
    assert not set(known_types("source")) & set(known_types("destination"))


def test_a_misspelled_type_gets_the_nearest_names_of_both_kinds() -> None:
    assert no_such_type("platform.gitub").startswith(
        'There is no type "platform.gitub". Did you mean "platform.github"'
    )
    assert '"snowflake"' in no_such_type("snowfake")


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("github", ["platform.github"]),
        ("GitHub", ["platform.github"]),
        ("hubspt", ["platform.hubspot"]),
        ("sendgrid", ["platform.sendgrid", "webhook.sendgrid"]),
    ],
)
def test_a_name_without_its_prefix_gets_the_types_that_it_can_mean(name: str, types: list[str]) -> None:
    first = no_such_type(name).partition(" Did you mean ")[2]
    assert [each for each in re.findall(r'"([^" ]+)"', first) if each in types] == types
    assert first.startswith(f'"{types[0]}"')


def test_where_all_types_are_listed_is_said_about_every_name() -> None:
    assert no_such_type("zzzzzz").endswith('The command "terraform-provider-stitch types" lists all types.')


def test_every_type_has_a_page_of_its_own_except_those_for_tests_of_stitch() -> None:
    paged = [page(noun, name) for noun, name in TYPES if has_page(noun, name)]
    assert len(set(paged)) == len(paged) == len(TYPES) - 2
    assert all((GUIDES / f"{name}.md").exists() for name in paged)


def test_the_address_of_a_page_is_that_of_links_between_pages() -> None:
    links = Links("stitchdata/stitch")
    assert address("source", "platform.github") == links.page("guides/source-platform-github.md")


def test_a_pointer_names_the_command_and_the_page() -> None:
    found = pointer(from_catalog("destination", "s3"))
    assert found.startswith(' For all properties of the type, run "terraform-provider-stitch types s3" or see https://')
    assert found.endswith("/guides/destination-s3")


def test_there_is_no_pointer_to_a_type_that_the_catalog_does_not_have() -> None:
    assert pointer(unknown_rules("source", "platform.new")) == ""
    assert pointer(from_catalog("source", "hp.rando")) == ""
