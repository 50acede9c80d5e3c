from __future__ import annotations

from pathlib import Path

import pytest

from fakes import archives as stand_ins
from releasing import archives, parts
from releasing.archives import Archive
from releasing.refusal import RefusedError

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
INTERPRETERS = ROOT / "scripts" / "archiving" / "interpreters.json"


def archive(platform: str, version: str = "0.1.0", folder: str = "dist") -> Archive:
    return Archive(Path(folder) / f"terraform-provider-stitch_{version}_{platform}.zip", version, platform)


def test_archives_are_found_by_their_names_also_in_folders(tmp_path: Path) -> None:
    stand_ins.write(tmp_path / "archive-linux_amd64", "0.1.0", platform="linux_amd64")
    stand_ins.write(tmp_path, "0.2.0.dev0", platform="darwin_arm64")
    stand_ins.write(tmp_path / "release", "0.1.0", platform="linux_arm64")
    (tmp_path / "terraform-provider-other_0.1.0_linux_amd64.zip").touch()
    found = archives.found(tmp_path, without=tmp_path / "release")
    assert [(each.version, each.platform) for each in found] == [
        ("0.1.0", "linux_amd64"),
        ("0.2.0.dev0", "darwin_arm64"),
    ]


def test_archives_are_sorted_by_platform() -> None:
    found = archives.by_platform([archive("linux_arm64"), archive("darwin_arm64")], "0.1.0")
    assert list(found) == ["darwin_arm64", "linux_arm64"]
    assert archives.missing(found) == ("darwin_amd64", "linux_amd64")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "There are no archives in dist/"),
        ([archive("linux_amd64", "0.0.9")], "an archive of version 0.0.9, but the version is 0.1.0"),
        (
            [archive("linux_amd64"), archive("linux_amd64", folder="other")],
            "two archives for linux_amd64: dist/.* other/",
        ),
    ],
)
def test_no_archives_or_another_version_or_one_platform_twice_are_refused(given: list[Archive], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        archives.by_platform(given, "0.1.0")


def test_the_platforms_of_a_release_are_those_of_the_workflow_and_of_the_pinned_interpreters() -> None:
    built = [line.split()[-1] for line in RELEASE.read_text().splitlines() if "- platform: " in line]
    assert sorted(built) == sorted(parts.pinned(INTERPRETERS.read_text())) == sorted(archives.PLATFORMS)
