"""JSON of values: see `encode` and `decode`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.values.types import Type
    from stitch_provider.terraform.values.value import Value


def decode(data: bytes, kind: Type, *, drop_unsupported: bool = False) -> Value:
    """The value of this type that the JSON says; raises CodecError.

    Attributes that the JSON lacks are null. Ones that the type lacks are an error unless `drop_unsupported`.
    """
    raise NotImplementedError


def encode(value: Value, kind: Type) -> bytes:
    """The JSON of a wholly known value of this type; raises CodecError."""
    raise NotImplementedError
