"""What Terraform stored with earlier versions of the provider. Every later version can read it.

`<version>.json` is a state file. `scripts/store-states` applies `main.tf` and writes the file of the current version.
The file of a released version is never changed. `0.1.0.dev0.json` contains what builds before the first release stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Stored:
    """A resource in a state file: the version of the provider, the type of the resource, and what the file contains."""

    version: str
    type_name: str
    instance: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.version} {self.type_name}"

    @property
    def schema_version(self) -> int:
        """The version of the schema with which the attributes are stored."""
        return int(self.instance["schema_version"])

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The attributes, as JSON values."""
        return dict(self.instance["attributes"])

    @property
    def json(self) -> bytes:
        """The attributes, as Terraform sends them to the provider."""
        return json.dumps(self.instance["attributes"]).encode()


def _read(file: Path) -> Iterator[Stored]:
    for resource in json.loads(file.read_text())["resources"]:
        if resource["name"] == "it":
            yield Stored(file.stem, resource["type"], resource["instances"][0])


EVERY = tuple(stored for file in sorted(HERE.glob("*.json")) for stored in _read(file))
"""The resources `<type>.it` in all files."""


def of(type_name: str) -> Stored:
    """What one of the versions stored of this type."""
    return next(stored for stored in EVERY if stored.type_name == type_name)
