"""The provider's configuration: its schema, its values from the environment, and its checks."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from stitch_provider.connect.address import DEFAULT_BASE_URL, check_base_url
from stitch_provider.stitch.explaining import explaining
from stitch_provider.stitch.ids import StitchId, is_id
from stitch_provider.stitch.network import Network, NetworkModel, invalid_setting
from stitch_provider.stitch.provider_data import Partner
from stitch_provider.stitch.regions.names import REGIONS
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, Severity, warning
from stitch_provider.terraform.schema.declaration import optional, schema_of
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.value import Value

API_TOKEN = Path.of("api_token")

_BASE_URL = Path.of("base_url")
_CLIENT_ID = Path.of("client_id")
_REGION = Path.of("region")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration, completed by the environment and the defaults."""

    api_token: str | None = field(repr=False)
    base_url: str
    client_id: str | None
    region: str | None
    partner: Partner
    network: Network

    @property
    def secrets(self) -> tuple[str, ...]:
        """Those of the configuration, which no message may contain."""
        return tuple(filter(None, (self.api_token, self.partner.secret)))


class BaseUrl(Struct, frozen=True):
    """Validates that a value can be the base URL; one that sends the token without encryption gets a warning."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        try:
            with explaining("use the base URL", path=path):
                url = urlsplit(check_base_url(str(value)))
        except DiagnosticError as refused:
            return refused.diagnostics
        if url.scheme == "http" and url.hostname not in _LOOPBACK:
            text = (
                "The API access token is sent to this address without encryption. Use an address that begins with "
                "https in base_url or the environment variable STITCH_BASE_URL."
            )
            return (warning("Base URL without encryption", text, path),)
        return ()


class RegionName(Struct, frozen=True):
    """Validates that a value is a region of Stitch."""

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        if value not in REGIONS:
            yield invalid_setting(path, " or ".join(f'"{each}"' for each in REGIONS))


class ProviderModel(NetworkModel):
    """The provider's configuration, which is its schema."""

    api_token: str | Unknown | None = optional(
        "API access token of the Stitch account, created in the Stitch web application under *Account Settings*, *API "
        "access keys*. Only functions, `stitch_region` and `stitch_account` work without one. Default: the environment "
        "variable `STITCH_API_TOKEN`.",
        default=None,
        sensitive=True,
    )
    base_url: str | Unknown | None = optional(
        "Address of the Connect API. Default: the environment variable `STITCH_BASE_URL`, else "
        f"`{DEFAULT_BASE_URL}`, which serves accounts of every region.",
        default=None,
        validators=(BaseUrl(),),
    )
    client_id: str | Unknown | None = optional(
        "Id of the Stitch account, a string of digits. If it is set, an API access token of another account is an "
        "error before anything is created. Default: the environment variable `STITCH_CLIENT_ID`.",
        default=None,
        validators=(StitchId(),),
    )
    region: str | Unknown | None = optional(
        "AWS region in which Stitch processes the data of the account: `us-east-1` (North America) or `eu-central-1` "
        "(Europe). Only the data source `stitch_region` uses it; `base_url` does not depend on it. Default: the "
        "environment variable `STITCH_REGION`.",
        default=None,
        validators=(RegionName(),),
    )
    partner_id: str | Unknown | None = optional(
        "Id of a Stitch partner, with which `stitch_account` creates accounts. Default: the environment variable "
        "`STITCH_PARTNER_ID`.",
        default=None,
    )
    partner_secret: str | Unknown | None = optional(
        "Secret of the Stitch partner, also called partner key. Default: the environment variable "
        "`STITCH_PARTNER_SECRET`.",
        default=None,
        sensitive=True,
    )


SCHEMA = schema_of(
    ProviderModel,
    "Manages a Stitch account: its destinations, sources, stream selections, replication jobs, import tokens and "
    "notifications.",
)


def complete(config: ProviderModel) -> Settings | None:
    """The settings; None while any of them is unknown.

    What the configuration leaves null or empty is taken from the environment, then from the defaults.
    """
    given: dict[str, str | None] = {}
    for each in ProviderModel.__struct_fields__:
        configured = getattr(config, each)
        if isinstance(configured, Unknown):
            return None
        given[each] = _text(configured) or os.environ.get(f"STITCH_{each.upper()}") or None
    return Settings(
        api_token=given["api_token"],
        base_url=given["base_url"] or DEFAULT_BASE_URL,
        client_id=given["client_id"],
        region=given["region"],
        partner=Partner(given["partner_id"], given["partner_secret"]),
        network=Network(**{name: given[name] for name in Network.__struct_fields__}),
    )


def _text(configured: str | int | None) -> str:
    return "" if configured is None else str(configured)


def problems(config: ProviderModel, settings: Settings) -> Iterable[Diagnostic]:
    """The errors of settings, and warnings of those from the environment, which no validator of the schema has seen.

    A missing token is no error here: OpenTofu configures the provider also for its functions, which make no calls.
    """
    for each in BaseUrl().validate(settings.base_url, _BASE_URL):
        if each.severity is Severity.ERROR or not config.base_url:
            yield each
    if settings.client_id is not None and not is_id(settings.client_id):
        yield invalid_setting(_CLIENT_ID, 'the id of a Stitch account, a string of digits such as "204417"')
    if settings.region is not None:
        yield from RegionName().validate(settings.region, _REGION)
    yield from settings.network.problems()
