from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from stitch_provider.installation.hashing import h1, h1_of_folder, of_archive

if TYPE_CHECKING:
    from pathlib import Path


def package(directory: Path) -> Path:
    folder = directory / "package"
    (folder / "b").mkdir(parents=True)
    (folder / "a").write_bytes(b"1\n")
    (folder / "b" / "c").write_bytes(b"2\n")
    return folder


def test_the_hash_is_that_of_go() -> None:
    # Calculated with sha256sum and base64, as https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1 describes.
    assert h1({"b/c": b"2\n", "a": b"1\n"}) == "h1:EFgNTzuqmE6UxQvKTCz8FWQW2n42z9coPl8E/aGVzzI="


def test_a_folder_is_hashed_with_the_paths_below_it(tmp_path: Path) -> None:
    assert h1_of_folder(package(tmp_path)) == h1({"b/c": b"2\n", "a": b"1\n"})


def test_an_archive_has_the_hash_of_its_files_and_one_of_its_own(tmp_path: Path) -> None:
    folder, archive = package(tmp_path), tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(folder / "b" / "c", "b/c")
        opened.write(folder / "a", "a")
    own = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert of_archive(archive) == {h1_of_folder(folder), f"zh:{own}"}
