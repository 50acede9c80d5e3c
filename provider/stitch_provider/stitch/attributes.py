"""Attributes that several nouns share, and the identity of objects that are identified by an id."""

from __future__ import annotations

from stitch_provider.terraform.schema.attribute import IdentityAttribute, IdentitySchema
from stitch_provider.terraform.schema.declaration import Model, computed
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

CLIENT_ID = IdentityAttribute(
    type=STRING,
    description="Id of the Stitch account, a string of digits. Default at import: the account of the provider's API "
    "access token.",
    required_for_import=False,
)
"""The account, which an identity names where that matters."""


def identity(noun: str) -> IdentitySchema:
    """The identity of an object that its id identifies within the account."""
    return composite_identity(id=f"Id of the {noun}, a string of digits.")


def composite_identity(**ids: str) -> IdentitySchema:
    """The identity of an object that these attributes, given by their descriptions, identify within the account."""
    attributes = {name: IdentityAttribute(type=STRING, description=text) for name, text in ids.items()}
    return IdentitySchema(attributes={**attributes, "client_id": CLIENT_ID})


class OwnedModel(Model):
    """Configuration, plan or state of an object of the account: what Stitch says about each of them."""

    id: str | Unknown | None = computed("Id of the {noun}, a string of digits.", use_state_for_unknown=True)
    stitch_client_id: str | Unknown | None = computed(
        "Id of the Stitch account that the {noun} belongs to, a string of digits.", use_state_for_unknown=True
    )
    created_at: str | Unknown | None = computed(
        "When the {noun} was created, in UTC, such as `2024-05-14T09:30:00Z`.", use_state_for_unknown=True
    )
