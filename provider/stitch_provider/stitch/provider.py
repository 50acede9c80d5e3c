"""The provider: its configuration, and everything it offers by type name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stitch_provider.connect import Connect, InvalidBaseUrlError, UnauthorizedError
from stitch_provider.stitch.account import Account
from stitch_provider.stitch.destinations.data_sources import DestinationDataSource, DestinationsDataSource
from stitch_provider.stitch.destinations.resource import DestinationResource
from stitch_provider.stitch.ids import StitchId, is_id
from stitch_provider.stitch.refusals import KEY_ADVICE, explain
from stitch_provider.stitch.sources.data_sources import SourceDataSource, SourcesDataSource
from stitch_provider.stitch.sources.resource import SourceResource
from stitch_provider.stitch.streams.data_sources import StreamDataSource, StreamsDataSource
from stitch_provider.stitch.streams.selection_resource import StreamSelectionResource
from stitch_provider.stitch.streams.selections_resource import StreamSelectionsResource
from stitch_provider.stitch.types.data_sources import (
    DestinationTypeDataSource,
    DestinationTypesDataSource,
    SourceTypeDataSource,
    SourceTypesDataSource,
)
from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.resource import (
    ConfigureRequest,
    ConfigureResponse,
    DataSource,
    Provider,
    Resource,
)
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.values.value import Value

DEFAULT_BASE_URL = "https://api.stitchdata.com"

_API_TOKEN = Path.of("api_token")
_BASE_URL = Path.of("base_url")
_CLIENT_ID = Path.of("client_id")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderModel:
    """The provider's configuration."""

    api_token: str | Unknown | None
    base_url: str | Unknown | None
    client_id: str | Unknown | None


@dataclass(frozen=True, slots=True)
class BaseUrl:
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


class StitchProvider(Provider[ProviderModel, Account]):
    """Stitch through its Connect API. `transport` is an httpx transport that answers in place of the network."""

    model = ProviderModel
    schema = Schema(
        description="Keeps the destinations, sources and stream selections of a Stitch account.",
        attributes={
            "api_token": Attribute(
                type=STRING,
                optional=True,
                sensitive=True,
                description="API access token of the Stitch account, created in the Stitch web application under "
                "*Account Settings*, *API access keys*. Default: the environment variable `STITCH_API_TOKEN`.",
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
        },
    )

    def __init__(self, transport: Any = None) -> None:
        self._transport = transport
        resources: tuple[Resource[Any, Account], ...] = (
            DestinationResource(),
            SourceResource(),
            StreamSelectionResource(),
            StreamSelectionsResource(),
        )
        data_sources: tuple[DataSource[Any, Account], ...] = (
            DestinationDataSource(),
            DestinationsDataSource(),
            SourceDataSource(),
            SourcesDataSource(),
            StreamDataSource(),
            StreamsDataSource(),
            SourceTypeDataSource(),
            SourceTypesDataSource(),
            DestinationTypeDataSource(),
            DestinationTypesDataSource(),
        )
        self.resources: Mapping[str, Resource[Any, Account]] = {each.type_name: each for each in resources}
        self.data_sources: Mapping[str, DataSource[Any, Account]] = {each.type_name: each for each in data_sources}

    async def configure(self, request: ConfigureRequest[ProviderModel]) -> ConfigureResponse[Account]:
        """Settle token, address and account id; calls nothing, as a plan may need no call at all."""
        token = _setting(request.config.api_token, "STITCH_API_TOKEN")
        base_url = _setting(request.config.base_url, "STITCH_BASE_URL") or DEFAULT_BASE_URL
        client_id = _setting(request.config.client_id, "STITCH_CLIENT_ID")
        if isinstance(token, Unknown) or isinstance(base_url, Unknown) or isinstance(client_id, Unknown):
            return ConfigureResponse(account=None)
        problems = tuple(_problems(token, base_url, client_id))
        if token is None or problems:
            return ConfigureResponse(account=None, diagnostics=problems)
        try:
            connect = Connect(
                token,
                base_url=base_url,
                user_agent=f"terraform-provider-stitch/{version('terraform-provider-stitch')} "
                f"Terraform/{request.terraform_version or 'unknown'}",
                stop=request.stop,
                transport=self._transport,
            )
        except InvalidBaseUrlError as refusal:
            return ConfigureResponse(account=None, diagnostics=(explain(refusal, "use the base URL", path=_BASE_URL),))
        except UnauthorizedError as refusal:
            return ConfigureResponse(account=None, diagnostics=(explain(refusal, "use the token", path=_API_TOKEN),))
        return ConfigureResponse(account=Account(connect, client_id))

    async def close(self, account: Account) -> None:
        """Close the connection."""
        await account.connect.aclose()


def _setting(configured: str | Unknown | None, variable: str) -> str | Unknown | None:
    """What is configured, else what the environment says; an empty text says nothing."""
    return configured or os.environ.get(variable) or None


def _problems(token: str | None, base_url: str, client_id: str | None) -> Iterable[Diagnostic]:
    """What is wrong with settings that may come from the environment, which no schema validator saw."""
    if token is None:
        yield error(
            "No API access token",
            "The provider's attribute api_token is not set and neither is the environment variable STITCH_API_TOKEN. "
            + KEY_ADVICE,
            _API_TOKEN,
        )
    for problem in BaseUrl().validate(base_url, _BASE_URL):
        if problem.severity.name == "ERROR":
            yield problem
    if client_id is not None and not is_id(client_id):
        yield from StitchId().validate(client_id, _CLIENT_ID)
