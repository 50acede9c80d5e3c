from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.installation import engines
from stitch_provider.installation.engines import Engine

if TYPE_CHECKING:
    from pathlib import Path


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_engines_on_path_are_found_with_their_versions(tmp_path: Path) -> None:
    program(tmp_path, "terraform", """[ "$*" = "version -json" ] && echo '{"terraform_version": "1.11.4"}'""")
    program(tmp_path, "tofu", "exit 1")
    assert [*engines.find({"PATH": str(tmp_path)})] == [
        Engine("Terraform", str(tmp_path / "terraform"), "1.11.4"),
        Engine("OpenTofu", str(tmp_path / "tofu"), None),
    ]


def test_a_program_that_prints_something_else_has_no_version(tmp_path: Path) -> None:
    program(tmp_path, "terraform", "echo Terraform v0.11.14")
    assert [engine.version for engine in engines.find({"PATH": str(tmp_path)})] == [None]


@pytest.mark.parametrize(
    ("product", "version", "result"),
    [
        ("Terraform", "1.4.7", "problem"),
        ("Terraform", "1.5.0", "ok"),
        ("Terraform", "1.17.0-alpha20260812", "ok"),
        ("Terraform", "2.0.0", "ok"),
        ("OpenTofu", "1.5.9", "problem"),
        ("OpenTofu", "1.6.0-rc1", "ok"),
        ("OpenTofu", None, "problem"),
    ],
)
def test_the_version_of_an_engine_has_to_be_supported(product: str, version: str | None, result: str) -> None:
    (finding,) = engines.check([Engine(product, "/bin/engine", version)])
    assert finding.result == result
    assert ("or newer" in finding.action) == (result == "problem")


def test_no_engine_is_a_warning() -> None:
    (finding,) = engines.check(engines.find({"PATH": "/nonexistent"}))
    assert (finding.result, "terraform nor tofu" in finding.found) == ("warning", True)
