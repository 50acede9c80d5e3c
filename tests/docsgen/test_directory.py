from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen import differences, generated_guide, read_guides, update

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


def test_generated_guides_are_not_read_and_removed_when_they_are_no_longer_generated(tmp_path: Path) -> None:
    by_hand = '---\npage_title: "Lending"\nsubcategory: ""\ndescription: How to lend.\n---\n\nA guide.\n'
    guide = generated_guide("oak", title="Oak", description="Of oak.", subcategory="Woods", text="# Oak\n")
    update({"guides/oak.md": guide.text, "guides/lending.md": by_hand}, tmp_path)
    assert [each.name for each in read_guides(tmp_path)] == ["lending"]
    assert differences({"guides/lending.md": by_hand}, tmp_path) == {"guides/oak.md": "removed"}
    update({}, tmp_path)
    assert [path.name for path in (tmp_path / "guides").iterdir()] == ["lending.md"]


def test_a_generated_guide_has_the_front_matter_of_the_registry() -> None:
    guide = generated_guide("oak", title="Oak", description="Of oak.", subcategory="Woods", text="# Oak\n")
    assert guide.text.startswith('---\npage_title: "Oak"\nsubcategory: "Woods"\ndescription: Of oak.\n#')
    assert guide.text.endswith("\n---\n\n# Oak\n")
