"""Which changes of nested attributes replace an object, and what a plan makes of elements that are not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fakes.objchange import propose
from fakes.widgets import widget_config
from stitch_provider.terraform.engine.proposal import plan_by_schema, replacements
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.types import STRING, ListType, MapType, SetType
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

if TYPE_CHECKING:
    from fakes.core import Core

PART = {"name": "p", "label": None, "serial": None, "pin": None}
ROOM = {"size": 1, "zone": "a", "code": None}
GRANT = {"role": "admin", "ticket": None}


def nested(nesting: Any) -> Attribute:
    """Objects whose attributes require replacement: one that is configured, and one that may be computed."""
    kind = NestedAttributes(
        nesting=nesting,
        attributes={
            "set": Attribute(type=STRING, description="", optional=True, requires_replace=True),
            "both": Attribute(type=STRING, description="", optional=True, computed=True, requires_replace=True),
        },
    )
    return Attribute(type=kind, description="", optional=True)


SCHEMA = Schema(description="", attributes={name: nested(name) for name in ("single", "list", "map", "set")})


def part(one: Any = None, both: Any = None) -> dict[str, Any]:
    return {"set": one, "both": both}


def replaced(config: dict[str, Any], prior: dict[str, Any], planned: dict[str, Any] | None = None) -> list[str]:
    """The paths for this configuration, planned as it is unless said otherwise."""
    nothing: dict[str, Any] = dict.fromkeys(SCHEMA.attributes)
    found = replacements(SCHEMA, nothing | (planned or config), nothing | config, nothing | prior)
    return [str(path) for path in found]


@pytest.mark.parametrize(
    ("nesting", "before", "after", "at"),
    [
        ("single", part("x"), part("y"), "single.set"),
        ("single", part("x"), part(UNKNOWN), "single.set"),
        ("single", part(both="x"), part(both=UNKNOWN), "single.both"),
        ("single", part("x"), UNKNOWN, "single"),
        ("list", (part("x"),), (part("y"),), "list[0].set"),
        ("list", (part("x"),), (part(UNKNOWN),), "list[0].set"),
        ("list", (), (part("x"),), "list[0].set"),
        ("list", (part("x"),), (UNKNOWN,), "list[0]"),
        ("map", {"a": part("x")}, {"a": part("y")}, 'map["a"].set'),
        ("map", {"a": part("x")}, {"a": part(UNKNOWN)}, 'map["a"].set'),
        ("map", {"a": part("x")}, UNKNOWN, "map"),
        ("map", {"a": part("x")}, {"a": UNKNOWN}, 'map["a"]'),
        ("set", SetValue([part("x")]), SetValue([part("y")]), "set[element].set"),
        ("set", SetValue([part("x")]), SetValue([part(UNKNOWN)]), "set[element].set"),
    ],
)
def test_a_nested_value_that_changes_or_is_not_known_yet_replaces_the_object(
    nesting: str, before: Any, after: Any, at: str
) -> None:
    assert replaced({nesting: after}, {nesting: before}) == [at]


@pytest.mark.parametrize(
    ("nesting", "before", "after"),
    [
        ("single", part("x"), part("x")),
        ("list", (part("x"),), (part("x"), part())),
        ("list", (part("x"),), ()),
        ("map", {"a": part("x")}, {"a": part("x"), "b": part()}),
        ("set", SetValue([part("x"), part("y")]), SetValue([part("y"), part("x")])),
        ("map", {"a": part("x")}, None),
    ],
)
def test_a_nested_value_that_stays_replaces_nothing(nesting: str, before: Any, after: Any) -> None:
    assert replaced({nesting: after}, {nesting: before}) == []


EMPTY = {"map": (MapType(STRING), {}), "list": (ListType(STRING), ()), "set": (SetType(STRING), SetValue())}


@pytest.mark.parametrize(("kind", "empty"), EMPTY.values(), ids=EMPTY.keys())
def test_a_change_between_null_and_an_empty_collection_replaces_nothing(kind: Any, empty: Any) -> None:
    collection = Attribute(type=kind, description="", optional=True, requires_replace=True)
    schema = Schema(description="", attributes={"triggers": collection})

    def replaces(before: Any, after: Any) -> bool:
        return any(replacements(schema, {"triggers": after}, {"triggers": after}, {"triggers": before}))

    assert not replaces(None, empty)
    assert not replaces(empty, None)
    assert replaces(empty, UNKNOWN)
    assert replaces(None, UNKNOWN)


@pytest.mark.parametrize(
    ("nesting", "before", "configured", "planned"),
    [
        ("single", part("x", "y"), part("x"), part("x", UNKNOWN)),
        ("list", (part("x", "y"),), (part("x"),), (part("x", UNKNOWN),)),
        ("map", {"a": part("x", "y")}, {"a": part("x")}, {"a": part("x", UNKNOWN)}),
    ],
)
def test_a_computed_value_that_is_not_known_yet_replaces_nothing(
    nesting: str, before: Any, configured: Any, planned: Any
) -> None:
    assert replaced({nesting: configured}, {nesting: before}, {nesting: planned}) == []


@pytest.mark.parametrize(
    ("nesting", "before", "configured", "planned", "at"),
    [
        ("list", (part("x", "y"),), (UNKNOWN,), (part(UNKNOWN, UNKNOWN),), "list[0]"),
        ("map", {"a": part("x", "y")}, {"a": UNKNOWN}, {"a": part(UNKNOWN, UNKNOWN)}, 'map["a"]'),
        ("set", SetValue([part("x", "y")]), SetValue([UNKNOWN]), SetValue([part(UNKNOWN, UNKNOWN)]), "set[element]"),
    ],
)
def test_an_object_that_is_not_known_yet_replaces_by_each_attribute(
    nesting: str, before: Any, configured: Any, planned: Any, at: str
) -> None:
    """Terraform proposes an object of unknown attributes in place of an unknown object."""
    found = replaced({nesting: configured}, {nesting: before}, {nesting: planned})
    assert found == [f"{at}.set", f"{at}.both"]


CHOSEN = Schema(
    description="",
    attributes={
        "schedule": Attribute(
            type=NestedAttributes(attributes={"cron": Attribute(type=STRING, description="", optional=True)}),
            description="",
            optional=True,
            computed=True,
        ),
        "revision": Attribute(type=STRING, description="", computed=True),
    },
)


@pytest.mark.parametrize("schedule", [None, {"cron": "0 0"}])
def test_an_object_that_the_service_chose_is_kept_where_it_is_left_out(schedule: Any) -> None:
    prior = {"schedule": schedule, "revision": "1"}
    config = {"schedule": None, "revision": None}
    assert plan_by_schema(CHOSEN, propose(CHOSEN, config, prior), config, prior) == prior


def test_an_object_that_is_left_out_of_a_creation_is_chosen_by_the_service() -> None:
    config = {"schedule": None, "revision": None}
    planned = plan_by_schema(CHOSEN, propose(CHOSEN, config, None), config, None)
    assert planned == {"schedule": UNKNOWN, "revision": UNKNOWN}


def test_an_object_that_is_set_replaces_what_the_service_chose() -> None:
    prior = {"schedule": {"cron": "0 0"}, "revision": "1"}
    config = {"schedule": {"cron": None}, "revision": None}
    planned = plan_by_schema(CHOSEN, propose(CHOSEN, config, prior), config, prior)
    assert planned["schedule"] == {"cron": None}


@pytest.mark.parametrize("prior", [{}, {"parts": (PART,), "rooms": {"hall": ROOM}, "grants": SetValue([GRANT])}])
@pytest.mark.parametrize(
    "given",
    [
        {"parts": (UNKNOWN,)},
        {"parts": (UNKNOWN, PART)},
        {"rooms": {"hall": UNKNOWN}},
        {"grants": SetValue([UNKNOWN])},
        {"grants": SetValue([UNKNOWN, GRANT])},
    ],
)
async def test_an_element_that_is_not_known_yet_can_be_planned(
    core: Core, prior: dict[str, Any], given: dict[str, Any]
) -> None:
    await core.apply(**widget_config(**prior))
    assert (await core.plan(**widget_config(**given))).diagnostics == ()
