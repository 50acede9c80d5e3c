"""The schema of `stitch_destination` and its model."""

from __future__ import annotations

from stitch_provider.stitch.attributes import id_attribute
from stitch_provider.stitch.connections.attributes import (
    facts,
    settings,
    type_attribute,
)
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown


class DestinationModel(ConnectionModel, frozen=True, kw_only=True):
    """Configuration, plan or state of a destination; attributes as in `SCHEMA`."""

    name: str | Unknown | None
    description: str | Unknown | None
    ignore_unmapped_sources: bool | Unknown | None


SCHEMA = Schema(
    description="A destination: the warehouse or storage that Stitch loads into. An account on the Standard plan has "
    "one; there a destination is destroyed before its replacement can be created. Destroying a destination stops the "
    "replication of the sources that load into it.",
    attributes={
        "id": id_attribute("destination"),
        "type": type_attribute("destination", "`postgres`, `redshift`, `snowflake`, `s3`, `bigquery_v2` and so on"),
        "name": Attribute(
            type=STRING,
            optional=True,
            description="Name of the destination in Stitch. Default: Stitch makes one from the type, which is then not "
            "managed.",
        ),
        "description": Attribute(
            type=STRING,
            optional=True,
            description="What the destination is for, shown in Stitch. Default: none, and not managed.",
        ),
        "ignore_unmapped_sources": Attribute(
            type=BOOL,
            optional=True,
            description="Whether sources without a destination stay without one when this destination is created. "
            "Used at creation only. Default: `false`, they all load into the new destination.",
        ),
        **settings("destination"),
        **facts("destination"),
    },
)
