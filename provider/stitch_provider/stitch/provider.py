"""The provider: its configuration, and everything it offers by type name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from stitch_provider import __version__
from stitch_provider.connect import Connect
from stitch_provider.stitch import ownership
from stitch_provider.stitch.accounts.resource import AccountResource
from stitch_provider.stitch.accounts.session import SessionEphemeral
from stitch_provider.stitch.collection import Listing
from stitch_provider.stitch.configuration import API_TOKEN, SCHEMA, ProviderModel, complete, problems
from stitch_provider.stitch.connections.connection_check import ConnectionCheckDataSource
from stitch_provider.stitch.destinations.collection import DESTINATIONS
from stitch_provider.stitch.destinations.data_sources import DESTINATION_DATA_SOURCE, DESTINATIONS_DATA_SOURCE
from stitch_provider.stitch.destinations.resource import DestinationResource
from stitch_provider.stitch.explaining import explaining
from stitch_provider.stitch.functions.bucket_policy import BucketPolicy
from stitch_provider.stitch.functions.quartz_next import QuartzNext
from stitch_provider.stitch.functions.schema_name import SchemaName
from stitch_provider.stitch.functions.stream_id import ParseStreamId, StreamId
from stitch_provider.stitch.jobs.actions import StartReplicationAction, StopReplicationAction
from stitch_provider.stitch.jobs.data_sources import ExtractionLogDataSource, ExtractionsDataSource, LoadsDataSource
from stitch_provider.stitch.jobs.replication_job import ReplicationJobResource
from stitch_provider.stitch.notifications.collection import EMAILS, HOOKS
from stitch_provider.stitch.notifications.data_sources import EMAILS_DATA_SOURCE, HOOKS_DATA_SOURCE
from stitch_provider.stitch.notifications.email_resource import EmailResource
from stitch_provider.stitch.notifications.hook_resource import HookResource
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.regions.data_source import RegionDataSource
from stitch_provider.stitch.sources.collection import SOURCES
from stitch_provider.stitch.sources.data_sources import SOURCE_DATA_SOURCE, SOURCES_DATA_SOURCE
from stitch_provider.stitch.sources.resource import SourceResource
from stitch_provider.stitch.streams.collection import STREAMS, STREAMS_BY_SOURCE
from stitch_provider.stitch.streams.data_sources import StreamDataSource, StreamsDataSource
from stitch_provider.stitch.streams.selection_resource import StreamSelectionResource
from stitch_provider.stitch.streams.selections_resource import StreamSelectionsResource
from stitch_provider.stitch.tokens.collection import IMPORT_TOKENS
from stitch_provider.stitch.tokens.data_sources import IMPORT_TOKENS_DATA_SOURCE
from stitch_provider.stitch.tokens.ephemeral import ImportTokenEphemeral
from stitch_provider.stitch.tokens.resource import ImportTokenResource
from stitch_provider.stitch.types.data_sources import (
    DestinationTypeDataSource,
    DestinationTypesDataSource,
    SourceTypeDataSource,
    SourceTypesDataSource,
)
from stitch_provider.terraform.diagnostics import DiagnosticError, has_error
from stitch_provider.terraform.resource import ConfigureRequest, ConfigureResponse, Provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.value import Value


class _Offered(Protocol):
    type_name: str


T = TypeVar("T", bound=_Offered)


def _by_type_name(*offered: T) -> Mapping[str, T]:
    return {each.type_name: each for each in offered}


def _user_agent(engine_version: str) -> str:
    """The name of the provider, and the version of the engine if there is one. Which engine it is, is not known."""
    engine = f" (Terraform or OpenTofu {engine_version})" if engine_version else ""
    return f"terraform-provider-stitch/{__version__}{engine}"


class StitchProvider(Provider[ProviderModel, ProviderData]):
    """Stitch through its Connect API. `transport` is an httpx transport that answers in place of the network."""

    model = ProviderModel
    schema = SCHEMA
    resources = _by_type_name(
        DestinationResource(),
        SourceResource(),
        StreamSelectionResource(),
        StreamSelectionsResource(),
        ImportTokenResource(),
        EmailResource(),
        HookResource(),
        AccountResource(),
        ReplicationJobResource(),
    )
    data_sources = _by_type_name(
        DESTINATION_DATA_SOURCE,
        DESTINATIONS_DATA_SOURCE,
        SOURCE_DATA_SOURCE,
        SOURCES_DATA_SOURCE,
        StreamDataSource(),
        StreamsDataSource(),
        SourceTypeDataSource(),
        SourceTypesDataSource(),
        DestinationTypeDataSource(),
        DestinationTypesDataSource(),
        IMPORT_TOKENS_DATA_SOURCE,
        EMAILS_DATA_SOURCE,
        HOOKS_DATA_SOURCE,
        ConnectionCheckDataSource(),
        ExtractionsDataSource(),
        ExtractionLogDataSource(),
        LoadsDataSource(),
        RegionDataSource(),
    )
    list_resources = _by_type_name(
        Listing(DESTINATIONS, "The destinations of the account that match all filters, sorted by id."),
        Listing(SOURCES, "The sources of the account that match all filters and are not deleted, sorted by id."),
        Listing(
            STREAMS,
            "The selected streams of the account or of one source, one by one. `stitch_stream_selections` lists them "
            "by source, which results in fewer and larger resources. Do not manage a stream with both resources.",
        ),
        Listing(
            STREAMS_BY_SOURCE,
            "The sources of the account that have selected streams, each with all its selected streams. "
            "`stitch_stream_selection` lists the streams one by one. Do not manage a stream with both resources.",
        ),
        Listing(IMPORT_TOKENS, "The active import tokens of the account, sorted by source and age, oldest first."),
        Listing(EMAILS, "The notification emails of the account, sorted by id."),
        Listing(HOOKS, "The post-load hooks of the account, sorted by id."),
    )
    ephemeral_resources = _by_type_name(
        ImportTokenEphemeral(),
        SessionEphemeral(),
    )
    actions = _by_type_name(StartReplicationAction(), StopReplicationAction())
    functions = {each.name: each for each in (BucketPolicy(), ParseStreamId(), QuartzNext(), SchemaName(), StreamId())}

    def __init__(self, transport: Any = None) -> None:
        self._transport = transport

    async def configure(self, request: ConfigureRequest[ProviderModel]) -> ConfigureResponse[ProviderData]:
        """Complete and check the configuration. Calls nothing, as a plan may need no call at all."""
        settings = complete(request.config)
        if settings is None:
            return ConfigureResponse(provider_data=None)
        found = tuple(problems(request.config, settings))
        if has_error(found):
            raise DiagnosticError(*found)
        with explaining("use the API access token", path=API_TOKEN, secrets=settings.secrets):
            service = Connect.to(
                settings.base_url,
                token=settings.api_token,
                user_agent=_user_agent(request.terraform_version),
                stop=request.stop,
                limits=settings.network.limits(),
                ca_bundle=settings.network.ca_bundle,
                transport=self._transport,
            )
        provider = ProviderData(
            service,
            settings.client_id,
            settings.partner,
            settings.region,
            has_token=settings.api_token is not None,
            secrets=settings.secrets,
        )
        return ConfigureResponse(provider_data=provider, diagnostics=found)

    async def check_target(self, provider: ProviderData, type_name: str) -> None:
        """Check the token, without which only accounts can be created, with the credentials of a partner."""
        if provider.has_token or type_name != AccountResource.type_name:
            await ownership.check_token(provider)

    async def check_missing(
        self, provider: ProviderData, type_name: str, identity: Mapping[str, Value]
    ) -> Iterable[Diagnostic]:
        number = "/".join(str(value) for name, value in identity.items() if name != "client_id" and value is not None)
        label = f"{type_name.removeprefix('stitch_').replace('_', ' ')} {number}"
        return await ownership.check_missing(provider, label, identity.get("client_id"))

    async def complete_identity(self, provider: ProviderData, identity: Mapping[str, Value]) -> Mapping[str, Value]:
        return await ownership.complete_identity(provider, identity)

    async def close(self, provider: ProviderData) -> None:
        await provider.service.aclose()
