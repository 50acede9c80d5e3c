"""The schema of `stitch_stream_selection` and its model."""

from __future__ import annotations

from msgspec import Struct

from stitch_provider.stitch.attributes import CLIENT_ID
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.streams.settings import Fields, StreamSettings, setting_attributes
from stitch_provider.stitch.timeouts import TIMEOUTS, Timeouts
from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema, Schema
from stitch_provider.terraform.values.types import STRING, ListType, SetType
from stitch_provider.terraform.values.value import SetValue, Unknown

_SETTINGS = StreamSettings.__struct_fields__


class StreamSelectionModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a stream's selection; attributes as in `SCHEMA`."""

    id: str | Unknown | None
    source_id: str | Unknown
    stream: str | Unknown
    selected: bool | Unknown
    replication_method: str | Unknown | None
    replication_key: str | Unknown | None
    view_key_properties: SetValue | Unknown | None
    fields: Fields | Unknown | None
    timeouts: Timeouts | Unknown | None
    stream_id: str | Unknown | None
    stream_name: str | Unknown | None
    key_properties: tuple[str, ...] | Unknown | None
    replicated_fields: SetValue | Unknown | None

    @property
    def settings(self) -> StreamSettings:
        """What the user sets about the stream."""
        return StreamSettings(**{name: getattr(self, name) for name in _SETTINGS})


SCHEMA = Schema(
    description="Selects one stream (a table or an object) of a source for replication, and its fields. Use "
    "`stitch_stream_selections` where a source has many. Creating it waits until Stitch has discovered the stream; "
    "destroying it deselects the stream and leaves method, keys and fields as they are.",
    attributes={
        "id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="`source_id` and `stream` with a slash between them.",
        ),
        "source_id": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            validators=(StitchId(),),
            description="Id of the source, a string of digits.",
        ),
        "stream": Attribute(
            type=STRING,
            required=True,
            requires_replace=True,
            description="The stream by its `tap_stream_id`: `<database>-<schema>-<table>` for PostgreSQL, "
            "`<database>-<table>` for MySQL, the bare name for most SaaS sources. The data source `stitch_streams` "
            "lists them.",
        ),
        **setting_attributes(),
        "timeouts": TIMEOUTS,
        "stream_id": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Number of the stream in the Connect API, a string of digits.",
        ),
        "stream_name": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Bare name of the table or object; not necessarily unique within the source.",
        ),
        "key_properties": Attribute(
            type=ListType(STRING),
            computed=True,
            description="Fields that identify a row: the primary key, or a view's `view_key_properties`.",
        ),
        "replicated_fields": Attribute(
            type=SetType(STRING),
            computed=True,
            description="Names of the fields that replicate, those that come along automatically included; empty "
            "while the stream is not selected. Null where `fields` is not set, as the fields are not looked at then.",
        ),
    },
)

IDENTITY = IdentitySchema(
    attributes={
        "source_id": IdentityAttribute(type=STRING, description="Id of the source, a string of digits."),
        "stream": IdentityAttribute(type=STRING, description="The stream by its tap_stream_id."),
        "client_id": CLIENT_ID,
    }
)
