"""What the models of sources and destinations have alike, and what of it Stitch shows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.stitch.connections.attributes import CheckSettings
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.timeouts import Timeouts
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from stitch_provider.connect import Destination, Source


class ConnectionModel(Struct, frozen=True, kw_only=True):
    """Configuration, plan or state of a connection; attributes as in `attributes.settings` and `attributes.facts`."""

    id: str | Unknown | None
    type: str | Unknown
    properties: Mapping[str, str | Unknown | None] | Unknown | None
    credentials: Mapping[str, str | Unknown | None] | Unknown | None
    credentials_wo: Mapping[str, str | Unknown | None] | Unknown | None
    credentials_wo_version: int | Decimal | Unknown | None
    connection_check: CheckSettings | Unknown | None
    timeouts: Timeouts | Unknown | None
    effective_properties: Mapping[str, str] | Unknown | None
    stitch_client_id: str | Unknown | None
    created_at: str | Unknown | None


def shown(connection: Source | Destination) -> dict[str, Any]:
    """The computed attributes, but for the properties."""
    return {
        "id": to_id(connection.id),
        "stitch_client_id": to_optional_id(connection.stitch_client_id),
        "created_at": connection.created_at,
    }
