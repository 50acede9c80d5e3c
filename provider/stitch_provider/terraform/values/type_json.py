"""The JSON notation of types: see `encode_type` and `decode_type`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.values.types import Type


def decode_type(data: bytes) -> Type:
    """The type that the JSON notation says; raises CodecError."""
    raise NotImplementedError


def encode_type(kind: Type) -> bytes:
    """The JSON notation of a type, without spaces, attributes in alphabetical order."""
    raise NotImplementedError
