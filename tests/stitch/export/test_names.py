from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.export.names import distinct, identifier


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("GitHub Widgets", "github_widgets"),
        ("  Wïdgets -- (prod) ", "widgets_prod"),
        ("2024 orders", "source_2024_orders"),
        ("東京", "source"),
        ("", "source"),
        ("override", "override_source"),
        ("My Override", "my_override_source"),
        ("overrides", "overrides"),
        ("true", "true"),
        ("a" * 70, "a" * 60),
    ],
)
def test_a_title_makes_a_readable_name(title: str, name: str) -> None:
    assert identifier(title, "source") == name


def test_the_oldest_of_several_with_one_title_gets_the_bare_name() -> None:
    titles = [("1000", "Shop"), ("20", "shop!"), ("999", "SHOP"), ("5", "Other")]
    assert distinct(titles, "source") == {"20": "shop", "999": "shop_999", "1000": "shop_1000", "5": "other"}


def test_a_name_that_somebody_has_already_is_not_taken_by_its_number() -> None:
    names = distinct([("1", "shop 3"), ("2", "shop"), ("3", "shop")], "source")
    assert names == {"1": "shop_3", "2": "shop", "3": "shop_3_"}


TITLES = st.dictionaries(st.integers(1, 999).map(str), st.sampled_from(["Shop", "shop 1", "Shop-1", "", "東", "1"]))


@given(TITLES)
def test_names_are_identifiers_and_differ(titles: dict[str, str]) -> None:
    names = distinct(titles.items(), "source")
    assert names.keys() == titles.keys()
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names.values())


@given(TITLES, st.sampled_from(["Shop", "shop 1", "1"]))
def test_something_added_later_renames_nothing(titles: dict[str, str], added: str) -> None:
    before = distinct(titles.items(), "source")
    after = distinct([("1000", added), *titles.items()], "source")
    assert before.items() <= after.items()
