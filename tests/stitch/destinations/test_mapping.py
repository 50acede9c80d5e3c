from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stitch_provider.connect import Destination, PropertySpec, ReportCard, Step
from stitch_provider.stitch.connections import properties
from stitch_provider.stitch.destinations import mapping
from stitch_provider.stitch.destinations.model import DestinationModel
from stitch_provider.stitch.types.rules import PropertyRule
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

NAMES = ("host", "port", "ssl")
CARD = ReportCard(
    type="postgres",
    current_step_type="fully_configured",
    steps=(
        Step("form", (*map(PropertySpec, NAMES), PropertySpec("password", is_credential=True, provided=True))),
        Step("fully_configured"),
    ),
)
RULES = {
    "port": PropertyRule(name="port", schema={"type": "integer"}, typed=True),
    "ssl": PropertyRule(name="ssl", schema={"type": "boolean"}, typed=True),
}
OPEN = dict.fromkeys(("id", "effective_properties", "stitch_client_id", "created_at"), UNKNOWN)
PLAN = DestinationModel(
    type="postgres",
    name=UNKNOWN,
    description=UNKNOWN,
    properties=None,
    credentials=None,
    credentials_wo=None,
    credentials_wo_version=None,
    ignore_unmapped_sources=None,
    connection_check=None,
    timeouts=None,
    **OPEN,
)

plans = st.builds(
    lambda **chosen: replace(PLAN, **chosen),
    name=st.sampled_from(["Analytics", "Warehouse", UNKNOWN]),
    description=st.sampled_from(["Reporting", "", UNKNOWN]),
    properties=st.none() | st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["1", "2", "true"])),
    credentials=st.none() | st.dictionaries(st.just("password"), st.sampled_from(["secret-1", "secret-2"])),
    ignore_unmapped_sources=st.none() | st.booleans(),
)


def stored(before: Destination | None, arguments: dict[str, Any]) -> Destination:
    """What the service has after a POST or PUT: properties merged into texts, credentials hidden, null unsets."""
    known = before or Destination(id=581220, type="postgres", name="Postgres", report_card=CARD)
    merged = {**known.properties, "encryption_type": "none", **arguments.get("properties", {})}
    merged.pop("password", None)
    return Destination(
        id=known.id,
        type=known.type,
        name=arguments.get("name") or known.name,
        description=arguments.get("description", known.description) or None,
        properties=properties.effective(merged, CARD),
        created_at="2024-05-14T09:30:00Z",
        stitch_client_id=204417,
        report_card=CARD,
    )


def created(plan: DestinationModel) -> tuple[Destination, DestinationModel]:
    destination = stored(None, mapping.to_create(plan, plan, RULES.get))
    return destination, mapping.applied(destination, plan)


def left_open(plan: DestinationModel) -> set[str]:
    """What a plan leaves to the service."""
    return {name for name in ("name", "description") if isinstance(getattr(plan, name), Unknown)}


@given(plans)
def test_what_is_created_reads_back_as_planned(plan: DestinationModel) -> None:
    destination, state = created(plan)
    assert replace(state, **OPEN, **dict.fromkeys(left_open(plan), UNKNOWN)) == plan
    assert mapping.refreshed(destination, state, RULES.get) == state


@given(plans, plans)
def test_an_update_turns_one_destination_into_the_other(before: DestinationModel, after: DestinationModel) -> None:
    destination, prior = created(before)
    after = replace(after, **{name: getattr(prior, name) for name in left_open(after)})
    changed = stored(destination, mapping.to_update(after, after, prior, {}, RULES.get))
    state = mapping.applied(changed, after)
    assert replace(state, **OPEN) == after
    assert mapping.refreshed(changed, state, RULES.get) == state
    assert mapping.to_update(after, after, state, {}, RULES.get) == {}


def test_a_create_sends_values_in_the_types_that_are_wanted() -> None:
    plan = replace(PLAN, name="Analytics", properties={"port": "5432", "ssl": "false"})
    config = replace(plan, credentials_wo={"password": "secret-1"})
    assert mapping.to_create(config, plan, RULES.get) == {
        "type": "postgres",
        "properties": {"port": 5432, "ssl": False, "password": "secret-1"},
        "name": "Analytics",
        "description": None,
        "ignore_unmapped_sources": None,
    }


def test_properties_go_along_with_a_name_as_the_service_wants_them() -> None:
    _, prior = created(replace(PLAN, name="Analytics"))
    after = replace(prior, name="Warehouse")
    assert mapping.to_update(after, after, prior, {}, RULES.get) == {"name": "Warehouse", "properties": {}}


@pytest.mark.parametrize(
    ("known", "shown", "expected"),
    [
        ("Reporting", "Reporting", "Reporting"),
        ("Reporting", "Finance", "Finance"),
        ("Reporting", None, None),
        (None, "Finance", "Finance"),
        ("", None, ""),
        (None, "", None),
    ],
)
def test_a_text_is_drift_unless_both_are_empty(known: str | None, shown: str | None, expected: str | None) -> None:
    destination, state = created(PLAN)
    drifted = replace(destination, name=shown, description=shown)
    found = mapping.refreshed(drifted, replace(state, name=known, description=known), RULES.get)
    assert (found.name, found.description) == (expected, expected)


@given(plans)
def test_an_import_declares_everything_and_plans_empty(plan: DestinationModel) -> None:
    destination, _ = created(plan)
    state = mapping.imported(destination)
    assert (state.name, state.description) == (destination.name, destination.description)
    assert mapping.refreshed(destination, state, RULES.get) == state
    assert mapping.to_update(state, state, state, {}, RULES.get) == {}
