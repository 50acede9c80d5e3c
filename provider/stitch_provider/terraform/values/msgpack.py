"""DynamicValue msgpack: see `encode` and `decode`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.values.types import Type
    from stitch_provider.terraform.values.value import Value


def decode(data: bytes, kind: Type) -> Value:
    """The value of this type that the msgpack bytes say; raises CodecError."""
    raise NotImplementedError


def encode(value: Value, kind: Type) -> bytes:
    """The msgpack bytes of a value of this type; raises CodecError."""
    raise NotImplementedError
