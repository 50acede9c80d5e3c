"""Private state: a mapping for resources, which Terraform stores as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from stitch_provider.terraform.diagnostics import DiagnosticError, error

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import Private


def decode_private(data: bytes) -> Private:
    """The private state that Terraform stored. Empty bytes are an empty mapping."""
    if not data:
        return {}
    try:
        return cast("Private", msgspec.json.decode(data, type=dict[str, object]))
    except (msgspec.MsgspecError, ValueError, RecursionError) as cause:
        raise DiagnosticError(
            error(
                "Private state cannot be read",
                "The private data that is stored with the state of this resource is not a JSON object. "
                "Restore the state from a backup, or remove the resource from the state and import it again.",
            )
        ) from cause


def decode_foreign(data: bytes) -> Private:
    """The private state of another provider, which is empty if it is not a JSON object."""
    try:
        return decode_private(data)
    except DiagnosticError:
        return {}


def encode_private(private: Private) -> bytes:
    """The bytes for Terraform to store, none for an empty mapping; raises DiagnosticError if it is not JSON."""
    if not private:
        return b""
    try:
        return msgspec.json.encode(private, order="deterministic")
    except (TypeError, ValueError) as cause:
        raise DiagnosticError(
            error(
                "Private state cannot be stored",
                "The private data that the provider stores with the state of this resource is not JSON. This is a bug "
                "in the provider: please report it.",
            )
        ) from cause
