"""Attributes that sources and destinations have alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.stitch.attributes import origin
from stitch_provider.stitch.timeouts import TIMEOUTS
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import BOOL, NUMBER, STRING, MapType
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.stitch.types.rules import Noun


class CheckSettings(Struct, frozen=True, kw_only=True):
    """Whether an apply waits for Stitch's connection check, and what a failed check is to it."""

    wait: bool | Unknown | None = None
    on_failure: str | Unknown | None = None


def type_attribute(noun: Noun, examples: str) -> Attribute:
    """The attribute `type`; `examples` is Markdown."""
    return Attribute(
        type=STRING,
        required=True,
        requires_replace=True,
        description=f"Type of the {noun}, as the Connect API names it: {examples}. Another type means another "
        f"{noun}: it is replaced.",
    )


def settings(noun: Noun) -> Mapping[str, Attribute]:
    """What the user sets on both: properties, credentials, check and timeouts."""
    return {
        "properties": Attribute(
            type=MapType(STRING),
            optional=True,
            description=f"Settings of the {noun} that are no secrets, by the names that its type gives them (data "
            f'source `stitch_{noun}_type`). Values are text, numbers and booleans included (`"5432"`, `"true"`); '
            "they are sent as the type wants them. Only the keys that stand here are managed; what Stitch fills in by "
            "itself shows in `effective_properties`. A key that is removed is unset, unless the "
            "type lets it be set only once. A change of such a key replaces the resource. Default: none.",
        ),
        "credentials": Attribute(
            type=MapType(STRING),
            optional=True,
            sensitive=True,
            description="Secret settings by name, kept in Terraform's state. With Terraform 1.11 or newer use "
            "`credentials_wo`, which is kept nowhere. Stitch never shows a credential: a change made elsewhere cannot "
            "be seen, but one that Stitch lost is sent again. A key that is removed is unset; leaving out the whole "
            "attribute unsets nothing. Default: none.",
        ),
        "credentials_wo": Attribute(
            type=MapType(STRING),
            optional=True,
            sensitive=True,
            write_only=True,
            description="Secret settings by name, never kept in plan or state (Terraform 1.11 or newer). Sent at "
            "creation and again when `credentials_wo_version` changes; where that is not set, when they differ from "
            "what was sent, for which a salted hash is kept in the resource's private state. A key that is "
            "removed is unset; leaving out the whole attribute unsets nothing. Default: none.",
        ),
        "credentials_wo_version": Attribute(
            type=NUMBER,
            optional=True,
            description="Version of `credentials_wo`, a number of your choice: change it to have them sent again. "
            "Default: none, a change of `credentials_wo` itself is noticed.",
        ),
        "connection_check": Attribute(
            type=NestedAttributes(
                attributes={
                    "wait": Attribute(
                        type=BOOL,
                        optional=True,
                        description="Whether creating, and changing properties or credentials, waits for the "
                        "connection check that Stitch then runs. Default: `false`.",
                    ),
                    "on_failure": Attribute(
                        type=STRING,
                        optional=True,
                        validators=(OneOf(("error", "warn")),),
                        description="What a failed check is to the apply: an `error`, or `warn` for a warning. "
                        "Default: `error`.",
                    ),
                }
            ),
            optional=True,
            description="What to do about the connection check. Default: not to wait for it.",
        ),
        "timeouts": TIMEOUTS,
    }


def facts(noun: Noun) -> Mapping[str, Attribute]:
    """What the service says about both and does not change by itself.

    What it does change by itself, such as the step of the configuration, is shown by the data sources: in a managed
    resource's state it would be drift after every apply.
    """
    return {
        "effective_properties": Attribute(
            type=MapType(STRING),
            computed=True,
            description=f"All properties that Stitch shows of the {noun}, those that it filled in by itself included. "
            "Credentials are never among them, nor what the integration itself renews.",
        ),
        **origin(noun),
    }
