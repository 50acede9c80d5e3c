"""The model of `stitch_source`, which is its schema."""

from __future__ import annotations

from stitch_provider.connect.models import DISCOVER_SCHEMA, STEPS
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.stitch.ids import StitchId
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.terraform.schema.declaration import computed, optional, required, schema_of
from stitch_provider.terraform.schema.validators import OneOf
from stitch_provider.terraform.values.value import Unknown

WAIT_FOR = ("none", *STEPS[STEPS.index(DISCOVER_SCHEMA) :])
"""What `wait_for` takes."""


class SourceModel(ConnectionModel):
    """Configuration, plan or state of a source."""

    type: str | Unknown = required(
        "Type of the source in the Connect API, such as `platform.github`, `platform.hp-mysql` or `import_api`. "
        "Another type replaces the source.",
        requires_replace=True,
    )
    display_name: str | Unknown = required(
        "Name of the source in Stitch. When the source is created, Stitch derives `name` from it."
    )
    name: str | Unknown | None = computed(
        "Name of the schema or dataset in the destination. Stitch derives it from the `display_name` with which the "
        "source is created, and never changes it.",
        use_state_for_unknown=True,
    )
    destination_id: str | Unknown | None = optional(
        "Id of the destination that the source loads into, a string of digits. A change in the web application is "
        "detected if Stitch shows the destinations of the source. Default: chosen by Stitch, which uses the "
        "destination of the account if there is only one; if the id is removed from the configuration, the destination "
        "stays as it is.",
        default=None,
        computed=True,
        validators=(StitchId(),),
    )
    schedule: Schedule | Unknown | None = optional(
        "When the source replicates. Default: the interval that Stitch sets for the type of a new source. If the "
        "schedule is removed from the configuration, it stays as it is.",
        default=None,
        computed=True,
    )
    paused: bool | Unknown | None = optional("Whether replication is paused. Default: `false`.", default=False)
    wait_for: str | Unknown | None = optional(
        "Step to wait for after the source is created or its properties or credentials change: `discover_schema` "
        "(the streams are known), `field_selection` (streams can be selected), `fully_configured` (the source can "
        "replicate), or `none`. Default: `none`.",
        default=None,
        validators=(OneOf(WAIT_FOR),),
    )


SCHEMA = schema_of(
    SourceModel,
    "A source: a database, application or webhook that Stitch extracts data from. Select its streams with "
    "`stitch_stream_selection` or `stitch_stream_selections`. A source that is replaced replicates all data again.",
    noun="source",
)
