from __future__ import annotations

import pytest

from stitch_provider.terraform.diagnostics import error, warning
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.protocol import to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.resource import FunctionError
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import NUMBER, STRING, MapType

Step = pb.AttributePath.Step

PATHS = [
    (Path(), []),
    (Path.of("a", "b"), [Step(attribute_name="a"), Step(attribute_name="b")]),
    (Path.of("a").key("k"), [Step(attribute_name="a"), Step(element_key_string="k")]),
    (Path.of("a").index(0), [Step(attribute_name="a"), Step(element_key_int=0)]),
    (Path.of("a").element("secret").attribute("b"), [Step(attribute_name="a")]),
]


def test_an_error_of_a_function_has_no_full_stop_at_its_end_because_terraform_adds_one() -> None:
    message = to_proto.function_error(FunctionError("It is wrong. Use 1.", 0))
    assert message == pb.FunctionError(text="It is wrong. Use 1", function_argument=0)


@pytest.mark.parametrize(("path", "steps"), PATHS)
def test_a_path_ends_before_an_element_of_a_set(path: Path, steps: list[Step]) -> None:
    assert list(to_proto.attribute_path(path).steps) == steps


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        (Path.of("schedule", "cron"), "Wrong.\n\nAttribute: schedule.cron"),
        (Path.of("streams").key("orders").attribute("key"), 'Wrong.\n\nAttribute: streams["orders"].key'),
        (Path.of("properties").key("port"), "Wrong."),
        (Path.of("type"), "Wrong."),
    ],
)
def test_the_path_of_a_nested_attribute_is_added_to_the_detail(path: Path, detail: str) -> None:
    (message,) = to_proto.diagnostics([error("S", "Wrong.", path)])
    assert message.detail == detail


@pytest.mark.parametrize(
    ("path", "displayed"),
    [
        (Path.of("type"), Path.of("type")),
        (Path.of("properties").key("port"), Path.of("properties").key("port")),
        (Path.of("schedule", "cron"), Path.of("schedule")),
        (Path.of("streams").key("orders").attribute("key"), Path.of("streams").key("orders")),
        (Path.of("streams").key("orders").attribute("keys").index(0), Path.of("streams").key("orders")),
        (Path.of("fields", "include").element("id"), Path.of("fields")),
    ],
)
def test_a_diagnostic_is_at_the_innermost_attribute_or_element_whose_line_every_engine_finds(
    path: Path, displayed: Path
) -> None:
    (message,) = to_proto.diagnostics([error("S", "D", path)])
    assert message.attribute == to_proto.attribute_path(displayed)


def test_the_path_in_a_detail_ends_before_an_element_of_a_set() -> None:
    (message,) = to_proto.diagnostics([error("S", "Wrong.", Path.of("fields", "include").element("id"))])
    assert message.detail == "Wrong.\n\nAttribute: fields.include"


def test_a_path_that_is_in_the_detail_is_not_added_again() -> None:
    (message,) = to_proto.diagnostics([error("S", "schedule.cron is wrong.", Path.of("schedule", "cron"))])
    assert message.detail == "schedule.cron is wrong."


def test_diagnostics_have_a_severity_texts_and_a_path() -> None:
    first, second = to_proto.diagnostics([error("S", "D", Path.of("a")), warning("W", "E")])
    assert (first.severity, first.summary, first.detail) == (pb.Diagnostic.ERROR, "S", "D")
    assert first.attribute.steps[0].attribute_name == "a"
    assert second.severity == pb.Diagnostic.WARNING
    assert not second.HasField("attribute")


def test_lone_surrogates_in_a_text_are_replaced() -> None:
    (message,) = to_proto.diagnostics([error("a\ud800b", "c\udfffd", Path.of("e\ud800"))])
    assert (message.summary, message.detail) == ("a?b", "c?d")


@pytest.mark.parametrize("reason", DeferredReason)
def test_deferrals_have_a_reason(reason: DeferredReason) -> None:
    message = to_proto.deferred(reason)
    assert message is not None
    assert message.reason == reason.value


def test_without_a_deferral_there_is_no_message() -> None:
    assert to_proto.deferred(None) is None


ATTRIBUTES = [
    (
        Attribute(type=STRING, description="D", required=True),
        pb.Schema.Attribute(name="x", type=b'"string"', description="D", description_kind=pb.MARKDOWN, required=True),
    ),
    (
        Attribute(type=MapType(STRING), description="D", optional=True, sensitive=True, write_only=True),
        pb.Schema.Attribute(
            name="x",
            type=b'["map","string"]',
            description="D",
            description_kind=pb.MARKDOWN,
            optional=True,
            sensitive=True,
            write_only=True,
        ),
    ),
    (
        Attribute(type=NUMBER, description="D", optional=True, default=0, deprecated="Use y."),
        pb.Schema.Attribute(
            name="x",
            type=b'"number"',
            description="D",
            description_kind=pb.MARKDOWN,
            optional=True,
            computed=True,
            deprecated=True,
            deprecation_message="Use y.",
        ),
    ),
]


@pytest.mark.parametrize(("attribute", "message"), ATTRIBUTES)
def test_attributes_are_required_optional_or_computed(attribute: Attribute, message: pb.Schema.Attribute) -> None:
    assert list(to_proto.schema(Schema(attributes={"x": attribute}, description="")).block.attributes) == [message]


@pytest.mark.parametrize(
    ("nesting", "mode"),
    [
        ("single", pb.Schema.Object.SINGLE),
        ("list", pb.Schema.Object.LIST),
        ("set", pb.Schema.Object.SET),
        ("map", pb.Schema.Object.MAP),
    ],
)
def test_nested_attributes_have_a_nested_type_and_no_type(nesting: str, mode: int) -> None:
    inner = {"y": Attribute(type=STRING, description="", optional=True)}
    nested = NestedAttributes(nesting=nesting, attributes=inner)  # type: ignore[arg-type] - from the table
    attribute = Attribute(type=nested, description="", optional=True)
    (message,) = to_proto.schema(Schema(attributes={"x": attribute}, description="")).block.attributes
    assert message.type == b""
    assert message.nested_type.nesting == mode
    assert [it.name for it in message.nested_type.attributes] == ["y"]


def test_schemas_have_a_version_and_a_description() -> None:
    message = to_proto.schema(Schema(attributes={}, description="D", version=3, deprecated="Use y."))
    assert message.version == 3
    assert (message.block.description, message.block.description_kind) == ("D", pb.MARKDOWN)
    assert (message.block.deprecated, message.block.deprecation_message) == (True, "Use y.")
