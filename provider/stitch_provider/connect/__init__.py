"""The Stitch Connect API: one client, its models, its errors.

Holds calls, retries, caches and the tolerant reading of answers. Must never hold anything about Terraform: no
schema, no plan, no diagnostic.
"""

from msgspec import UNSET, UnsetType

from stitch_provider.connect.client import Connect
from stitch_provider.connect.errors import (
    ConnectError,
    InvalidBaseUrlError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.models import (
    ConnectionCheck,
    Destination,
    Details,
    FieldMetadata,
    MetadataChange,
    MetadataEntry,
    PropertySpec,
    ReportCard,
    Schedule,
    Source,
    Step,
    Stream,
    StreamMetadata,
    StreamSchema,
    UpgradeAvailable,
)

__all__ = [
    "UNSET",
    "Connect",
    "ConnectError",
    "ConnectionCheck",
    "Destination",
    "Details",
    "FieldMetadata",
    "InvalidBaseUrlError",
    "LostAnswerError",
    "MalformedError",
    "MetadataChange",
    "MetadataEntry",
    "NotFoundError",
    "OutOfTimeError",
    "PropertySpec",
    "RefusedError",
    "ReportCard",
    "Schedule",
    "Source",
    "Step",
    "StoppedError",
    "Stream",
    "StreamMetadata",
    "StreamSchema",
    "UnauthorizedError",
    "UnavailableError",
    "UnsetType",
    "UpgradeAvailable",
]
