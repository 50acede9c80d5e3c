from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import stitch_provider
from stitch_provider.installation.digest import digest, own_digest

if TYPE_CHECKING:
    from pathlib import Path


def folder(directory: Path) -> Path:
    made = directory / "package"
    (made / "room").mkdir(parents=True)
    (made / "__init__.py").write_text("version = 1")
    (made / "room" / "data.json").write_text("{}")
    return made


def test_the_same_files_in_another_directory_have_the_same_digest(tmp_path: Path) -> None:
    assert digest(folder(tmp_path / "one")) == digest(folder(tmp_path / "other"))


def test_bytecode_and_hidden_files_do_not_change_the_digest(tmp_path: Path) -> None:
    made = folder(tmp_path)
    before = digest(made)
    (made / "__pycache__").mkdir()
    (made / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"bytecode")
    (made / ".DS_Store").write_bytes(b"hidden")
    assert digest(made) == before


@pytest.mark.parametrize("change", ["content", "name", "another file"])
def test_every_other_change_of_a_file_changes_the_digest(change: str, tmp_path: Path) -> None:
    made = folder(tmp_path)
    before = digest(made)
    data = made / "room" / "data.json"
    match change:
        case "content":
            data.write_text("[]")
        case "name":
            data.rename(made / "data.json")
        case _:
            (made / "more.py").touch()
    assert digest(made) != before


def test_an_installation_without_source_files_has_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_digest() is not None
    monkeypatch.setattr(stitch_provider, "__file__", "/archive/runtime/modules/stitch_provider/__init__.pyc")
    assert own_digest() is None
