from __future__ import annotations

import pytest

from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.protocol import from_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.values.types import STRING, ObjectType

KIND = ObjectType({"a": STRING})


@pytest.mark.parametrize(
    "message",
    [pb.DynamicValue(msgpack=b"\x81\xa1a\xa1x"), pb.DynamicValue(json=b'{"a":"x"}')],
    ids=["msgpack", "json"],
)
def test_an_object_is_decoded_from_msgpack_and_json(message: pb.DynamicValue) -> None:
    assert from_proto.to_object(message, KIND, "config") == {"a": "x"}


def test_null_is_decoded_as_none() -> None:
    assert from_proto.to_object(pb.DynamicValue(msgpack=b"\xc0"), KIND, "prior_state") is None


BROKEN = {
    "nothing": (pb.DynamicValue(), "Incomplete request"),
    "no msgpack": (pb.DynamicValue(msgpack=b"\xc1"), "Value cannot be read"),
    "no JSON": (pb.DynamicValue(json=b"{"), "Value cannot be read"),
    "another type": (pb.DynamicValue(msgpack=b"\xa1x"), "Value cannot be read"),
    "unknown as a whole": (pb.DynamicValue(msgpack=b"\xd4\x00\x00"), "Value cannot be read"),
}


@pytest.mark.parametrize(("message", "summary"), BROKEN.values(), ids=BROKEN.keys())
def test_a_value_that_is_not_an_object_is_an_error_that_names_the_field(message: pb.DynamicValue, summary: str) -> None:
    with pytest.raises(DiagnosticError) as refused:
        from_proto.to_object(message, KIND, "prior_state")
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.summary == summary
    assert "prior_state" in diagnostic.detail


def test_an_error_in_a_value_has_its_path_and_does_not_contain_the_value() -> None:
    with pytest.raises(DiagnosticError) as refused:
        from_proto.to_object(pb.DynamicValue(msgpack=b"\x81\xa1a\xcd\x16\x2e"), KIND, "config")
    (diagnostic,) = refused.value.diagnostics
    assert str(diagnostic.path) == "a"
    assert "5678" not in diagnostic.detail


def test_null_in_place_of_an_object_is_an_error() -> None:
    with pytest.raises(DiagnosticError):
        from_proto.to_known_object(pb.DynamicValue(msgpack=b"\xc0"), KIND, "config")


def test_a_missing_identity_is_none() -> None:
    assert from_proto.to_identity(pb.ResourceIdentityData(), KIND, "identity") is None
