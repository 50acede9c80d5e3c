"""The schema of `stitch_source` and its model."""

from __future__ import annotations

from stitch_provider.stitch.attributes import id_attribute
from stitch_provider.stitch.connections.attributes import (
    facts,
    settings,
    type_attribute,
)
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.sources.schedule import SCHEDULE, Schedule
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown

WAIT_FOR = ("none", "discover_schema", "field_selection", "fully_configured")
"""What `wait_for` takes."""


class SourceModel(ConnectionModel, frozen=True, kw_only=True):
    """Configuration, plan or state of a source; attributes as in `SCHEMA`."""

    display_name: str | Unknown
    name: str | Unknown | None
    destination_id: str | Unknown | None
    schedule: Schedule | Unknown | None
    paused: bool | Unknown | None
    wait_for: str | Unknown | None


SCHEMA = Schema(
    description="A source: a database, application or webhook that Stitch extracts from, with its schedule. What it "
    "replicates is selected with `stitch_stream_selection` or `stitch_stream_selections`. Replacing a source "
    "replicates everything from scratch.",
    attributes={
        "id": id_attribute("source"),
        "type": type_attribute("source", "`platform.github`, `platform.hp-mysql`, `import_api` and so on"),
        "display_name": Attribute(
            type=STRING,
            required=True,
            description="Name of the source in Stitch. At creation `name` is derived from it.",
        ),
        "name": Attribute(
            type=STRING,
            computed=True,
            use_state_for_unknown=True,
            description="Name of the schema or dataset in the destination. Stitch derives it from the first "
            "`display_name` and never changes it.",
        ),
        "destination_id": Attribute(
            type=STRING,
            optional=True,
            validators=(StitchId(),),
            description="Id of the destination that the source loads into, a string of digits. Sent at creation and "
            "when it changes; the service does not show it, so a change made elsewhere is not seen. Default: what "
            "Stitch decides, which is the account's destination where it has one only.",
        ),
        "schedule": SCHEDULE,
        "paused": Attribute(
            type=BOOL,
            optional=True,
            computed=True,
            default=False,
            description="Whether replication is paused. Default: `false`.",
        ),
        "wait_for": Attribute(
            type=STRING,
            optional=True,
            validators=(OneOf(WAIT_FOR),),
            description="How far Stitch has to come with the source before creating it, or changing its properties or "
            "credentials, is done: `none`; `discover_schema`, the streams are known; `field_selection`, streams can be "
            "selected; `fully_configured`, it can replicate. Default: `none`.",
        ),
        **settings("source"),
        **facts("source"),
    },
)
