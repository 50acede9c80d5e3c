from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen import differences, update

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {"index.md": "# Index\n", "resources/widget.md": "# Widget\n", "actions/turn.md": "# Turn\n"}


def test_a_comparison_writes_nothing(tmp_path: Path) -> None:
    assert differences(PAGES, tmp_path / "docs") == dict.fromkeys(PAGES, "new")
    assert not (tmp_path / "docs").exists()


def test_after_an_update_there_are_no_differences(tmp_path: Path) -> None:
    assert update(PAGES, tmp_path / "docs") == dict.fromkeys(PAGES, "new")
    assert differences(PAGES, tmp_path / "docs") == {}


def test_an_update_changes_only_pages_that_differ(tmp_path: Path) -> None:
    update(PAGES, tmp_path)
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "lending.md").write_text("A guide.\n")
    (tmp_path / "actions" / "lend.md").write_text("")
    (tmp_path / "resources" / "widget.md").unlink()
    (tmp_path / "index.md").write_text("edited\n")

    found = {"index.md": "changed", "resources/widget.md": "new", "actions/lend.md": "removed"}
    assert differences(PAGES, tmp_path) == found
    assert update(PAGES, tmp_path) == found
    assert differences(PAGES, tmp_path) == {}
    assert (tmp_path / "index.md").read_text() == PAGES["index.md"]
    assert not (tmp_path / "actions" / "lend.md").exists()
    assert (tmp_path / "guides" / "lending.md").read_text() == "A guide.\n"


def test_design_documents_are_not_changed(tmp_path: Path) -> None:
    document = tmp_path / "design" / "connect-api.md"
    document.parent.mkdir()
    document.write_text("# The Stitch Connect API\n")
    update(PAGES, tmp_path)
    assert document.read_text() == "# The Stitch Connect API\n"
    assert differences(PAGES, tmp_path) == {}
