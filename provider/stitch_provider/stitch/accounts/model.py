"""The schema of `stitch_account`, its model, and which of its attributes go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema, Schema
from stitch_provider.terraform.schema.validators import EMAIL_ADDRESS, NOT_BLANK, OneOf
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.schema.attribute import Validator

REGIONS = ("us-east-1", "eu-central-1")

DETAILS = ("first_name", "last_name", "company", "email", "region")
"""What a new account takes; one that exists already takes an authorization code in their place."""

CODE = "authorization_code_wo"


class AccountModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a partner's account; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    first_name: str | Unknown | None
    last_name: str | Unknown | None
    company: str | Unknown | None
    email: str | Unknown | None
    region: str | Unknown | None
    authorization_code_wo: str | Unknown | None
    access_token: str | Unknown | None


def _detail(description: str, *validators: Validator) -> Attribute:
    return Attribute(
        type=STRING,
        optional=True,
        requires_replace=True,
        validators=validators or (NOT_BLANK,),
        description=f"{description} Required for a new account. A change means another account.",
    )


SCHEMA = Schema(
    description="A Stitch account that a partner creates for a user, with an API access token for it. Needs "
    "`partner_id` and `partner_secret` in the provider's configuration, and no API access token. The user gets an "
    "email to finish the sign-up and owns the account. Stitch can neither show, change nor delete it afterwards: "
    "what Terraform knows of it stays as it was created, a change of any attribute creates another account, and "
    "destroying it makes Terraform forget it. An account that exists already is taken over with "
    "`authorization_code_wo`.",
    attributes={
        "id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Id of the account (`stitch_account_id` in the Connect API, `client_id` of this provider), a "
            "string of digits.",
        ),
        "first_name": _detail("First name of the user."),
        "last_name": _detail("Last name of the user."),
        "company": _detail("Company of the user."),
        "email": _detail(
            "Email address of the user, which must not have a Stitch account yet.",
            EMAIL_ADDRESS,
        ),
        "region": _detail(
            "Where Stitch processes the account's data, for good: `us-east-1` (North America) or `eu-central-1` "
            "(Europe).",
            OneOf(REGIONS),
        ),
        CODE: Attribute(
            type=STRING,
            optional=True,
            sensitive=True,
            write_only=True,
            validators=(NOT_BLANK,),
            description="Code with which a user lets the partner into an account that exists already: what "
            "`https://app.stitchdata.com/oauth/authorization?client_id=<partner id>` hands to the redirect URI. Valid "
            "once and for five minutes, and kept in no plan and no state (Terraform 1.11 or newer). Given in place of "
            "the user's details when the resource is created; ignored from then on. Default: none, a new account is "
            "created.",
        ),
        "access_token": Attribute(
            type=STRING,
            computed=True,
            sensitive=True,
            use_state_for_unknown=True,
            description="API access token of the account, kept in Terraform's state: it can be `api_token` of another "
            "configuration of this provider. It does not expire; its user can disable or delete it.",
        ),
    },
)

IDENTITY = IdentitySchema(
    attributes={"id": IdentityAttribute(type=STRING, description="Id of the account, a string of digits.")}
)


def mismatched(config: AccountModel) -> Iterable[Diagnostic]:
    """What does not go together: details beside a code, or some details without the others.

    Neither is fine here: it is what remains of an account that was taken over, its code long used up.
    """
    given = [name for name in DETAILS if getattr(config, name) is not None]
    if config.authorization_code_wo is not None and not isinstance(config.authorization_code_wo, Unknown):
        for name in given:
            text = f"An account that exists already has its own {name}. Set either {CODE} or the details of a new one."
            yield error("Invalid combination of attributes", text, Path.of(name))
    elif given and config.authorization_code_wo is None:
        for name in DETAILS:
            if name not in given:
                yield error("Missing attribute", f"A new account takes {', '.join(DETAILS)}.", Path.of(name))


def missing(config: AccountModel) -> Iterable[Diagnostic]:
    """An error where nothing says which account to create or to take over."""
    if config.authorization_code_wo is None and all(getattr(config, name) is None for name in DETAILS):
        text = f"Set {', '.join(DETAILS)} for a new account, or {CODE} for one that exists already."
        yield error("Which account", text, ROOT)
