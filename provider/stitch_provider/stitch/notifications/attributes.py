"""Attributes that emails and hooks have alike, and the identity of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema
from stitch_provider.terraform.values.types import BOOL, STRING

if TYPE_CHECKING:
    from collections.abc import Mapping


def identity(noun: str) -> IdentitySchema:
    """The identity: its id, and the account where that matters."""
    return IdentitySchema(
        attributes={
            "id": IdentityAttribute(type=STRING, description=f"Id of the {noun}, a string of digits."),
            "client_id": IdentityAttribute(
                type=STRING,
                description="Id of the Stitch account, a string of digits. Default at import: the account of the "
                "provider's API access token.",
                required_for_import=False,
            ),
        }
    )


def id_attribute(noun: str) -> Attribute:
    """The attribute `id`."""
    return Attribute(
        type=STRING,
        computed=True,
        use_state_for_unknown=True,
        description=f"Id of the {noun}, a string of digits.",
    )


def enabled_attribute(meaning: str) -> Attribute:
    """The attribute `enabled`; `meaning` ends the sentence that begins with "Whether"."""
    return Attribute(
        type=BOOL,
        optional=True,
        computed=True,
        default=True,
        description=f"Whether {meaning}. Changed in place. Default: `true`.",
    )


def facts(noun: str) -> Mapping[str, Attribute]:
    """What the service says about both, once and for all."""
    return {
        "stitch_client_id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description=f"Id of the Stitch account that has the {noun}, a string of digits.",
        ),
        "created_at": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description=f"When the {noun} was created, in UTC, such as `2024-05-14T09:30:00Z`.",
        ),
    }
