"""What a user sets about a stream, in `stitch_stream_selection` and in each entry of `stitch_stream_selections`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.schema.validators import ExactlyOneOf, NoNulls
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

FULL_TABLE = "FULL_TABLE"
INCREMENTAL = "INCREMENTAL"
LOG_BASED = "LOG_BASED"
METHODS = (FULL_TABLE, INCREMENTAL, LOG_BASED)


class ReplicationMethod(Struct, frozen=True):
    """Validates that a value is a replication method (reference 4.5).

    The service may have methods that this provider does not know, so only a likely misspelling is an error. For any
    other value there is a warning.
    """

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        method = str(value)
        if method in METHODS:
            return ()
        text = f'{path} is usually one of {", ".join(METHODS)}, not "{method}".'
        if get_close_matches(method.upper(), METHODS):
            return (error("Unknown replication method", text + nearest(method, METHODS), path),)
        return (warning("Unknown replication method", f"{text} It is sent unchanged.", path),)


class Fields(Model, validators=(ExactlyOneOf(("include", "exclude")),)):
    """Which fields replicate: exactly one of the two is not null."""

    include: SetValue | Unknown | None = optional(
        "Names of the fields to replicate; all others are left out. Fields that Stitch always replicates, such as the "
        "primary key, need not be named.",
        default=None,
        validators=(NoNulls(),),
    )
    exclude: SetValue | Unknown | None = optional(
        "Names of the fields to leave out; all others are replicated. `[]` replicates every field. A field that "
        "appears later and is not replicated shows as drift.",
        default=None,
        validators=(NoNulls(),),
    )


class StreamSettings(Model):
    """The settings of a stream. What is null is left as it is in Stitch."""

    selected: bool | Unknown = optional(
        "Whether the stream is replicated. While it is `false`, `fields` is neither sent nor compared, as Stitch does "
        "not show which fields of such a stream are selected. Default: `true`.",
        default=True,
    )
    replication_method: str | Unknown | None = optional(
        "How the stream is replicated: `FULL_TABLE`, `INCREMENTAL` or, for databases that are set up for it, "
        "`LOG_BASED`. Most streams of SaaS sources have a fixed method and need none. Default: the method that is set "
        "in Stitch, which is then not managed.",
        default=None,
        validators=(ReplicationMethod(),),
    )
    replication_key: str | Unknown | None = optional(
        "Field by which new and changed rows are found when the method is `INCREMENTAL`. It must be one of the valid "
        "replication keys that the stream names, or else an integer or a point in time. Default: the key that is set "
        "in Stitch, which is then not managed.",
        default=None,
    )
    view_key_properties: SetValue | Unknown | None = optional(
        "Fields that identify a row of a database view, which has no primary key. Without them, the rows of the view "
        "are appended at each replication. Default: the fields that are set in Stitch, which are then not managed.",
        default=None,
        validators=(NoNulls(),),
    )
    fields: Fields | Unknown | None = optional(
        "Which fields are replicated: exactly one of `include` and `exclude`. Default: the fields that are selected in "
        "Stitch, which are then not managed. In many streams of SaaS sources these are only the keys; "
        "`fields = { exclude = [] }` replicates everything.",
        default=None,
    )
