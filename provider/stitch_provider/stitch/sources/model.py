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
        "Type of the source, as the Connect API names it: `platform.github`, `platform.hp-mysql`, `import_api` and so "
        "on. Another type means another source: it is replaced.",
        requires_replace=True,
    )
    display_name: str | Unknown = required("Name of the source in Stitch. At creation `name` is derived from it.")
    name: str | Unknown | None = computed(
        "Name of the schema or dataset in the destination. Stitch derives it from the first `display_name` and never "
        "changes it.",
        use_state_for_unknown=True,
    )
    destination_id: str | Unknown | None = optional(
        "Id of the destination that the source loads into, a string of digits. Sent at creation and when it changes; "
        "the service does not show it, so a change made elsewhere is not seen. Default: what Stitch decides, which is "
        "the account's destination where it has one only.",
        default=None,
        validators=(StitchId(),),
    )
    schedule: Schedule | Unknown | None = optional(
        "When the source replicates. Default: the interval that Stitch has for the type, which is then not managed."
    )
    paused: bool | Unknown | None = optional("Whether replication is paused. Default: `false`.", default=False)
    wait_for: str | Unknown | None = optional(
        "How far Stitch has to come with the source before creating it, or changing its properties or credentials, is "
        "done: `none`; `discover_schema`, the streams are known; `field_selection`, streams can be selected; "
        "`fully_configured`, it can replicate. Default: `none`.",
        default=None,
        validators=(OneOf(WAIT_FOR),),
    )


SCHEMA = schema_of(
    SourceModel,
    "A source: a database, application or webhook that Stitch extracts from, with its schedule. What it replicates is "
    "selected with `stitch_stream_selection` or `stitch_stream_selections`. Replacing a source replicates everything "
    "from scratch.",
    noun="source",
)
