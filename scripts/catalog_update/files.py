"""The catalog's files. Equal content is always formatted alike, so that a change is one line of a diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.catalog.loader import Streams, Types
from stitch_provider.catalog.models import Explanations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.catalog.models import DestinationType, Explanation, SourceType

CATALOG = Path(__file__).parents[2] / "provider" / "stitch_provider" / "catalog"


def read_types(directory: Path) -> Types:
    """The types in a directory. Raises OSError, and msgspec.ValidationError if they do not fit the models."""
    return msgspec.json.decode((directory / "types.json").read_bytes(), type=Types)


def write_types(directory: Path, types: Types) -> None:
    """Write the types to a directory."""
    (directory / "types.json").write_text(text_of_types(types), encoding="utf-8")


def read_streams(directory: Path) -> Streams:
    """The streams in a directory. Raises as `read_types` does."""
    return msgspec.json.decode((directory / "streams.json").read_bytes(), type=Streams)


def write_streams(directory: Path, streams: Streams) -> None:
    """Write the streams to a directory."""
    (directory / "streams.json").write_text(text_of_streams(streams), encoding="utf-8")


def read_explanations(directory: Path) -> Explanations:
    """The explanations in a directory. Raises as `read_types` does."""
    return msgspec.json.decode((directory / "explanations.json").read_bytes(), type=Explanations)


def write_explanations(directory: Path, explanations: Explanations) -> None:
    """Write the explanations to a directory."""
    (directory / "explanations.json").write_text(text_of_explanations(explanations), encoding="utf-8")


def text_of_types(types: Types) -> str:
    """The content of `types.json`: types sorted, each on a line of its own, followed by a line per property."""
    sections = (("sources", types.sources), ("destinations", types.destinations))
    return _object((name, _list(map(_type, sorted(entries, key=_name)))) for name, entries in sections)


def text_of_streams(streams: Streams) -> str:
    """The content of `streams.json`: source types sorted, each followed by a line per stream."""
    return _object(
        (name, _json(entry) if isinstance(entry, str) else _list(map(_json, entry)))
        for name, entry in sorted(streams.items())
    )


def text_of_explanations(explanations: Explanations) -> str:
    """The content of `explanations.json`: sorted names, each with its explanation on a line."""
    sections = {name: getattr(explanations, name) for name in ("sources", "databases", "destinations")}
    of_types = _object((name, _explanations(each)) for name, each in sorted(explanations.types.items())).rstrip()
    return _object([*((name, _explanations(each)) for name, each in sections.items()), ("types", of_types)])


def _explanations(entries: Mapping[str, Explanation]) -> str:
    return _object((name, _json(each)) for name, each in sorted(entries.items())).rstrip()


def _type(each: SourceType | DestinationType) -> str:
    head = _json(msgspec.structs.replace(each, property_list=())).removesuffix("}")
    return f'{head},\n"properties":{_list(map(_json, each.property_list))}}}'


def _name(each: SourceType | DestinationType) -> str:
    return each.type


def _object(entries: Iterable[tuple[str, str]]) -> str:
    lines = ",\n".join(f"{_json(name)}:{text}" for name, text in entries)
    return f"{{\n{lines}\n}}\n"


def _list(texts: Iterable[str]) -> str:
    lines = ",\n".join(texts)
    return f"[\n{lines}\n]" if lines else "[]"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
