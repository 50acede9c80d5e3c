"""Everything that the provider offers, by type name, and functions by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from stitch_provider.stitch.accounts.resource import AccountResource
from stitch_provider.stitch.accounts.session import SessionEphemeral
from stitch_provider.stitch.collection import Listing
from stitch_provider.stitch.connections.connection_check import ConnectionCheckDataSource
from stitch_provider.stitch.destinations.collection import DESTINATIONS
from stitch_provider.stitch.destinations.data_sources import DESTINATION_DATA_SOURCE, DESTINATIONS_DATA_SOURCE
from stitch_provider.stitch.destinations.resource import DestinationResource
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.resource import (
        Action,
        DataSource,
        EphemeralResource,
        Function,
        ListResource,
        Resource,
    )


class _Offered(Protocol):
    type_name: str


T = TypeVar("T", bound=_Offered)


def _by_type_name(*offered: T) -> Mapping[str, T]:
    return {each.type_name: each for each in offered}


RESOURCES: Mapping[str, Resource[Any, ProviderData]] = _by_type_name(
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
DATA_SOURCES: Mapping[str, DataSource[Any, ProviderData]] = _by_type_name(
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
LIST_RESOURCES: Mapping[str, ListResource[Any, ProviderData]] = _by_type_name(
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
EPHEMERAL_RESOURCES: Mapping[str, EphemeralResource[Any, ProviderData]] = _by_type_name(
    ImportTokenEphemeral(),
    SessionEphemeral(),
)
ACTIONS: Mapping[str, Action[Any, ProviderData]] = _by_type_name(StartReplicationAction(), StopReplicationAction())
FUNCTIONS: Mapping[str, Function] = {
    each.name: each for each in (BucketPolicy(), ParseStreamId(), QuartzNext(), SchemaName(), StreamId())
}
