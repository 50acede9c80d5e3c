"""The settings of a stream, in `stitch_stream_selection` and in each entry of `stitch_stream_selections`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.schema.validators import ExactlyOneOf, NoNulls, OnlyTrue
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
        return (warning("Unknown replication method", f"{text} The provider sends it unchanged.", path),)


class Fields(
    Model,
    validators=(ExactlyOneOf(("all", "include", "exclude"), advice="To replicate all fields, set all = true."),),
):
    """Which fields replicate: exactly one of the three is not null. `all` means the same as an empty `exclude`."""

    all: bool | Unknown | None = optional(
        "Set it to `true` to replicate all fields. Exactly one of `all`, `include` and `exclude` must be set. A field "
        "that is added later and is not replicated is drift.",
        default=None,
        validators=(OnlyTrue("To replicate some of the fields, leave it out and set include or exclude."),),
    )
    include: SetValue | Unknown | None = optional(
        "Names of the fields to replicate. All others are left out, except those that Stitch always replicates, such "
        "as the primary key.",
        default=None,
        validators=(NoNulls(),),
    )
    exclude: SetValue | Unknown | None = optional(
        "Names of the fields to leave out. All others are replicated. A field that is added later and is not "
        "replicated is drift.",
        default=None,
        validators=(NoNulls(),),
    )


class StreamSettings(Model):
    """The settings of a stream.

    In a state they are as Stitch shows them, except for `fields`, which is null where it is not declared: reading it
    takes a call for each stream.
    """

    selected: bool | Unknown = optional(
        "Whether the stream is replicated. While it is `false`, `fields` is neither sent nor compared, because "
        "Stitch does not show which fields of the stream are selected. Default: `true`.",
        default=True,
    )
    replication_method: str | Unknown | None = optional(
        "How the stream is replicated: `FULL_TABLE`, `INCREMENTAL` or, for databases that are set up for it, "
        "`LOG_BASED`. Leave it out for streams of SaaS sources with a fixed method. Default: the method that is set "
        "in Stitch, which is not changed.",
        default=None,
        computed=True,
        validators=(ReplicationMethod(),),
    )
    replication_key: str | Unknown | None = optional(
        "Field that identifies new and changed rows if the method is `INCREMENTAL`. It must be one of the stream's "
        "valid replication keys or, if the stream has none, an integer or a point in time. Default: the key that is "
        "set in Stitch, which is not changed.",
        default=None,
        computed=True,
    )
    view_key_properties: SetValue | Unknown | None = optional(
        "Fields that identify a row of a database view, which has no primary key. Without them, each replication "
        "appends the rows of the view instead of updating them. Default: the fields that are set in Stitch, which "
        "are not changed.",
        default=None,
        computed=True,
        validators=(NoNulls(),),
    )
    fields: Fields | Unknown | None = optional(
        "Which fields are replicated: exactly one of `all`, `include` and `exclude`. Default: the fields that are "
        "selected in Stitch, which are not managed. In many streams of SaaS sources these are only the keys; set "
        "`fields = { all = true }` to replicate everything.",
        default=None,
    )


SERVICE_DECIDES = ("replication_method", "replication_key", "view_key_properties")
"""The settings that keep their value in Stitch where the configuration leaves them out."""
