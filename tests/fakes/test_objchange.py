"""The rules of Terraform's core, each with an answer that keeps it and one that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.objchange import outcome_problems, plan_problems, propose, replacing, write_only_problems
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import STRING, SetType
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue


def text(**options: Any) -> Attribute:
    return Attribute(type=STRING, description="", **(options or {"optional": True}))


def nested(nesting: Any, **options: Any) -> Attribute:
    inner = {"set": text(), "both": text(optional=True, computed=True), "made": text(computed=True)}
    kind = NestedAttributes(nesting=nesting, attributes=inner)
    return Attribute(type=kind, description="", **(options or {"optional": True}))


SCHEMA = Schema(
    description="",
    attributes={
        "set": text(),
        "both": text(optional=True, computed=True),
        "made": text(computed=True),
        "hidden": text(optional=True, write_only=True),
        "one": nested("single"),
        "list": nested("list"),
        "map": nested("map"),
        "elements": nested("set"),
        "offered": nested("single", optional=True, computed=True),
    },
)
TAGGED = Schema(
    description="",
    attributes={
        "elements": Attribute(
            description="",
            optional=True,
            type=NestedAttributes(
                nesting="set",
                attributes={
                    "tags": Attribute(type=SetType(STRING), description="", optional=True, computed=True),
                    "name": text(),
                },
            ),
        )
    },
)


def whole(**given: Any) -> dict[str, Any]:
    return dict.fromkeys(SCHEMA.attributes) | given


def part(**given: Any) -> dict[str, Any]:
    return {"set": None, "both": None, "made": None, **given}


@pytest.mark.parametrize(
    ("config", "prior", "proposed"),
    [
        pytest.param({}, {"set": "x", "both": "y", "made": "z"}, {"both": "y", "made": "z"}, id="computed"),
        pytest.param({"both": "new"}, {"both": "y"}, {"both": "new"}, id="configured"),
        pytest.param({"one": UNKNOWN}, {"one": part(made="z")}, {"one": UNKNOWN}, id="an unknown object"),
        pytest.param({}, {"one": part(made="z")}, {"one": None}, id="an object that is taken out"),
        pytest.param(
            {"one": part(set="new")}, {"one": part(set="x", made="z")}, {"one": part(set="new", made="z")}, id="single"
        ),
        pytest.param(
            {"list": (part(), part(set="b"))},
            {"list": (part(made="z"),)},
            {"list": (part(made="z"), part(set="b"))},
            id="list",
        ),
        pytest.param(
            {"list": (UNKNOWN,)},
            {"list": (part(made="z"),)},
            {"list": (part(set=UNKNOWN, both=UNKNOWN, made=UNKNOWN),)},
            id="an unknown element",
        ),
        pytest.param(
            {"map": {"a": part(), "b": part()}},
            {"map": {"a": part(made="z")}},
            {"map": {"a": part(made="z"), "b": part()}},
            id="map",
        ),
        pytest.param(
            {"elements": SetValue([part(set="b"), part(set="a")])},
            {"elements": SetValue([part(set="a", both="y", made="z"), part(set="c", made="other")])},
            {"elements": SetValue([part(set="b"), part(set="a", both="y", made="z")])},
            id="set",
        ),
        pytest.param({}, {"offered": part(made="z")}, {"offered": part(made="z")}, id="an object that was computed"),
        pytest.param({}, {"offered": part(set="x", made="z")}, {"offered": None}, id="an object that was configured"),
    ],
)
def test_terraform_proposes_the_configuration_and_prior_values_of_what_is_computed(
    config: dict[str, Any], prior: dict[str, Any], proposed: dict[str, Any]
) -> None:
    assert propose(SCHEMA, whole(**config), whole(**prior)) == whole(**proposed)


def test_an_element_with_another_computed_set_is_another_element() -> None:
    config = {"elements": SetValue([{"tags": None, "name": "a"}])}
    prior = {"elements": SetValue([{"tags": SetValue(["x"]), "name": "a"}])}
    assert propose(TAGGED, config, prior) == config


@pytest.mark.parametrize(
    ("config", "prior", "planned"),
    [
        pytest.param({"set": "x"}, {}, {"set": "x"}, id="configured"),
        pytest.param({"set": "X"}, {"set": "x"}, {"set": "x"}, id="the prior value, which means the same"),
        pytest.param({}, {}, {"both": "y", "made": UNKNOWN}, id="computed"),
        pytest.param({"hidden": "secret"}, {}, {"hidden": None}, id="write-only"),
        pytest.param({"one": part(set="x")}, {}, {"one": part(set="x", made=UNKNOWN)}, id="computed inside"),
        pytest.param({"elements": SetValue([part()])}, {}, {"elements": SetValue([part(set="z")])}, id="inside a set"),
        pytest.param({}, {}, {"offered": part(set="z")}, id="an object that is computed"),
    ],
)
def test_a_plan_keeps_to_the_configuration(
    config: dict[str, Any], prior: dict[str, Any], planned: dict[str, Any]
) -> None:
    assert list(plan_problems(SCHEMA, whole(**prior), whole(**config), whole(**planned))) == []


@pytest.mark.parametrize(
    ("config", "prior", "planned", "at"),
    [
        ({"set": "x"}, {}, {"set": "y"}, "set"),
        ({"set": "x"}, {"set": "y"}, {}, "set"),
        ({"set": "x"}, {}, {"set": UNKNOWN}, "set"),
        ({"both": "x"}, {"both": "z"}, {"both": "y"}, "both"),
        ({}, {"set": "x"}, {"set": "x"}, "set"),
        ({"one": part()}, {}, {"one": None}, "one"),
        ({"one": part()}, {}, {"one": UNKNOWN}, "one"),
        ({"one": part(set="x")}, {}, {"one": part(set="y")}, "one.set"),
        ({"list": (part(),)}, {}, {"list": ()}, "list"),
        ({"list": (part(set="x"),)}, {"list": (part(set="z"),)}, {"list": (part(set="y"),)}, "list[0].set"),
        ({"map": {"a": part()}}, {}, {"map": {"b": part()}}, 'map["b"]'),
        ({"map": {"a": part(set="x")}}, {}, {"map": {"a": part()}}, 'map["a"].set'),
        ({"elements": SetValue([part()])}, {}, {"elements": SetValue()}, "elements"),
    ],
)
def test_a_plan_that_departs_from_the_configuration_is_named(
    config: dict[str, Any], prior: dict[str, Any], planned: dict[str, Any], at: str
) -> None:
    (problem,) = plan_problems(SCHEMA, whole(**prior), whole(**config), whole(**planned))
    assert problem.startswith(f"{at}: ")


def test_a_plan_is_there_when_a_configuration_is() -> None:
    assert len(list(plan_problems(SCHEMA, None, whole(), None))) == 1
    assert len(list(plan_problems(SCHEMA, None, None, whole()))) == 1
    assert list(plan_problems(SCHEMA, None, None, None)) == []


@pytest.mark.parametrize(
    ("planned", "actual"),
    [
        (UNKNOWN, "x"),
        ("x", "x"),
        ({"a": UNKNOWN}, {"a": "x"}),
        (("x", UNKNOWN), ("x", "y")),
        (SetValue(["a", UNKNOWN]), SetValue(["a"])),
        (SetValue(["a", UNKNOWN]), SetValue(["a", "b"])),
        (DynamicValue(STRING, UNKNOWN), DynamicValue(STRING, "x")),
    ],
)
def test_what_was_unknown_may_become_anything(planned: Any, actual: Any) -> None:
    assert list(outcome_problems(planned, actual)) == []


@pytest.mark.parametrize(
    ("planned", "actual"),
    [
        ("x", "y"),
        ("x", None),
        (None, "x"),
        ("x", UNKNOWN),
        ({"a": "x"}, {}),
        ({}, {"a": "x"}),
        (("x",), ("x", "y")),
        (SetValue(["a"]), SetValue(["a", "b"])),
        (SetValue(["a", UNKNOWN]), SetValue(["b"])),
        (DynamicValue(STRING, "x"), DynamicValue(STRING, "y")),
        (DynamicValue(STRING, "x"), DynamicValue(SetType(STRING), "x")),
    ],
)
def test_what_was_known_has_to_come_true(planned: Any, actual: Any) -> None:
    assert len(list(outcome_problems(planned, actual))) == 1


def test_write_only_values_are_found_at_every_depth() -> None:
    inner = NestedAttributes(nesting="list", attributes={"pin": text(optional=True, write_only=True)})
    schema = Schema(
        description="",
        attributes={"hidden": text(optional=True, write_only=True), "list": Attribute(type=inner, description="")},
    )
    value = {"hidden": "x", "list": ({"pin": None}, {"pin": "1234"})}
    found = [problem.partition(":")[0] for problem in write_only_problems(schema, value)]
    assert found == ["hidden", "list.pin"]
    assert list(write_only_problems(schema, {"hidden": None, "list": None})) == []


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (Path.of("set"), {"set": "x"}, {"set": "y"}),
        (Path.of("set"), {"set": "x"}, {"set": UNKNOWN}),
        (Path.of("map").key("a").attribute("set"), {"map": {"a": part(set="x")}}, {"map": {}}),
        (Path.of("list").index(0).attribute("set"), {"list": ()}, {"list": (part(set="x"),)}),
        (Path.of("elements").element("x").attribute("set"), {"elements": SetValue()}, {"elements": None}),
    ],
)
def test_a_change_can_require_replacement(path: Path, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert replacing([path], whole(**before), whole(**after)) == ((path,), [])


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (Path.of("set"), {"set": "x"}, {"set": "x"}),
        (Path.of("map").key("a").attribute("set"), {"map": {"a": part()}}, {"map": {}}),
    ],
)
def test_what_is_as_before_requires_no_replacement(path: Path, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert replacing([path], whole(**before), whole(**after)) == ((), [])


def test_a_path_that_leads_nowhere_cannot_require_replacement() -> None:
    nowhere = Path.of("map").key("a").attribute("set")
    paths, problems = replacing([nowhere], whole(), whole())
    assert paths == ()
    assert len(problems) == 1
