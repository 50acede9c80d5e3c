"""What holds for every configuration, whatever its values: the promises that Terraform holds a provider to."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakes.core import Core
from fakes.widgets import Account, WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import DynamicValue, SetValue
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


async def core() -> Core:
    return Core(await widget_processes(Account()), WidgetResource.type_name)


@given(configs, configs)
async def test_every_apply_leaves_nothing_to_be_done(first: dict[str, Any], second: dict[str, Any]) -> None:
    """What an apply has to keep of its plan, and what the next run may find, `Core` checks after each of these."""
    terraform = await core()
    for config in (first, second):
        assert await terraform.apply(**config) == ()


@given(partly_unknown, configs)
async def test_a_plan_keeps_everything_configured(config: dict[str, Any], before: dict[str, Any]) -> None:
    terraform = await core()
    await terraform.apply(**before)
    response = await terraform.plan(**config)
    assert response.diagnostics == ()
    assert response.planned is not None
    for name, value in config.items():
        attribute = terraform.attributes[name]
        if value is not None and not attribute.write_only and not isinstance(attribute.type, NestedAttributes):
            assert response.planned[name] == value
