"""The source distribution, and the metadata that a package page shows."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch_provider import __version__

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/stitchdata/terraform-provider-stitch"
PICTURES = REPOSITORY.replace("//github.com", "//raw.githubusercontent.com")
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: *(\S+)", re.MULTILINE)


def build(target: str, source: Path, directory: Path) -> Path:
    """Build a distribution of a source tree with the build backend in this environment; returns its file."""
    command = (sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(directory))
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (file,) = directory.iterdir()
    return file


def tracked(*folders: str) -> set[str]:
    """The files that Git has or would add."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders)
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    file = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    directory = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(file) as archive:
        archive.extractall(directory, filter="data")
    (top,) = directory.iterdir()
    return top


@pytest.fixture(scope="module")
def metadata(unpacked: Path) -> Message:
    return message_from_bytes((unpacked / "PKG-INFO").read_bytes())


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="requires a clone")
def test_the_sdist_contains_every_file_of_the_repository(unpacked: Path) -> None:
    contained = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert contained == tracked() | {"PKG-INFO"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="requires a clone")
def test_the_wheel_that_is_built_from_the_sdist_contains_the_whole_package(unpacked: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(build("wheel", unpacked, tmp_path)) as wheel:
        contained = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert contained == {name.removeprefix("provider/") for name in tracked("provider")}


def test_links_and_pictures_on_the_package_page_are_files_of_the_same_version(metadata: Message) -> None:
    links = [first or second for first, second in LINK.findall(str(metadata.get_payload()))]
    assert [link for link in links if not link.startswith("https://")] == []
    files = [link for link in links if link.startswith((REPOSITORY, PICTURES))]
    assert len(files) == sum(not link.startswith("https://") for link, _ in LINK.findall(readme())) > 0
    pages, pictures = f"{REPOSITORY}/blob/v{__version__}/", f"{PICTURES}/v{__version__}/"
    paths = [link.partition("#")[0].removeprefix(pictures if link.endswith(".svg") else pages) for link in files]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_metadata_has_links_to_the_repository(metadata: Message) -> None:
    urls = dict(each.split(", ", 1) for each in metadata.get_all("Project-URL", []))
    assert urls.keys() == {"Homepage", "Documentation", "Source", "Issues", "Changelog"}
    files = [url.removeprefix(f"{REPOSITORY}/blob/main/") for url in urls.values() if "/blob/" in url]
    assert [name for name in files if not (ROOT / name).is_file()] == []


def readme() -> str:
    return (ROOT / "README.md").read_text()
