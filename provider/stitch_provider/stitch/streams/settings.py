"""What the user sets per stream, in `stitch_stream_selection` and in each entry of `stitch_stream_selections`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error, warning
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes
from stitch_provider.terraform.schema.suggestions import nearest
from stitch_provider.terraform.schema.validators import ExactlyOneOf, NoNulls
from stitch_provider.terraform.values.types import BOOL, STRING, SetType
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value

FULL_TABLE = "FULL_TABLE"
INCREMENTAL = "INCREMENTAL"
LOG_BASED = "LOG_BASED"
METHODS = (FULL_TABLE, INCREMENTAL, LOG_BASED)


class Fields(Struct, frozen=True, kw_only=True):
    """Which fields replicate: exactly one of the two is not None, a set of names."""

    include: SetValue | Unknown | None = None
    exclude: SetValue | Unknown | None = None


class StreamSettings(Struct, frozen=True, kw_only=True):
    """The settings of a stream; None leaves to the service what it has."""

    selected: bool | Unknown = True
    replication_method: str | Unknown | None = None
    replication_key: str | Unknown | None = None
    view_key_properties: SetValue | Unknown | None = None
    fields: Fields | Unknown | None = None


class ReplicationMethod(Struct, frozen=True):
    """Validates that a value is a replication method (reference 4.5).

    The service may know methods that this provider does not: what resembles none of ours is only a warning.
    """

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error for a misspelt method, a warning for an unheard-of one."""
        method = str(value)
        if method in METHODS:
            return ()
        text = f'{path} is usually one of {", ".join(METHODS)}, not "{method}".'
        if get_close_matches(method.upper(), METHODS):
            return (error("Unknown replication method", text + nearest(method, METHODS), path),)
        return (warning("Unknown replication method", f"{text} It is sent as it stands.", path),)


def setting_attributes() -> Mapping[str, Attribute]:
    """The attributes of `StreamSettings`."""
    return {
        "selected": Attribute(
            type=BOOL,
            optional=True,
            computed=True,
            default=True,
            description="Whether the stream is replicated. While it is `false`, Stitch does not show which fields are "
            "selected: `fields` is neither sent nor compared until the stream is selected again. Default: `true`.",
        ),
        "replication_method": Attribute(
            type=STRING,
            optional=True,
            validators=(ReplicationMethod(),),
            description="How the stream is replicated: `FULL_TABLE`, `INCREMENTAL` or, for databases that are set up "
            "for it, `LOG_BASED`. Most streams of SaaS sources have a fixed method and need none. Default: what Stitch "
            "has, which is then not managed; removing the attribute leaves the method as it is.",
        ),
        "replication_key": Attribute(
            type=STRING,
            optional=True,
            description="Field that tells new and changed rows when the method is `INCREMENTAL`: one of the stream's "
            "valid replication keys where it names them, else an integer or a point in time. Default: what Stitch has, "
            "which is then not managed; removing the attribute leaves the key as it is.",
        ),
        "view_key_properties": Attribute(
            type=SetType(STRING),
            optional=True,
            validators=(NoNulls(),),
            description="Fields that identify a row of a database view, as it has no primary key of its own. Without "
            "them the view's rows are appended at each replication. Default: what Stitch has, which is then not "
            "managed; removing the attribute leaves the keys as they are.",
        ),
        "fields": Attribute(
            type=NestedAttributes(
                validators=(ExactlyOneOf(("include", "exclude")),),
                attributes={
                    "include": Attribute(
                        type=SetType(STRING),
                        optional=True,
                        validators=(NoNulls(),),
                        description="Names of the fields to replicate, and no others. Fields that Stitch always "
                        "replicates, such as the primary key, come along and need no mention.",
                    ),
                    "exclude": Attribute(
                        type=SetType(STRING),
                        optional=True,
                        validators=(NoNulls(),),
                        description="Names of the fields not to replicate; all others are. `[]` replicates every "
                        "field. A field that appears later without being replicated shows up as drift.",
                    ),
                },
            ),
            optional=True,
            description="Which fields are replicated: exactly one of `include` and `exclude`. Default: the fields as "
            "Stitch has them, which are then not managed. Many streams of SaaS sources then replicate only their keys; "
            "`fields = { exclude = [] }` takes everything.",
        ),
    }
