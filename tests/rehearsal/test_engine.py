from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rehearsal import engine
from rehearsal.engine import NoEngineError

if TYPE_CHECKING:
    from pathlib import Path


def test_an_engine_has_a_version() -> None:
    found = engine.from_pypi() or engine.from_path()
    if found is None:
        pytest.skip("requires a Terraform")
    assert found.version >= (1, 5)
    assert str(found).startswith("Terraform 1.")


def test_the_engine_on_path_is_preferred_if_it_is_new_enough() -> None:
    on_path, from_pypi = engine.from_path(), engine.from_pypi()
    if on_path is None or from_pypi is None:
        pytest.skip("requires two versions of Terraform")
    assert engine.preferred(on_path.version) is on_path
    newer = (*on_path.version, 1)
    if from_pypi.version >= newer:
        assert engine.preferred(newer) is from_pypi


def test_the_error_says_what_to_install_if_no_engine_is_new_enough() -> None:
    with pytest.raises(NoEngineError, match=r"OpenTofu 99\.1 or newer .* Install Terraform or OpenTofu"):
        engine.preferred((99, 1))


def test_opentofu_is_preferred_where_there_is_no_terraform_on_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tofu = tmp_path / "tofu"
    tofu.write_text("""#!/bin/sh\necho '{"terraform_version": "1.12.6"}'\n""")
    tofu.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(engine, "from_path", engine.from_path.__wrapped__)
    monkeypatch.setattr(engine, "tofu_from_path", engine.tofu_from_path.__wrapped__)
    found = engine.preferred((1, 11))
    assert (str(found), found.program) == ("OpenTofu 1.12.6 (on PATH)", "tofu")


def test_a_folder_without_the_library_has_no_engine(tmp_path: Path) -> None:
    assert engine.from_folder(tmp_path) is None
