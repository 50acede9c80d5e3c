"""Converts texts to Unicode NFC, and the names of streams and fields back to the spelling of the service.

Terraform normalizes every string to NFC. The service may have names that are not NFC: a column that was created on a
Mac can be `cafe` with a combining accent after it. So that texts can be compared, every answer is read as NFC. The
names of streams and fields are sent in the spelling of the service, because it finds them only by that.

Names that differ only in their normalization cannot be told apart, not by Terraform either. The normalized one is used.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, TypeAlias

from stitch_provider.connect.models import MetadataChange, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect.entries import Entries

Spelled: TypeAlias = dict[str, str]
"""The service's spelling of texts that are not ASCII, by their NFC."""


def nfc(text: str) -> str:
    """The text as Terraform has it."""
    return unicodedata.normalize("NFC", text)


def is_normalized(body: bytes) -> bool:
    """Whether all texts of a JSON document are NFC. False where that takes more than a look at its bytes."""
    if b"\\u" in body:
        return False
    return body.isascii() or unicodedata.is_normalized("NFC", body.decode("utf-8", errors="replace"))


def normalized(content: Any, spelled: Spelled) -> Any:
    """Parsed JSON with all its texts as NFC. Adds their own spelling to `spelled`."""
    match content:
        case str():
            return _normalized(content, spelled)
        case list():
            return [normalized(each, spelled) for each in content]
        case dict():
            return {_normalized(key, spelled): normalized(each, spelled) for key, each in content.items()}
    return content


def _normalized(text: str, spelled: Spelled) -> str:
    if text.isascii():
        return text
    normal = nfc(text)
    if text == normal:
        spelled[normal] = text
    else:
        spelled.setdefault(normal, text)
    return normal


class Spellings:
    """The spelling of the streams and fields of each source, as far as they were read."""

    def __init__(self) -> None:
        self._numbers: dict[int, Mapping[str, int]] = {}
        self._streams: dict[int, Spelled] = {}
        self._fields: dict[tuple[int, int], Spelled] = {}

    def listed(self, source_id: int, streams: Entries[Stream], spelled: Spelled) -> None:
        """Keep what a list of the streams of a source shows."""
        self._numbers[source_id] = {stream.tap_stream_id: stream.stream_id for stream in streams.readable}
        self._streams[source_id] = spelled

    def described(self, source_id: int, stream_id: int, spelled: Spelled) -> None:
        """Keep what the schema of a stream shows."""
        self._fields[source_id, stream_id] = spelled

    def restored(
        self, source_id: int, changes: Mapping[str, tuple[MetadataChange, ...]]
    ) -> Mapping[str, tuple[MetadataChange, ...]]:
        """Changes, by tap_stream_id, with the names of streams and fields in the spelling of the service."""
        streams, numbers = self._streams.get(source_id, {}), self._numbers.get(source_id, {})
        restored = {}
        for name, entries in changes.items():
            spelled = streams | self._fields.get((source_id, numbers.get(name, 0)), {})
            restored[streams.get(name, name)] = tuple(
                MetadataChange(
                    tuple(spelled.get(part, part) for part in entry.breadcrumb),
                    {key: _restored(value, spelled) for key, value in entry.metadata.items()},
                )
                for entry in entries
            )
        return restored


def _restored(value: Any, spelled: Spelled) -> Any:
    match value:
        case str():
            return spelled.get(value, value)
        case list():
            return [_restored(each, spelled) for each in value]
    return value
