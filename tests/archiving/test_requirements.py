"""The libraries of archives are locked, and are those that the project depends on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from archiving.assembly import REQUIREMENTS

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
LOCKED = re.findall(r"^([\w-]+)==([\w.]+)", REQUIREMENTS.read_text(), re.MULTILINE)
"""Names and versions. A library with several versions has one for each group of platforms."""


@pytest.mark.parametrize("wanted", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["simulator"]])
def test_a_dependency_is_locked_at_a_version_that_the_project_accepts(wanted: str) -> None:
    requirement = Requirement(wanted)
    versions = [version for name, version in LOCKED if name == requirement.name]
    assert versions, "run scripts/lock"
    assert [version for version in versions if version not in requirement.specifier] == [], "run scripts/lock"


def test_every_library_has_hashes() -> None:
    entries = re.split(r"\n(?=\S)", REQUIREMENTS.read_text().partition("scripts/lock\n")[2])
    assert len(entries) == len(LOCKED)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_package_index_is_named() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", REQUIREMENTS.read_text())
