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


class SchemaName(Function):
    """`schema_name(display_name)`."""

    name = "schema_name"
    summary = "Name of the schema that Stitch will create for a source"
    description = (
        "The name of the schema or dataset that Stitch will create in the destination for a source with this "
        "display name, for example to write grants before the source exists. Letters become lower case, spaces "
        "become underscores, and everything except `a` to `z`, digits, `_` and `$` is removed. Fails if Stitch "
        "would refuse the name because it is empty, does not start with a letter or an underscore, or has more "
        f"than {LONGEST} characters."
    )
    parameters = (
        Parameter(name="display_name", type=STRING, description="`display_name` of the source when it is created."),
    )
    return_type = STRING

    def call(self, arguments: tuple[Value, ...]) -> Value:
        (display_name,) = arguments
        name = _DROPPED.sub("", str(display_name).lower().replace(" ", "_"))
        if not name:
            raise FunctionError(
                "The display name has none of the letters a to z, digits, spaces, underscores and dollar signs, so "
                "Stitch cannot derive a schema name from it.",
                argument=0,
            )
        if name[0] not in "abcdefghijklmnopqrstuvwxyz_":
            raise FunctionError(
                f'Stitch would derive the schema name "{name}" and refuse it, as it does not start with a letter or '
                "an underscore. Begin the display name with a letter.",
                argument=0,
            )
        if len(name) > LONGEST:
            raise FunctionError(
                f'Stitch would derive the schema name "{name}" and refuse it, as it has {len(name)} characters and '
                f"{LONGEST} are allowed. Shorten the display name.",
                argument=0,
            )
        return name
