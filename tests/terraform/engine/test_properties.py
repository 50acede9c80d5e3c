"""What holds for every configuration, whatever its values: the promises that Terraform holds a provider to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.core import Core
from fakes.widgets import WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.engine.nested import each_object
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.schema.attribute import NestedAttributes, Schema
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import DynamicValue, SetValue, Unknown, Value, wholly_known
from strategies.values import unknowns

words = st.sampled_from(["a", "b", "c"])
maybe_words = st.none() | words
small = st.integers(0, 3)

schedules = st.fixed_dictionaries({"cron": maybe_words, "every_minutes": st.none() | small, "next_run": st.none()})
parts = st.fixed_dictionaries({"name": words, "label": maybe_words, "serial": st.none(), "pin": maybe_words})
rooms = st.fixed_dictionaries({"size": small, "zone": maybe_words, "code": st.none()})
grants = st.fixed_dictionaries({"role": words, "ticket": st.none()})

configs = st.fixed_dictionaries(
    {
        "name": words,
        "kind": words,
        "size": st.none() | small,
        "enabled": st.none() | st.booleans(),
        "nickname": maybe_words,
        "tags": st.none() | st.lists(words).map(SetValue),
        "settings": st.none() | st.dictionaries(words, maybe_words),
        "secret": maybe_words,
        "secret_wo": st.none() | st.just("hunter2"),
        "schedule": st.none() | schedules,
        "parts": st.none() | st.lists(parts, max_size=3).map(tuple),
        "rooms": st.none() | st.dictionaries(words, rooms, max_size=3),
        "grants": st.none() | st.lists(grants, max_size=3).map(SetValue),
        "extra": st.none() | words.map(lambda word: DynamicValue(STRING, word)),
    }
).map(lambda given: widget_config(**given))
partly_unknown = st.tuples(
    configs, st.lists(st.sampled_from(["name", "size", "tags", "parts", "rooms"])), unknowns
).map(lambda drawn: {**drawn[0], **dict.fromkeys(drawn[1], drawn[2])})


def core() -> Core:
    provider = WidgetProvider()
    session = Session(provider)
    session.provider_data = provider.account
    return Core(session, WidgetResource.type_name)


@given(configs, configs)
async def test_apply_keeps_every_known_planned_value_and_leaves_none_unknown(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    terraform = core()
    for config in (first, second):
        planned = (await terraform.plan(config)).planned
        response = await terraform.apply(config)
        assert response.diagnostics == ()
        assert planned is not None
        assert response.state is not None
        assert wholly_known(response.state)
        assert came_true(planned, response.state)


@given(configs, configs)
async def test_the_plan_after_an_apply_is_empty(first: dict[str, Any], second: dict[str, Any]) -> None:
    terraform = core()
    for config in (first, second):
        await terraform.apply(config)
        assert (await terraform.plan(config)).planned == terraform.state
        await terraform.refresh()
        response = await terraform.plan(config)
        assert response.planned == terraform.state
        assert response.requires_replace == ()


@given(partly_unknown, configs)
async def test_a_plan_keeps_everything_configured(config: dict[str, Any], before: dict[str, Any]) -> None:
    terraform = core()
    await terraform.apply(before)
    response = await terraform.plan(config)
    assert response.diagnostics == ()
    assert response.planned is not None
    for name, value in config.items():
        attribute = terraform.schema.attributes[name]
        if value is not None and not attribute.write_only and not isinstance(attribute.type, NestedAttributes):
            assert response.planned[name] == value


@given(partly_unknown, configs)
async def test_write_only_values_are_in_neither_plan_nor_state(config: dict[str, Any], before: dict[str, Any]) -> None:
    terraform = core()
    await terraform.apply(before)
    planned = (await terraform.plan(config)).planned
    for value in (terraform.state, planned):
        assert value is not None
        assert list(write_only(terraform.schema, value)) == []


@given(partly_unknown)
async def test_plans_and_states_are_values_of_the_schemas_type(config: dict[str, Any]) -> None:
    terraform = core()
    planned = (await terraform.plan(config)).planned
    kind = terraform.schema.object_type
    assert msgpack.decode(msgpack.encode(planned, kind), kind) == planned


def came_true(planned: Value, state: Value) -> bool:
    if isinstance(planned, Unknown):
        return True
    if isinstance(planned, dict) and isinstance(state, dict):
        return planned.keys() == state.keys() and all(came_true(planned[key], state[key]) for key in planned)
    if isinstance(planned, tuple) and isinstance(state, tuple):
        return len(planned) == len(state) and all(map(came_true, planned, state))
    if isinstance(planned, SetValue) and isinstance(state, SetValue):
        return len(planned) == len(state) and all(
            any(came_true(element, other) for other in state) for element in planned
        )
    return planned == state


def write_only(level: Schema | NestedAttributes, value: Any) -> Any:
    """The write-only values that are not null."""
    for name, attribute in level.attributes.items():
        if attribute.write_only and value[name] is not None:
            yield name
        if isinstance(attribute.type, NestedAttributes):
            for _, inner, _ in each_object(attribute.type, value[name]):
                yield from write_only(attribute.type, inner)


def test_came_true_can_fail() -> None:
    with pytest.raises(AssertionError):
        assert came_true({"a": "x"}, {"a": "y"})
