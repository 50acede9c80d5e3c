from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

from archiving import zipping

if TYPE_CHECKING:
    from pathlib import Path


def tree(directory: Path, names: list[str], time: int) -> Path:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        path.chmod(0o700 if name == "bin/python" else 0o600)
        os.utime(path, (time, time))
    return directory


def test_times_and_the_order_of_creation_make_no_difference(tmp_path: Path) -> None:
    names = ["bin/python", "a", "z/y"]
    zipping.write(tree(tmp_path / "one", names, 1_000_000_000), tmp_path / "one.zip")
    zipping.write(tree(tmp_path / "other", names[::-1], 1_700_000_000), tmp_path / "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_entries_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    zipping.write(tree(tmp_path / "tree", ["z/y", "b", "a", "c"], 0), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["a", "b", "c", "z/y"]


def test_only_programs_are_executable(tmp_path: Path) -> None:
    zipping.write(tree(tmp_path / "tree", ["bin/python", "a"], 0), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert modes == {"a": 0o100644, "bin/python": 0o100755}
