from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.commands.docs import docs

if TYPE_CHECKING:
    import pytest

EXAMPLES = str(Path(__file__).parents[2] / "examples" / "terraform")


def test_pages_that_the_command_wrote_pass_its_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path)
    assert docs(out=out, examples=EXAMPLES, check=True) == 1
    assert not list(tmp_path.iterdir())
    assert docs(out=out, examples=EXAMPLES) == 0
    capsys.readouterr()
    assert docs(out=out, examples=EXAMPLES, check=True) == 0
    assert capsys.readouterr() == ("", "")


def test_the_check_names_each_page_that_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs(out=str(tmp_path), examples=EXAMPLES)
    (tmp_path / "index.md").write_text("# Edited by hand\n")
    (tmp_path / "resources" / "source.md").unlink()
    capsys.readouterr()
    assert docs(out=str(tmp_path), examples=EXAMPLES, check=True) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [f"{tmp_path}/index.md: changed", f"{tmp_path}/resources/source.md: new"]


def test_a_guide_without_a_title_is_an_error_that_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "lending.md").write_text("# Lending\n")
    assert docs(out=str(tmp_path), examples=EXAMPLES) == 1
    assert "lending.md has no 'page_title'" in capsys.readouterr().err


def test_a_missing_directory_is_an_error_that_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs(out=str(tmp_path), examples=str(tmp_path / "nowhere")) == 1
    assert "nowhere" in capsys.readouterr().err
