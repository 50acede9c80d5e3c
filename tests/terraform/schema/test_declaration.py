from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.schema.model import bind, unbind
from stitch_provider.terraform.schema.validators import NOT_BLANK, ExactlyOneOf
from stitch_provider.terraform.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, SetType
from stitch_provider.terraform.values.value import UNKNOWN, DynamicValue, SetValue, Unknown

if TYPE_CHECKING:
    from pathlib import Path as File

EITHER = ExactlyOneOf(("cron", "minutes"))


class Timetable(Model, validators=(EITHER,)):
    cron: str | Unknown | None = optional("Cron of the {noun}.", default=None)
    minutes: int | Decimal | Unknown | None = optional("Minutes.", default=None)


class Door(Model):
    color: str | Unknown | None = computed("Color.")


class Named(Model):
    id: str | Unknown | None = computed("Id of the {noun}.", use_state_for_unknown=True)
    name: str | Unknown


class House(Named):
    name: str | Unknown = required("Name.", requires_replace=True, validators=(NOT_BLANK,))
    storeys: int | Unknown | None = optional("Storeys. Default: `1`.", default=1)
    code: str | Unknown | None = optional("Code.", sensitive=True, write_only=True)
    owner: str | Unknown | None = optional("Owner.", computed=True)
    heated: bool | Unknown | None = optional("Heated. Default: `false`.", default=False)
    when: Timetable | Unknown | None = optional("When.")
    doors: tuple[Door, ...] | Unknown | None = computed("Doors.", default=None)
    rooms: Mapping[str, Door | Unknown] | Unknown | None = optional("Rooms.")


HOUSE = schema_of(House, "A {noun}.", noun="house", version=2, deprecated="Use a tent.")


def test_the_value_assigned_to_a_field_declares_its_attribute() -> None:
    assert HOUSE.attributes == {
        "id": Attribute(type=STRING, description="Id of the house.", computed=True, use_state_for_unknown=True),
        "name": Attribute(
            type=STRING, description="Name.", required=True, requires_replace=True, validators=(NOT_BLANK,)
        ),
        "storeys": Attribute(
            type=NUMBER, description="Storeys. Default: `1`.", optional=True, computed=True, default=1
        ),
        "code": Attribute(type=STRING, description="Code.", optional=True, sensitive=True, write_only=True),
        "owner": Attribute(type=STRING, description="Owner.", optional=True, computed=True),
        "heated": Attribute(
            type=BOOL, description="Heated. Default: `false`.", optional=True, computed=True, default=False
        ),
    } | {name: HOUSE.attributes[name] for name in ("when", "doors", "rooms")}


def test_a_schema_has_a_description_version_and_deprecation() -> None:
    assert (HOUSE.description, HOUSE.version, HOUSE.deprecated) == ("A house.", 2, "Use a tent.")


@pytest.mark.parametrize(
    ("name", "nesting", "attributes"),
    [
        ("when", "single", {"cron": "Cron of the house.", "minutes": "Minutes."}),
        ("doors", "list", {"color": "Color."}),
        ("rooms", "map", {"color": "Color."}),
    ],
)
def test_a_field_with_a_model_has_nested_attributes(name: str, nesting: str, attributes: Mapping[str, str]) -> None:
    nested = HOUSE.attributes[name].type
    assert isinstance(nested, NestedAttributes)
    assert nested.nesting == nesting
    assert {inner: each.description for inner, each in nested.attributes.items()} == attributes


def test_validators_of_a_model_apply_to_every_object_of_that_model() -> None:
    class Weekly(Timetable, validators=(NOT_BLANK,)):
        pass

    nested = HOUSE.attributes["when"].type
    assert isinstance(nested, NestedAttributes)
    assert nested.validators == (EITHER,)
    assert schema_of(Timetable, "When.").validators == (EITHER,)
    assert schema_of(Weekly, "When.").validators == (EITHER, NOT_BLANK)


class Anything(Model):
    string: str | Unknown | None = optional("It.")
    only: str = computed("It.")
    bool_: bool | None = optional("It.")
    whole: int | None = optional("It.")
    number: int | Decimal | Unknown | None = optional("It.")
    texts: tuple[str, ...] | Unknown | None = optional("It.")
    matrix: tuple[tuple[int, ...], ...] | None = optional("It.")
    names: SetValue | Unknown | None = optional("It.")
    labels: Mapping[str, str | Unknown | None] | Unknown | None = optional("It.")
    sets: Mapping[str, SetValue | Unknown] | Unknown | None = optional("It.")
    extra: DynamicValue | Unknown | None = optional("It.")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("string", STRING),
        ("only", STRING),
        ("bool_", BOOL),
        ("whole", NUMBER),
        ("number", NUMBER),
        ("texts", ListType(STRING)),
        ("matrix", ListType(ListType(NUMBER))),
        ("names", SetType(STRING)),
        ("labels", MapType(STRING)),
        ("sets", MapType(SetType(STRING))),
        ("extra", DYNAMIC),
    ],
)
def test_an_annotation_declares_the_type_of_the_attribute(name: str, kind: object) -> None:
    assert schema_of(Anything, "It.").attributes[name].type == kind


class Confused(Model):
    it: str | int | None = optional("It.")


class Timestamped(Model):
    it: complex | None = optional("It.")


@pytest.mark.parametrize("model", [Confused, Timestamped])
def test_an_annotation_without_a_terraform_type_is_an_error(model: type[Model]) -> None:
    with pytest.raises(TypeError, match="not the annotation of an attribute"):
        schema_of(model, "It.")


def test_a_field_without_a_declaration_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"Named\.name does not declare an attribute"):
        schema_of(Named, "It.")


def house(**given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(HOUSE.attributes), "name": "1", **given}


def test_a_value_can_be_bound_to_a_declared_model_and_unbound() -> None:
    value = house(when={"cron": "x", "minutes": UNKNOWN}, doors=({"color": "red"},), rooms={"a": UNKNOWN})
    bound = bind(House, value)
    assert bound.when == Timetable(cron="x", minutes=UNKNOWN)
    assert bound.doors == (Door(color="red"),)
    assert unbind(bound) == value


def test_only_arguments_with_a_default_are_optional() -> None:
    assert Timetable(cron="x") == Timetable(cron="x", minutes=None)
    with pytest.raises(TypeError, match="color"):
        Door()  # type: ignore[call-arg]


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Door(color="red").color = "blue"  # type: ignore[misc]


TYPED = """
from __future__ import annotations
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required
from stitch_provider.terraform.values.value import Unknown

class Door(Model):
    color: str | Unknown = required("Color.")
    width: int | Unknown | None = optional("Width.")
    open: bool | Unknown | None = optional("Open.", default=False)
    serial: str | None = computed("Serial.", default=None)

class Gate(Door):
    bars: int | None = computed("Bars.")

Gate(color="red", width=None, bars=2)
Gate(color="red", width=None)  # error: call-arg
Gate(color=1, width=None, bars=2)  # error: arg-type
Gate("red", width=None, bars=2)  # error: call-arg
Gate(color="red", width=None, bars=2).color = "blue"  # error: misc
Gate(color="red", width=None, bars=2).color.upper()  # error: union-attr

class Window(Model):
    open: bool | Unknown | None = optional("Open.", default="no")  # error: assignment
"""


def test_mypy_checks_the_use_of_a_declared_model(tmp_path: File) -> None:
    module = tmp_path / "doors.py"
    module.write_text(TYPED)
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(module)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = {
        int(line.split(":")[1]): line.rpartition("[")[2].removesuffix("]")
        for line in checked.stdout.splitlines()
        if "error:" in line
    }
    wanted = {
        number: line.partition("# error: ")[2]
        for number, line in enumerate(TYPED.splitlines(), 1)
        if "# error: " in line
    }
    assert found == wanted, checked.stdout
