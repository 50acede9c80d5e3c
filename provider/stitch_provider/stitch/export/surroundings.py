"""Surroundings: what a configuration has besides its resources. Pure.

These are the blocks `terraform` and `provider`, and the variables with the values of credentials. An exported
configuration and the starting point of a type (`stitch.scaffold`) have the same ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from stitch_provider import __version__
from stitch_provider.stitch.export.hcl import Block, Comment, Reference, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

Credentials: TypeAlias = Literal["variables", "write-only", "none"]
"""How credentials are declared: in the attribute `credentials`, in `credentials_wo`, or not at all."""

ATTRIBUTES: Mapping[Credentials, str] = {"variables": "credentials", "write-only": "credentials_wo"}
"""The attribute of a source or destination that has the values."""

PROVIDER = "stitchdata/stitch"

_ENGINES: Mapping[Credentials, str] = {"variables": ">= 1.5", "write-only": ">= 1.11", "none": ">= 1.5"}
"""The provider needs 1.5, write-only attributes and ephemeral variables 1.11."""

_VERSION = f"~> {'.'.join(__version__.split('.')[:2])}"
"""The provider's versions that have the attributes of this one."""


def terraform_block(credentials: Credentials) -> Block:
    """The block `terraform`, which requires the provider."""
    providers = Block("required_providers", (), (Setting("stitch", {"source": PROVIDER, "version": _VERSION}),))
    return Block("terraform", (), (Setting("required_version", _ENGINES[credentials]), providers))


def provider_block(client_id: str | None = None) -> Block:
    """The block `provider`, with the id of the account if that is known."""
    account = () if client_id is None else (Setting("client_id", client_id),)
    about = "The API access token comes from the environment variable STITCH_API_TOKEN."
    return Block("provider", ("stitch",), (Comment(about), *account))


def variable(name: str, type: str, description: str, credentials: Credentials, *, optional: bool = False) -> Block:
    """A sensitive variable, whose default is null if it is optional. Those for write-only attributes are ephemeral."""
    return Block(
        "variable",
        (name,),
        (
            Setting("type", Reference(type)),
            Setting("description", description),
            Setting("sensitive", value=True),
            *((Setting("ephemeral", value=True),) if credentials == "write-only" else ()),
            *((Setting("default", Reference("null")),) if optional else ()),
        ),
    )
