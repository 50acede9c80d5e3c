from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from stitch_provider.installation.hashing import h1, h1_of_archive, h1_of_folder, zh

if TYPE_CHECKING:
    from pathlib import Path


def package(directory: Path) -> Path:
    folder = directory / "package"
    (folder / "b").mkdir(parents=True)
    (folder / "a").write_bytes(b"1\n")
    (folder / "b" / "c").write_bytes(b"2\n")
    return folder


def archive(path: Path, names: list[str]) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name in names:
            opened.writestr(name, name.upper())
    return path


def test_the_hash_is_that_of_go() -> None:
    # Calculated with sha256sum and base64, as https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1 describes.
    assert h1({"b/c": b"2\n", "a": b"1\n"}) == "h1:EFgNTzuqmE6UxQvKTCz8FWQW2n42z9coPl8E/aGVzzI="


def test_a_folder_is_hashed_with_the_paths_below_it(tmp_path: Path) -> None:
    assert h1_of_folder(package(tmp_path)) == h1({"b/c": b"2\n", "a": b"1\n"})


def test_an_archive_has_the_hash_of_its_files_and_one_of_its_own(tmp_path: Path) -> None:
    folder, file = package(tmp_path), tmp_path / "archive.zip"
    with zipfile.ZipFile(file, "w") as opened:
        opened.write(folder / "b" / "c", "b/c")
        opened.write(folder / "a", "a")
    assert h1_of_archive(file) == h1_of_folder(folder)
    assert zh(file) == f"zh:{hashlib.sha256(file.read_bytes()).hexdigest()}"


def test_the_hash_of_the_files_in_an_archive_is_that_of_dirhash(tmp_path: Path) -> None:
    # Computed with `(sha256sum B; sha256sum a; sha256sum b/c; sha256sum ä) | sha256sum`, in the encoding base64.
    file = archive(tmp_path / "a.zip", ["a", "ä", "b/c", "B"])
    assert h1_of_archive(file) == "h1:o4UMZBgFFegCRmsaVVq3Kgw7bju3KqpfmJSqNZ7u6qM="


def test_the_hash_of_the_files_does_not_depend_on_their_order_in_the_archive(tmp_path: Path) -> None:
    one, other = archive(tmp_path / "one.zip", ["a", "B", "ä"]), archive(tmp_path / "other.zip", ["ä", "B", "a"])
    assert h1_of_archive(one) == h1_of_archive(other)
    assert zh(one) != zh(other)
