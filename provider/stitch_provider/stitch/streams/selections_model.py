"""The schema of `stitch_stream_selections` and its model."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from stitch_provider.stitch.attributes import CLIENT_ID
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.streams.settings import StreamSettings, setting_attributes
from stitch_provider.stitch.timeouts import TIMEOUTS, Timeouts
from stitch_provider.terraform.schema.attribute import (
    Attribute,
    IdentityAttribute,
    IdentitySchema,
    NestedAttributes,
    Schema,
)
from stitch_provider.terraform.schema.validators import NoNulls, OneOf
from stitch_provider.terraform.values.types import STRING, MapType, SetType
from stitch_provider.terraform.values.value import SetValue, Unknown

IGNORE = "ignore"
DESELECT = "deselect"


class StreamSelectionsModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of the selections of a source; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    source_id: str | Unknown
    streams: Mapping[str, StreamSettings | Unknown] | Unknown
    unlisted_streams: str | Unknown
    timeouts: Timeouts | Unknown | None
    stream_ids: Mapping[str, str | Unknown] | Unknown | None
    replicated_fields: Mapping[str, SetValue | Unknown] | Unknown | None


SCHEMA = Schema(
    description="Selects streams (tables or objects) of a source for replication, and their fields: one read and one "
    "write, however many streams. Use either this or `stitch_stream_selection` for a stream, not both. Creating it "
    "waits until Stitch has discovered the streams. A stream that is taken out of the map is deselected, and "
    "destroying the resource deselects all that stand in it; methods, keys and fields stay as they are.",
    attributes={
        "id": Attribute(type=STRING, computed=True, use_state_for_unknown=True, description="The same as `source_id`."),
        "source_id": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(StitchId(),),
            description="Id of the source, a string of digits.",
        ),
        "streams": Attribute(
            type=NestedAttributes(nesting="map", attributes=setting_attributes()),
            required=True,
            validators=(NoNulls(),),
            description="Settings of the streams by `tap_stream_id`: `<database>-<schema>-<table>` for PostgreSQL, "
            "`<database>-<table>` for MySQL, the bare name for most SaaS sources. `{}` selects a stream and leaves the "
            "rest as Stitch has it. The data source `stitch_streams` lists the streams of a source.",
        ),
        "unlisted_streams": Attribute(
            type=STRING,
            optional=True,
            computed=True,
            default=IGNORE,
            validators=(OneOf((IGNORE, DESELECT)),),
            description="What becomes of selected streams that do not stand in `streams`: `ignore` leaves them alone, "
            "`deselect` deselects them, and shows as drift what somebody selects later. Default: `ignore`.",
        ),
        "timeouts": TIMEOUTS,
        "stream_ids": Attribute(
            type=MapType(STRING),
            computed=True,
            description="Numbers of the streams in the Connect API, strings of digits, by `tap_stream_id`.",
        ),
        "replicated_fields": Attribute(
            type=MapType(SetType(STRING)),
            computed=True,
            description="Names of the fields that replicate, those that come along automatically included, by "
            "`tap_stream_id`; empty while a stream is not selected. Holds the streams whose `fields` are set only, as "
            "those of the others are not looked at.",
        ),
    },
)

IDENTITY = IdentitySchema(
    attributes={
        "source_id": IdentityAttribute(type=STRING, description="Id of the source, a string of digits."),
        "client_id": CLIENT_ID,
    }
)
