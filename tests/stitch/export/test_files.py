from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.stitch.export.files import OccupiedError, Written, lay_down

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {"provider.tf": 'provider "stitch" {}\n', "source_shop.tf": 'resource "stitch_source" "shop" {}\n'}


def contents(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in directory.iterdir()}


def test_files_are_written_into_a_new_directory(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert lay_down(out, TEXTS, force=False) == Written(("provider.tf", "source_shop.tf"), ())
    assert contents(out).keys() == TEXTS.keys()
    for name, text in TEXTS.items():
        first, rest = contents(out)[name].split("\n\n", 1)
        assert first.startswith("# Written by terraform-provider-stitch export (")
        assert rest == text


def test_a_second_time_nothing_is_touched(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    before = contents(tmp_path)
    assert lay_down(tmp_path, TEXTS, force=False) == Written((), ())
    assert contents(tmp_path) == before


def test_what_an_earlier_export_wrote_is_brought_up_to_date(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    written = lay_down(tmp_path, {"provider.tf": "changed\n", "source_new.tf": "new\n"}, force=False)
    assert written == Written(("provider.tf", "source_new.tf"), ("source_shop.tf",))
    assert contents(tmp_path).keys() == {"provider.tf", "source_new.tf"}


@pytest.mark.parametrize("theirs", ["mine\n", "", "# Written by terraform-provider-stitch export (abc)\n"])
def test_a_file_of_somebody_else_stands_in_the_way_and_nothing_is_written(tmp_path: Path, theirs: str) -> None:
    (tmp_path / "provider.tf").write_text(theirs)
    with pytest.raises(OccupiedError) as refused:
        lay_down(tmp_path, TEXTS, force=False)
    assert refused.value.names == ("provider.tf",)
    assert contents(tmp_path) == {"provider.tf": theirs}


def test_a_file_that_was_changed_since_stands_in_the_way(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    path = tmp_path / "source_shop.tf"
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(OccupiedError):
        lay_down(tmp_path, {"source_shop.tf": "other\n"}, force=False)
    assert path.read_text().endswith("# mine\n")


def test_force_overwrites_but_removes_nothing_of_anybody_else(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    for name in ("source_shop.tf", "provider.tf"):
        path = tmp_path / name
        path.write_text(path.read_text() + "# mine\n")
    (tmp_path / "notes.tf").write_text("# mine\n")
    written = lay_down(tmp_path, {"provider.tf": TEXTS["provider.tf"]}, force=True)
    assert written == Written(("provider.tf",), ())
    assert contents(tmp_path)["provider.tf"].endswith(TEXTS["provider.tf"])
    assert contents(tmp_path).keys() == {"provider.tf", "source_shop.tf", "notes.tf"}
