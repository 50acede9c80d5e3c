from __future__ import annotations

from typing import Any

import pytest

from fakes.widgets import WIDGET, Grant, Part, Room, Schedule, Widget
from stitch_provider.terraform.schema.model import bind, unbind
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

BLANK: dict[str, Any] = dict.fromkeys(Widget.__struct_fields__)
PART = {"name": "p", "label": None, "serial": UNKNOWN, "pin": None}
ROOM = {"size": 1, "zone": None, "code": "c"}
GRANT = {"role": "r", "ticket": None}


def test_the_widget_model_has_a_field_for_every_attribute() -> None:
    assert list(BLANK) == list(WIDGET.attributes)


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("name", "a", "a"),
        ("tags", SetValue(["a"]), SetValue(["a"])),
        ("settings", {"a": None}, {"a": None}),
        ("schedule", {"cron": "x", "every_minutes": None, "next_run": UNKNOWN}, Schedule("x", None, UNKNOWN)),
        ("schedule", UNKNOWN, UNKNOWN),
        ("schedule", None, None),
        ("parts", (PART, UNKNOWN), (Part("p", None, UNKNOWN, None), UNKNOWN)),
        ("rooms", {"k": ROOM, "l": None}, {"k": Room(1, None, "c"), "l": None}),
        ("rooms", {}, {}),
    ],
)
def test_a_value_can_be_bound_to_a_model_and_unbound(name: str, value: Any, bound: Any) -> None:
    given = {**BLANK, name: value}
    model = bind(Widget, given)
    assert getattr(model, name) == bound
    assert unbind(model) == given


def test_the_objects_of_a_set_are_bound_to_a_tuple() -> None:
    assert bind(Widget, {**BLANK, "grants": SetValue([GRANT])}).grants == (Grant("r", None),)


def test_a_value_with_missing_or_additional_attributes_cannot_be_bound() -> None:
    with pytest.raises(TypeError):
        bind(Widget, {**BLANK, "wings": 2})
    with pytest.raises(TypeError):
        bind(Widget, {name: value for name, value in BLANK.items() if name != "title"})
