from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fakes import archives
from rehearsal.workspace import PROVIDER_ADDRESSES
from releasing import mirror
from releasing.archives import Archive
from stitch_provider.installation.hashing import h1_of_archive, zh

if TYPE_CHECKING:
    from pathlib import Path


def add(directory: Path, version: str, files: Path) -> Archive:
    archive = Archive(archives.write(files, version, platform="linux_amd64"), version, "linux_amd64")
    mirror.write(directory, version, {"linux_amd64": archive})
    return archive


def test_a_version_is_listed_with_its_archives_and_their_hashes_for_both_registries(tmp_path: Path) -> None:
    archive = add(tmp_path / "mirror", "0.1.0", tmp_path)
    assert {path.parent.name for path in (tmp_path / "mirror").glob("*/stitchdata")} == {
        "registry.terraform.io",
        "registry.opentofu.org",
    }
    for address in PROVIDER_ADDRESSES:
        folder = tmp_path / "mirror" / address
        assert json.loads((folder / "index.json").read_text()) == {"versions": {"0.1.0": {}}}
        (listed,) = json.loads((folder / "0.1.0.json").read_text())["archives"].items()
        assert listed == (
            "linux_amd64",
            {"url": archive.path.name, "hashes": [h1_of_archive(archive.path), zh(archive.path)]},
        )
        assert (folder / archive.path.name).read_bytes() == archive.path.read_bytes()


def test_a_version_is_added_to_those_in_a_mirror(tmp_path: Path) -> None:
    add(tmp_path / "mirror", "0.1.0", tmp_path)
    add(tmp_path / "mirror", "0.2.0", tmp_path)
    add(tmp_path / "mirror", "0.2.0", tmp_path)
    folder = tmp_path / "mirror" / PROVIDER_ADDRESSES[0]
    assert json.loads((folder / "index.json").read_text()) == {"versions": {"0.1.0": {}, "0.2.0": {}}}
    assert {path.name for path in folder.glob("*.json")} == {"index.json", "0.1.0.json", "0.2.0.json"}
