"""The model of `stitch_destination`, which is its schema."""

from __future__ import annotations

from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.terraform.schema.declaration import optional, required, schema_of
from stitch_provider.terraform.values.value import Unknown


class DestinationModel(ConnectionModel):
    """Configuration, plan or state of a destination."""

    type: str | Unknown = required(
        "Type of the destination in the Connect API, such as `postgres`, `redshift`, `snowflake`, `s3` or "
        "`bigquery_v2`. Another type replaces the destination.",
        requires_replace=True,
    )
    name: str | Unknown | None = optional(
        "Name of the destination in Stitch. Default: a name that Stitch derives from the type of a new destination. If "
        "the name is removed from the configuration, it stays as it is.",
        computed=True,
    )
    description: str | Unknown | None = optional(
        "Description of the destination in Stitch. Default: none for a new destination. If the description is removed "
        "from the configuration, it stays as it is.",
        computed=True,
    )
    ignore_unmapped_sources: bool | Unknown | None = optional(
        "Whether sources without a destination stay without one when this destination is created. A later change has "
        "no effect. Default: `false`, and they all load into the new destination.",
        default=None,
    )


SCHEMA = schema_of(
    DestinationModel,
    "A destination: the warehouse or storage that Stitch loads data into. On the Standard plan an account can have "
    "one destination, so `create_before_destroy` cannot be used. Destroying a destination stops the replication of "
    "the sources that load into it.",
    noun="destination",
)
