"""The model of `stitch_account`, which is its schema, and checks of which attributes are set together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.regions.names import REGIONS
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.attribute import IdentityAttribute, IdentitySchema, Validator
from stitch_provider.terraform.schema.declaration import Model, computed, optional, schema_of
from stitch_provider.terraform.schema.validators import EMAIL_ADDRESS, NOT_BLANK, OneOf
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

DETAILS = ("first_name", "last_name", "company", "email", "region")
"""What describes a new account. An existing account takes an authorization code instead."""

CODE = "authorization_code_wo"


def _detail(description: str, validator: Validator = NOT_BLANK) -> Any:
    return optional(
        f"{description} Required for a new account. Another value creates another account.",
        requires_replace=True,
        validators=(validator,),
    )


class AccountModel(Model):
    """Configuration, plan or state of a partner's account."""

    id: str | Unknown | None = computed(
        "Id of the account, a string of digits. Another configuration of this provider can use it as `client_id`.",
        use_state_for_unknown=True,
    )
    first_name: str | Unknown | None = _detail("First name of the user.")
    last_name: str | Unknown | None = _detail("Last name of the user.")
    company: str | Unknown | None = _detail("Company of the user.")
    email: str | Unknown | None = _detail(
        "Email address of the user, which must not have a Stitch account yet.", EMAIL_ADDRESS
    )
    region: str | Unknown | None = _detail(
        "Region in which Stitch processes the account's data: `us-east-1` (North America) or `eu-central-1` (Europe).",
        OneOf(REGIONS),
    )
    authorization_code_wo: str | Unknown | None = optional(
        "Authorization code with which the partner uses an existing account, instead of the user's details. It is "
        "used once, when the resource is created, and stored in no plan and no state. "
        "Default: none, and a new account is created.",
        sensitive=True,
        write_only=True,
        validators=(NOT_BLANK,),
    )
    access_token: str | Unknown | None = computed(
        "API access token of the account, stored in the state. Another configuration of this provider can "
        "use it as `api_token`. It does not expire, but the user can disable or delete it.",
        sensitive=True,
        use_state_for_unknown=True,
    )


SCHEMA = schema_of(
    AccountModel,
    "A Stitch account that a partner creates for a user, with an API access token for it. The provider's "
    "configuration needs `partner_id` and `partner_secret`, and no API access token. Stitch cannot show, change or "
    "delete accounts; the guide *Creating accounts as a partner* explains what changing and destroying the resource "
    "do.",
)

IDENTITY = IdentitySchema(
    attributes={"id": IdentityAttribute(type=STRING, description="Id of the account, a string of digits.")}
)


def mismatched(config: AccountModel) -> Iterable[Diagnostic]:
    """Errors for details beside a code, and for some details without the others.

    Neither details nor a code is no error here: an existing account is configured so once its code was used.
    """
    given = [name for name in DETAILS if getattr(config, name) is not None]
    if config.authorization_code_wo is not None and not isinstance(config.authorization_code_wo, Unknown):
        for name in given:
            text = f"An existing account has its own {name}. Remove {name}, or remove {CODE} to create a new account."
            yield error("Invalid combination of attributes", text, Path.of(name))
    elif given and config.authorization_code_wo is None:
        for name in DETAILS:
            if name not in given:
                yield error(
                    "Missing attribute", f"A new account requires {', '.join(DETAILS)}. Set {name}.", Path.of(name)
                )


def missing(config: AccountModel) -> Iterable[Diagnostic]:
    """An error where neither a new nor an existing account is described."""
    if config.authorization_code_wo is None and all(getattr(config, name) is None for name in DETAILS):
        text = f"Set {', '.join(DETAILS)} for a new account, or {CODE} for an existing one."
        yield error("Missing attributes", text)
