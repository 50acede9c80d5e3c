"""The function `schema_name`: the schema that Stitch will create for a source (reference 4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stitch_provider.terraform.resource import Function, FunctionError, Parameter
from stitch_provider.terraform.values.types import STRING

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value

LONGEST = 49
"""The most characters that the name of a source can have."""

_DROPPED = re.compile(r"[^a-z0-9_$]")


def schema_name(display_name: str) -> str:
    """The name that Stitch derives from a display name; raises FunctionError where it would refuse the source."""
    name = _DROPPED.sub("", display_name.lower().replace(" ", "_"))
    if not name:
        raise FunctionError(
            "Stitch derives the schema's name from letters, digits, spaces, underscores and dollar signs, and this "
            "display name has none of them.",
            argument=0,
        )
    if name[0] not in "abcdefghijklmnopqrstuvwxyz_":
        raise FunctionError(
            f'Stitch would call the schema "{name}", and refuses names that do not start with a letter or an '
            "underscore. Put a letter in front of the display name.",
            argument=0,
        )
    if len(name) > LONGEST:
        raise FunctionError(
            f'Stitch would call the schema "{name}", which has {len(name)} characters, and refuses names of 50 or '
            "more. Shorten the display name.",
            argument=0,
        )
    return name


class SchemaName(Function):
    """`schema_name(display_name)`."""

    name = "schema_name"
    summary = "Name of the schema that Stitch will create for a source"
    description = (
        "The name of the schema or dataset that Stitch creates in the destination for a source with this display name: "
        "lower case, spaces become underscores, everything but `a` to `z`, digits, `_` and `$` is dropped. For grants "
        "and models that are written before the source exists; the attribute `name` of the source says the same "
        "afterwards. Fails where Stitch would refuse the source: nothing remains, the name would not start with a "
        "letter or an underscore, or it would have 50 characters or more."
    )
    parameters = (
        Parameter(
            name="display_name", type=STRING, description="The `display_name` that the source will be created with."
        ),
    )
    return_type = STRING

    def call(self, arguments: tuple[Value, ...]) -> Value:
        """The name."""
        (display_name,) = arguments
        return schema_name(str(display_name))
