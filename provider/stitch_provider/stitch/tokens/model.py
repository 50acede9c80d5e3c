"""The schema of `stitch_import_token` and its model."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from stitch_provider.stitch.attributes import CLIENT_ID
from stitch_provider.stitch.ids import StitchId
from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema, Schema
from stitch_provider.terraform.values.types import STRING, MapType
from stitch_provider.terraform.values.value import Unknown


class ImportTokenModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of an import token; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    source_id: str | Unknown
    triggers: Mapping[str, str | Unknown | None] | Unknown | None
    access_token: str | Unknown | None
    created_at: str | Unknown | None


SCHEMA = Schema(
    description="A token for the Import API of one source of type `import_api`. Stitch shows its value once, at "
    "creation; from then on Terraform's state is the only place that has it. A source can have two tokens, so that "
    "one can be replaced without a gap: change `triggers` with `create_before_destroy`. Destroying it revokes it at "
    "once. Use the ephemeral resource of the same name for a token that is needed only while Terraform runs.",
    attributes={
        "id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Id of the token, a string of digits. A newer token has a greater id.",
        ),
        "source_id": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(StitchId(),),
            description="Id of the source, a string of digits. Another source means another token: it is replaced.",
        ),
        "triggers": Attribute(
            type=MapType(STRING),
            optional=True,
            requires_replace=True,
            description="Values of your choice, such as a date or a version: a change of any of them replaces the "
            "token. Default: none, the token is never replaced by itself.",
        ),
        "access_token": Attribute(
            type=STRING,
            computed=True,
            sensitive=True,
            use_state_for_unknown=True,
            description="Value of the token, kept in Terraform's state; null for a token that was imported, as Stitch "
            "never shows it again.",
        ),
        "created_at": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="When the token was created, in UTC, such as `2024-05-14T09:30:00Z`; null where Stitch does "
            "not tell.",
        ),
    },
)

IDENTITY = IdentitySchema(
    attributes={
        "source_id": IdentityAttribute(type=STRING, description="Id of the source, a string of digits."),
        "id": IdentityAttribute(type=STRING, description="Id of the token, a string of digits."),
        "client_id": CLIENT_ID,
    }
)
