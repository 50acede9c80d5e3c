"""The model of `stitch_destination`, which is its schema."""

from __future__ import annotations

from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.terraform.schema.declaration import optional, required, schema_of
from stitch_provider.terraform.values.value import Unknown


class DestinationModel(ConnectionModel):
    """Configuration, plan or state of a destination."""

    type: str | Unknown = required(
        "Type of the destination, as the Connect API names it: `postgres`, `redshift`, `snowflake`, `s3`, "
        "`bigquery_v2` and so on. Another type means another destination: it is replaced.",
        requires_replace=True,
    )
    name: str | Unknown | None = optional(
        "Name of the destination in Stitch. Default: Stitch makes one from the type, which is then not managed."
    )
    description: str | Unknown | None = optional(
        "What the destination is for, shown in Stitch. Default: none, and not managed."
    )
    ignore_unmapped_sources: bool | Unknown | None = optional(
        "Whether sources without a destination stay without one when this destination is created. Used at creation "
        "only. Default: `false`, they all load into the new destination.",
        default=None,
    )


SCHEMA = schema_of(
    DestinationModel,
    "A destination: the warehouse or storage that Stitch loads into. An account on the Standard plan has one; there a "
    "destination is destroyed before its replacement can be created. Destroying a destination stops the replication "
    "of the sources that load into it.",
    noun="destination",
)
