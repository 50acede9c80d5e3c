"""The configurations on the pages of types are planned against the simulator, and applied where no person is needed.

The pages have these configurations as HCL, which `tests/acceptance/test_type_pages.py` plans with a real engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stitch.workspace import Workspace, simulated
from stitch_provider import catalog
from stitch_provider.stitch.scaffold.starting_point import example_streams, starting_point
from stitch_provider.stitch.type_pages.index import type_pages
from stitch_provider.stitch.types.check import check_properties
from stitch_provider.stitch.types.naming import NOUNS
from stitch_provider.stitch.types.rules import from_catalog, known_types
from stitch_provider.terraform.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stitch.workspace import SimulatedAccount
    from stitch_provider.stitch.types.rules import TypeRules
    from stitch_provider.terraform.diagnostics import Diagnostic

ALL = [from_catalog(noun, name) for noun in NOUNS for name in known_types(noun)]
PAGES = type_pages()
ON_REQUEST = {"alpha", "deprecated"}
AVAILABLE = [each for each in ALL if each.pipeline_state not in ON_REQUEST]
UNAVAILABLE = [each for each in ALL if each.pipeline_state in ON_REQUEST]


def of_types(types: list[TypeRules]) -> pytest.MarkDecorator:
    """A test of each of these types."""
    return pytest.mark.parametrize("rules", types, ids=lambda rules: rules.type)


def needs_person(rules: TypeRules) -> bool:
    """Whether a source or destination requires properties that only an authorization provides."""
    return any(each.required for each in rules.properties.values() if each.step == "oauth")


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    """An account whose plan includes every type that is not only available on request."""
    async with simulated(plan="premium") as account:
        yield account


def test_the_types_are_those_of_the_catalog() -> None:
    without_person = [each for each in AVAILABLE if not needs_person(each)]
    assert (len(ALL), len(AVAILABLE), len(UNAVAILABLE), len(without_person)) == (198, 151, 47, 114)


async def planned(
    account: SimulatedAccount, rules: TypeRules
) -> tuple[Workspace, dict[str, Any], tuple[Diagnostic, ...]]:
    point = starting_point(rules)
    workspace = Workspace(account, point.resource)
    attributes = point.attributes()
    plan = await workspace.plan(**attributes)
    return workspace, attributes, plan.diagnostics


@of_types(AVAILABLE)
async def test_the_configuration_of_a_type_is_planned_without_problems(
    account: SimulatedAccount, rules: TypeRules
) -> None:
    """Where a person has to authorize the source or destination, a warning says so."""
    workspace, attributes, diagnostics = await planned(account, rules)
    expected = ["Authorization required"] if needs_person(rules) else []
    assert [each.summary for each in diagnostics] == expected
    assert await workspace.validate(**attributes) == ()
    if not expected:
        assert await workspace.apply(**attributes) == ()
        state = workspace.state or {}
        assert state["type"] == rules.type


@of_types([each for each in AVAILABLE if catalog.streams(each.type) and not needs_person(each)])
async def test_the_streams_that_a_configuration_selects_exist(account: SimulatedAccount, rules: TypeRules) -> None:
    point = starting_point(rules)
    source = Workspace(account, point.resource)
    await source.apply(**point.attributes())
    assert source.state is not None
    selections = Workspace(account, "stitch_stream_selections")
    assert await selections.apply(source_id=source.state["id"], streams=example_streams(point)) == ()


@of_types(UNAVAILABLE)
async def test_the_plan_of_a_type_that_is_only_available_on_request_says_why_it_fails(
    account: SimulatedAccount, rules: TypeRules
) -> None:
    _, _, diagnostics = await planned(account, rules)
    (refused,) = [each for each in diagnostics if each.severity is Severity.ERROR]
    assert refused.summary == f"{rules.noun.capitalize()} type not available"
    assert f"it is {rules.pipeline_state}" in refused.detail
    if rules.successor:
        assert f'Use "{rules.successor}" instead' in refused.detail


@of_types([each for each in UNAVAILABLE if each.type in PAGES])
def test_the_page_of_such_a_type_begins_with_that_and_names_the_successor(rules: TypeRules) -> None:
    _, first, second, *_ = PAGES[rules.type].text.split("\n\n")
    assert first.startswith(f"~> **Not available.** Stitch lists this type as {rules.pipeline_state}")
    if rules.successor:
        assert second == f"Use [`{rules.successor}`](source-{rules.successor.replace('.', '-')}.md) instead."


@of_types(ALL)
def test_every_value_of_a_starting_point_fits_its_property(rules: TypeRules) -> None:
    """Also those that the command scaffold prints as comments."""
    point = starting_point(rules)
    choices = (*point.needed, *point.optional)
    properties = {each.rule.name: each.value for each in choices if not each.rule.credential}
    credentials = {each.rule.name: each.value for each in choices if each.rule.credential}
    found = check_properties(rules, properties, credentials)
    assert [each for each in found if each.summary != "Property that Stitch may refuse"] == []
