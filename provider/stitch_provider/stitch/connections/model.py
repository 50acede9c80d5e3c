"""What the models of sources and destinations have alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from stitch_provider.stitch.connections.attributes import CheckSettings
from stitch_provider.stitch.connections.timeouts import Timeouts
from stitch_provider.terraform.values.value import Unknown


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
    fully_configured: bool | Unknown | None
    current_step: str | Unknown | None
    stitch_client_id: str | Unknown | None
    created_at: str | Unknown | None
