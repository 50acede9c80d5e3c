from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from fakes import archives, project
from releasing import gathering
from releasing.__main__ import check_publishable
from releasing.archives import PLATFORMS
from releasing.refusal import RefusedError
from stitch_provider.installation.hashing import h1_of_archive, zh

if TYPE_CHECKING:
    from pathlib import Path

    from releasing.gathering import Release


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project.write(tmp_path / "project")


def prepared(root: Path) -> Release:
    return gathering.prepared(root, root / "dist", project.VERSION, project.COMMIT)


def written(root: Path) -> dict[str, bytes]:
    """The files of a release, by their path in `dist/release`."""
    target = root / "dist" / "release"
    gathering.write(prepared(root), target, target / "mirror", key=None)
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_a_release_has_the_files_that_registries_take(root: Path) -> None:
    archive = project.add_archive(root)
    files = written(root)
    assert {name for name in files if not name.startswith("mirror/")} == {
        archive.name,
        "terraform-provider-stitch_0.1.0_SHA256SUMS",
        "terraform-provider-stitch_0.1.0_bom.cdx.json",
        "terraform-provider-stitch_0.1.0_manifest.json",
        "notes.md",
    }
    assert files["notes.md"] == b"- Everything.\n"
    assert files[archive.name] == archive.read_bytes()
    manifest = json.loads(files["terraform-provider-stitch_0.1.0_manifest.json"])
    assert manifest["metadata"]["protocol_versions"] == ["6.0"]


def test_the_checksums_are_those_of_the_archives_the_manifest_and_the_bill_of_materials(root: Path) -> None:
    for platform in ("linux_amd64", "darwin_arm64"):
        project.add_archive(root, platform)
    files = written(root)
    lines = files["terraform-provider-stitch_0.1.0_SHA256SUMS"].decode().splitlines()
    summed = {name for name in files if name.endswith((".zip", ".json")) and not name.startswith("mirror/")}
    assert lines == [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(summed)]


def test_the_mirror_contains_the_archives_with_their_hashes(root: Path) -> None:
    archive = project.add_archive(root)
    document = json.loads(written(root)["mirror/registry.terraform.io/stitchdata/stitch/0.1.0.json"])
    assert document["archives"]["linux_amd64"]["hashes"] == [h1_of_archive(archive), zh(archive)]


def test_the_same_archives_give_the_same_files(root: Path) -> None:
    project.add_archive(root)
    once = written(root)
    (root / "dist" / "release" / "terraform-provider-stitch_0.0.9_linux_amd64.zip").touch()
    assert written(root) == once


def test_an_earlier_release_is_kept_if_signing_fails(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add_archive(root)
    earlier = root / "dist" / "release" / "earlier"
    earlier.parent.mkdir()
    earlier.touch()
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(RefusedError, match="gpg"):
        gathering.write(prepared(root), earlier.parent, root / "mirror", key="0" * 40)
    assert [path.name for path in (root / "dist").iterdir() if path.is_dir()] == ["release"]
    assert [path.name for path in earlier.parent.iterdir()] == ["earlier"]
    assert not (root / "mirror").exists()


def test_a_version_is_added_to_the_mirror_of_another_directory(root: Path, tmp_path: Path) -> None:
    project.add_archive(root)
    gathering.write(prepared(root), root / "dist" / "release", tmp_path / "mirror", key=None)
    assert (tmp_path / "mirror" / "registry.opentofu.org" / "stitchdata" / "stitch" / "index.json").exists()
    assert not (root / "dist" / "release" / "mirror").exists()


def test_a_release_without_a_stored_state_of_the_version_is_refused(root: Path) -> None:
    project.add_archive(root)
    shutil.rmtree(root / "tests")
    with pytest.raises(RefusedError, match=r"stored_states/0\.1\.0\.json does not exist"):
        prepared(root)


def test_a_release_with_unreleased_changes_is_refused(root: Path) -> None:
    project.add_archive(root)
    (root / "CHANGELOG.md").write_text("## [Unreleased]\n\n- A change.\n")
    with pytest.raises(RefusedError, match="unreleased changes"):
        prepared(root)


def test_an_archive_of_another_version_is_refused(root: Path) -> None:
    archives.write(root / "dist", "0.0.9")
    with pytest.raises(RefusedError, match=r"archive of version 0\.0\.9"):
        prepared(root)


@pytest.mark.parametrize("part", ["httpx: httpx 0.28.0", "h11: h11 0.16.0"])
def test_an_archive_with_a_distribution_that_is_not_locked_is_refused(root: Path, part: str) -> None:
    project.add_archive(root, parts=f"{part}\n")
    with pytest.raises(RefusedError, match="is not locked"):
        prepared(root)


def test_a_complete_release_lacks_nothing(root: Path) -> None:
    for platform in PLATFORMS:
        project.add_archive(root, platform, parts=project.PARTS if platform == "linux_amd64" else "")
    check_publishable(prepared(root), tag="v0.1.0")


def test_missing_platforms_and_another_interpreter_are_warnings_but_errors_with_a_tag(root: Path) -> None:
    for platform in ("linux_amd64", "darwin_arm64", "darwin_amd64"):
        project.add_archive(root, platform, parts="python: Python 3.13.1\n" if platform == "linux_amd64" else "")
    release = prepared(root)
    assert release.shortcomings == (
        "There is no archive for linux_arm64.",
        "The archive for linux_amd64 contains Python 3.13.1, which is not the pinned version.",
    )
    check_publishable(release, tag=None)
    with pytest.raises(RefusedError, match="no archive for linux_arm64"):
        check_publishable(release, tag="v0.1.0")


@pytest.mark.parametrize("tag", ["v0.2.0", "0.1.0", ""])
def test_a_tag_of_another_version_is_refused(root: Path, tag: str) -> None:
    project.add_archive(root)
    with pytest.raises(RefusedError, match=f"The tag is {tag}, but .* contains the version 0.1.0"):
        check_publishable(prepared(root), tag)
