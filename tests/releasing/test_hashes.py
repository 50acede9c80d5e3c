from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from releasing import hashes

if TYPE_CHECKING:
    from pathlib import Path


def archive(path: Path, names: list[str]) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name in names:
            opened.writestr(name, name.upper())
    return path


def test_the_hash_of_an_archive_is_its_sha256(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.zip", ["a"])
    assert hashes.zh(file) == f"zh:{hashlib.sha256(file.read_bytes()).hexdigest()}"


def test_the_hash_of_the_files_is_that_of_dirhash(tmp_path: Path) -> None:
    # Computed with `(sha256sum B; sha256sum a; sha256sum b/c; sha256sum ä) | sha256sum`, in the encoding base64.
    file = archive(tmp_path / "a.zip", ["a", "ä", "b/c", "B"])
    assert hashes.h1(file) == "h1:o4UMZBgFFegCRmsaVVq3Kgw7bju3KqpfmJSqNZ7u6qM="


def test_the_hash_of_the_files_does_not_depend_on_their_order_in_the_archive(tmp_path: Path) -> None:
    one, other = archive(tmp_path / "one.zip", ["a", "B", "ä"]), archive(tmp_path / "other.zip", ["ä", "B", "a"])
    assert hashes.h1(one) == hashes.h1(other)
    assert hashes.zh(one) != hashes.zh(other)


def test_checksums_have_a_line_for_each_file_in_the_order_of_the_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(name)
    a, b = (hashlib.sha256(name.encode()).hexdigest() for name in "ab")
    assert hashes.sums({name: tmp_path / name for name in ("b", "a")}) == f"{a}  a\n{b}  b\n"
