"""A directory that is a network mirror when a web server serves it, and also a filesystem mirror.

The protocol is described in https://developer.hashicorp.com/terraform/internals/provider-network-mirror-protocol.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from stitch_provider.installation.hashing import h1_of_archive, zh
from stitch_provider.installation.mirrors import ADDRESSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from releasing.archives import Archive


def write(directory: Path, version: str, archives: Mapping[str, Archive]) -> None:
    """Add a version, with its archives by platform, to a directory. Versions that it already contains stay in it."""
    document = of_version(archives)
    for address in ADDRESSES:
        folder = directory / address
        folder.mkdir(parents=True, exist_ok=True)
        for archive in archives.values():
            shutil.copyfile(archive.path, folder / archive.path.name)
        index = folder / "index.json"
        listed = json.loads(index.read_text("utf-8")) if index.exists() else {"versions": {}}
        index.write_text(as_text(with_version(listed, version)), "utf-8")
        (folder / f"{version}.json").write_text(as_text(document), "utf-8")


def with_version(index: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The document `index.json` with a further version."""
    return {"versions": {**index["versions"], version: {}}}


def of_version(archives: Mapping[str, Archive]) -> dict[str, Any]:
    """The document of a version, with its archives by platform. The archives are beside it."""
    return {
        "archives": {
            platform: {"hashes": [h1_of_archive(archive.path), zh(archive.path)], "url": archive.path.name}
            for platform, archive in archives.items()
        }
    }


def as_text(document: Mapping[str, Any]) -> str:
    """A document as JSON, with sorted keys."""
    return json.dumps(document, indent=2, sort_keys=True) + "\n"
