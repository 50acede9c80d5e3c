"""The Stitch Connect API: one client, its models, its errors.

Contains calls, retries, caches and the tolerant decoding of answers. Must never contain anything about Terraform: no
schema, no plan, no diagnostic.
"""

from stitch_provider.connect.accounts import CreatedAccount, NewAccount
from stitch_provider.connect.client import Connect
from stitch_provider.connect.emails import Email
from stitch_provider.connect.entries import Entries
from stitch_provider.connect.errors import (
    ConnectError,
    EndedError,
    IncompleteError,
    InvalidBaseUrlError,
    InvalidBundleError,
    LostAnswerError,
    MalformedError,
    NameInUseError,
    NotFoundError,
    OutOfTimeError,
    RefusedError,
    StoppedError,
    UnauthorizedError,
    UnavailableError,
)
from stitch_provider.connect.extractions import EXTRACTION_PAGES, Extraction
from stitch_provider.connect.hooks import Hook
from stitch_provider.connect.jobs import JobStarted
from stitch_provider.connect.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from stitch_provider.connect.loads import LOAD_PAGES, Load
from stitch_provider.connect.models import (
    ConnectionCheck,
    Destination,
    Details,
    FieldMetadata,
    MetadataChange,
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
from stitch_provider.connect.polling import PAGE_SIZE, Records
from stitch_provider.connect.retry import RetryPolicy
from stitch_provider.connect.tokens import ImportToken

__all__ = [
    "DEFAULT_LIMITS",
    "EXTRACTION_PAGES",
    "LOAD_PAGES",
    "MEBIBYTE",
    "PAGE_SIZE",
    "Connect",
    "ConnectError",
    "ConnectionCheck",
    "CreatedAccount",
    "Destination",
    "Details",
    "Email",
    "EndedError",
    "Entries",
    "Extraction",
    "FieldMetadata",
    "Hook",
    "ImportToken",
    "IncompleteError",
    "InvalidBaseUrlError",
    "InvalidBundleError",
    "JobStarted",
    "Limits",
    "Load",
    "LostAnswerError",
    "MalformedError",
    "MetadataChange",
    "NameInUseError",
    "NewAccount",
    "NotFoundError",
    "OutOfTimeError",
    "PropertySpec",
    "Records",
    "RefusedError",
    "ReportCard",
    "RetryPolicy",
    "Schedule",
    "Source",
    "Step",
    "StoppedError",
    "Stream",
    "StreamMetadata",
    "StreamSchema",
    "UnauthorizedError",
    "UnavailableError",
    "UpgradeAvailable",
]
