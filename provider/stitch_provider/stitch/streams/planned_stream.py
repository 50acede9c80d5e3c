"""A stream with the settings that are planned for it, which is the input of every check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.connect.models import FieldMetadata, Stream
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.path import Path

MOST_LISTED = 10
"""How many names or conflicts the diagnostics of one stream list before they only count the others."""


class PlannedStream(Struct, frozen=True):
    """A stream, the settings that are planned for it, and those before the change (None at create).

    What is null in the settings is left as it is in Stitch. `fields` and `columns` are the metadata and the JSON schema
    of each field, both empty where the stream's schema was not read or is empty. `writable` are the keys of metadata
    that can be written, empty where that is not known.
    """

    stream: Stream
    settings: StreamSettings
    before: StreamSettings | None
    fields: Mapping[str, FieldMetadata] = {}
    columns: Mapping[str, Any] = {}
    writable: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The stream at the beginning of a sentence."""
        return f'Stream "{self.stream.tap_stream_id}"'

    @property
    def begins(self) -> bool:
        """Whether the change starts to replicate the stream."""
        return self.settings.selected is True and (self.before is None or self.before.selected is not True)

    @property
    def leaves_fields(self) -> bool:
        """Whether the change starts to leave the fields as they are in Stitch."""
        changed = self.begins or (self.settings.selected is True and self.changed("fields"))
        return self.settings.fields is None and changed

    def changed(self, attribute: str) -> bool:
        """Whether the change sets the attribute or changes it."""
        return self.before is None or getattr(self.before, attribute) != getattr(self.settings, attribute)

    def unknown_field(self, name: str, path: Path) -> Diagnostic:
        """The error for a field that the stream does not have."""
        return error(
            "No such field",
            f'{self.label} has no field "{name}".{nearest(name, self.fields)} The data source stitch_stream lists '
            "its fields.",
            path,
        )


def quoted(names: Iterable[str]) -> str:
    """The first of the names, quoted, and how many more there are."""
    words = [f'"{name}"' for name in names]
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more
