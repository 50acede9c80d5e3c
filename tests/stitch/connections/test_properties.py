from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.connect import PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections import properties
from stitch_provider.stitch.types.rules import PropertyRule
from stitch_provider.terraform.values.value import UNKNOWN

CARD = ReportCard(
    type="postgres",
    current_step_type="fully_configured",
    steps=(
        Step(
            "form",
            (
                PropertySpec("host", is_required=True, provided=True),
                PropertySpec("port", provided=True),
                PropertySpec("comment"),
                PropertySpec("kept_back", provided=True),
                PropertySpec("mode", property_type="user_provided_immutable"),
                PropertySpec("advanced", property_type="user_provided_advanced"),
                PropertySpec("image_version", property_type="read_only"),
                PropertySpec("client_id", property_type="system_provided_by_default"),
                PropertySpec("password", is_credential=True, provided=True),
                PropertySpec("refresh_token", tap_mutable=True),
                PropertySpec("cron_expression"),
            ),
        ),
        Step("fully_configured"),
    ),
)
RULES = {
    "port": PropertyRule(name="port", schema={"type": "integer"}, typed=True),
    "ssl": PropertyRule(name="ssl", schema={"type": "boolean"}, typed=True),
    "tables": PropertyRule(name="tables", schema={"type": "array"}),
}

texts = st.dictionaries(st.sampled_from(["host", "port", "ssl", "comment"]), st.sampled_from(["1", "2", "true"]))


def stored(before: dict[str, str], sent: dict[str, Any]) -> dict[str, str]:
    """What the service shows after a PUT: merged, null unsets, scalars as texts."""
    merged: dict[str, Any] = before | sent
    return properties.effective(merged, ReportCard())


@given(planned=texts, prior=texts, filled=texts)
def test_a_change_makes_the_declared_properties_come_true(
    planned: dict[str, str], prior: dict[str, str], filled: dict[str, str]
) -> None:
    shown = filled | prior
    unset = dict.fromkeys(properties.dropped(planned, prior, (), RULES.get))
    after = stored(shown, properties.changes(planned, prior, shown, RULES.get) | unset)
    assert properties.compare(planned, after, CARD, RULES.get) == planned
    assert not (prior.keys() - planned.keys()) & after.keys()
    assert properties.changes(planned, planned, after, RULES.get) == {}


def test_only_what_changed_is_sent_and_in_the_type_that_is_wanted() -> None:
    planned = {"host": "a", "port": "5433", "ssl": "true", "comment": None}
    prior = {"host": "a", "port": "5432"}
    assert properties.changes(planned, prior, {"image_version": "1"}, RULES.get) == {"port": 5433, "ssl": True}


def test_what_stitch_has_already_is_not_sent() -> None:
    assert properties.changes({"encryption_type": "none"}, None, {"encryption_type": "none"}, RULES.get) == {}


@pytest.mark.parametrize("planned", [{}, None, {"comment": None}])
def test_a_key_that_is_removed_is_unset(planned: Any) -> None:
    assert properties.dropped(planned, {"comment": "x"}, (), RULES.get) == {"comment"}


def test_a_key_that_the_credentials_have_or_may_have_is_not_unset() -> None:
    assert properties.dropped({}, {"comment": "x"}, ("comment",), RULES.get) == frozenset()
    assert properties.dropped(UNKNOWN, {"comment": "x"}, (), RULES.get) == frozenset()


@pytest.mark.parametrize(
    ("declared", "shown", "found"),
    [
        pytest.param({"host": "a"}, {"host": "a", "image_version": "1"}, {"host": "a"}, id="others are not compared"),
        pytest.param({"host": "a"}, {"host": "b"}, {"host": "b"}, id="a changed value is drift"),
        pytest.param({"port": "5432.0"}, {"port": "5432"}, {"port": "5432.0"}, id="the same number keeps its spelling"),
        pytest.param({"tables": "[1, 2]"}, {"tables": "[1,2]"}, {"tables": "[1, 2]"}, id="so does the same list"),
        pytest.param({"comment": "x"}, {}, {}, id="a value that is gone is drift"),
        pytest.param({"kept_back": "x"}, {}, {"kept_back": "x"}, id="one that stitch has but hides is none"),
        pytest.param({"unlisted": "x"}, {}, {"unlisted": "x"}, id="one that stitch does not list is none"),
        pytest.param({"comment": None}, {"comment": "x"}, {"comment": None}, id="null is not declared"),
        pytest.param(None, {"host": "a"}, None, id="nothing declared, nothing compared"),
        pytest.param({}, {"host": "a"}, {}, id="an empty map stays one"),
    ],
)
def test_drift_is_found_key_by_key(
    declared: dict[str, str | None] | None, shown: dict[str, str], found: dict[str, str | None] | None
) -> None:
    assert properties.compare(declared, shown, CARD, RULES.get) == found


def test_an_import_takes_what_a_user_can_set_and_stitch_shows() -> None:
    shown = {spec.name: "1" for spec in CARD.steps[0].properties} | {"product": "pipeline"}
    del shown["comment"]
    taken = properties.imported(CARD, shown, frozenset({"cron_expression"}))
    assert taken == dict.fromkeys(["host", "port", "kept_back", "mode", "advanced"], "1")


def test_an_import_of_nothing_declares_nothing() -> None:
    assert properties.imported(CARD, {}) is None


def test_effective_properties_are_texts_without_nulls() -> None:
    shown = {"port": 5432, "ssl": True, "cron_expression": None, "tables": [{"b": 1, "a": 2}]}
    assert properties.effective(shown, ReportCard()) == {"port": "5432", "ssl": "true", "tables": '[{"a":2,"b":1}]'}


def test_a_credential_that_stitch_shows_is_left_out() -> None:
    card = ReportCard(steps=(Step("form", (PropertySpec("host"), PropertySpec("password", is_credential=True))),))
    assert properties.effective({"host": "h", "password": "hunter2"}, card) == {"host": "h"}


def test_what_is_declared_is_not_repeated_among_what_stitch_shows() -> None:
    assert properties.beyond({"host": "a", "comment": "x", "image_version": "1"}, {"host": "a", "comment": None}) == {
        "comment": "x",
        "image_version": "1",
    }


@pytest.mark.parametrize(
    ("planned", "prior", "names"),
    [
        ({"mode": "b"}, {"mode": "a"}, {"mode"}),
        ({}, {"mode": "a"}, set()),
        ({"mode": "b"}, {}, {"mode"}),
        ({"mode": "a"}, {}, set()),
        ({}, {}, set()),
        ({"mode": UNKNOWN}, {"mode": "a"}, {"mode"}),
        ({"mode": UNKNOWN}, {}, {"mode"}),
        ({"mode": None}, {"mode": "a"}, set()),
        (UNKNOWN, {"mode": "a"}, set()),
    ],
)
def test_altered_contains_values_that_stitch_has_and_that_may_change(planned: Any, prior: Any, names: set[str]) -> None:
    assert properties.altered(planned, prior, {"mode": "a"}, RULES.get) == names


def test_a_key_that_is_set_once_stays_when_it_is_removed() -> None:
    once = PropertyRule(name="mode", property_type="user_provided_immutable")
    assert properties.dropped({}, {"mode": "a"}, (), {"mode": once}.get) == frozenset()


def test_a_value_that_stitch_does_not_have_yet_is_not_altered() -> None:
    assert properties.altered({"mode": "a"}, {}, {}, RULES.get) == frozenset()


def test_what_the_integration_renews_by_itself_is_no_change() -> None:
    shown = {"refresh_token": "second", "host": "h"}
    assert properties.compare({"refresh_token": "first"}, shown, CARD, RULES.get) == {"refresh_token": "first"}
    assert properties.steady(shown, CARD) == {"host": "h"}
