"""The provider's configuration: its schema, what the environment says in its place, and what is wrong with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from stitch_provider.stitch.ids import StitchId, is_id
from stitch_provider.stitch.provider_data import Partner, missing_token
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.value import Value

DEFAULT_BASE_URL = "https://api.stitchdata.com"

API_TOKEN = Path.of("api_token")
BASE_URL = Path.of("base_url")
_CLIENT_ID = Path.of("client_id")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderModel(Struct, frozen=True, kw_only=True):
    """The provider's configuration."""

    api_token: str | Unknown | None = None
    base_url: str | Unknown | None = None
    client_id: str | Unknown | None = None
    partner_id: str | Unknown | None = None
    partner_secret: str | Unknown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration with the environment and the defaults in place."""

    api_token: str | None = field(repr=False)
    base_url: str
    client_id: str | None
    partner: Partner


class BaseUrl(Struct, frozen=True):
    """Validates that a value is an HTTP address; one that sends the token in the clear gets a warning."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error where this is no address, a warning where it is not encrypted."""
        try:
            parts = urlsplit(str(value))
            host, _ = parts.hostname, parts.port
        except ValueError:
            host, parts = None, urlsplit("")
        if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
            return (error("Malformed address", f"The base URL is an address such as {DEFAULT_BASE_URL}.", path),)
        if parts.scheme == "http" and host not in _LOOPBACK:
            return (
                warning(
                    "Address without encryption",
                    "The API access token travels to this address in the clear. Use an address that starts with https.",
                    path,
                ),
            )
        return ()


SCHEMA = Schema(
    description="Keeps a Stitch account: its destinations, sources and stream selections, its replication jobs, import "
    "tokens and notifications.",
    attributes={
        "api_token": Attribute(
            type=STRING,
            optional=True,
            sensitive=True,
            description="API access token of the Stitch account, created in the Stitch web application under "
            "*Account Settings*, *API access keys*. `stitch_account` alone does without. Default: the environment "
            "variable `STITCH_API_TOKEN`.",
        ),
        "base_url": Attribute(
            type=STRING,
            optional=True,
            validators=(BaseUrl(),),
            description="Address of the Connect API. Default: the environment variable `STITCH_BASE_URL`, else "
            f"`{DEFAULT_BASE_URL}`, which serves accounts of every region.",
        ),
        "client_id": Attribute(
            type=STRING,
            optional=True,
            validators=(StitchId(),),
            description="Id of the Stitch account, a string of digits. With it an import by identity is refused "
            "where the identity names another account. Default: the environment variable `STITCH_CLIENT_ID`.",
        ),
        "partner_id": Attribute(
            type=STRING,
            optional=True,
            description="Id of a Stitch partner, which `stitch_account` creates accounts with. Default: the "
            "environment variable `STITCH_PARTNER_ID`.",
        ),
        "partner_secret": Attribute(
            type=STRING,
            optional=True,
            sensitive=True,
            description="Secret of the Stitch partner, also called partner key. Default: the environment variable "
            "`STITCH_PARTNER_SECRET`.",
        ),
    },
)


def settle(config: ProviderModel) -> Settings | None:
    """What is configured, else what the environment says, else the defaults; None while something is unknown.

    An empty text says nothing.
    """
    given: dict[str, str | None] = {}
    for each in ProviderModel.__struct_fields__:
        configured = getattr(config, each)
        if isinstance(configured, Unknown):
            return None
        given[each] = configured or os.environ.get(f"STITCH_{each.upper()}") or None
    return Settings(
        api_token=given["api_token"],
        base_url=given["base_url"] or DEFAULT_BASE_URL,
        client_id=given["client_id"],
        partner=Partner(given["partner_id"], given["partner_secret"]),
    )


def problems(settings: Settings) -> Iterable[Diagnostic]:
    """What is wrong with settings that may come from the environment, which no schema validator saw.

    A partner's secret is enough, as everything that a partner does needs it and nothing of it needs a token.
    """
    if settings.api_token is None and settings.partner.secret is None:
        yield missing_token(API_TOKEN)
    for problem in BaseUrl().validate(settings.base_url, BASE_URL):
        if problem.severity.name == "ERROR":
            yield problem
    if settings.client_id is not None and not is_id(settings.client_id):
        yield from StitchId().validate(settings.client_id, _CLIENT_ID)
