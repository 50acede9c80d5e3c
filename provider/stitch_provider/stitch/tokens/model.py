"""The model of `stitch_import_token`, which is its schema, and its conversion from an object of the client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stitch_provider.stitch.ids import StitchId, to_id
from stitch_provider.terraform.schema.declaration import Model, computed, optional, required, schema_of
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import ImportToken

IMPORT_API = "import_api"
"""The type of source that has import tokens."""


class TokenModel(Model):
    """Configuration, plan or state of an import token."""

    id: str | Unknown | None = computed(
        "Id of the token, a string of digits. Newer tokens have greater ids.", use_state_for_unknown=True
    )
    source_id: str | Unknown = required(
        "Id of the source, a string of digits. A change replaces the token.",
        requires_replace=True,
        validators=(StitchId(),),
    )
    triggers: Mapping[str, str | Unknown | None] | Unknown | None = optional(
        "Values of your choice, such as a date or a version. A change of any value replaces the token. Default: none.",
        requires_replace=True,
    )
    access_token: str | Unknown | None = computed(
        "Value of the token, stored in the state. Null for an imported token, because Stitch shows the value "
        "only when the token is created.",
        sensitive=True,
        use_state_for_unknown=True,
    )
    created_at: str | Unknown | None = computed(
        "When the token was created, in UTC, such as `2024-05-14T09:30:00Z`. Null if Stitch does not show it.",
        use_state_for_unknown=True,
    )


SCHEMA = schema_of(
    TokenModel,
    "A token for the Import API of a source of type `import_api`. Stitch shows its value only when the token is "
    "created, so it is stored in the state. A source can have two tokens at a time; the guide *Rotating "
    "Import API tokens* explains how to replace one without an interruption.",
)


def imported(source_id: int, token: ImportToken) -> TokenModel:
    """The state of a token that exists already, whose value is not known."""
    return TokenModel(
        id=to_id(token.id),
        source_id=to_id(source_id),
        triggers=None,
        access_token=None,
        created_at=token.created_at,
    )
