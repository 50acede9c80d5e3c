"""The files under `.github` are valid, and the workflows use what exists in the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = Path(sys.executable).parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [path for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if path.name != "config.yml"]


def run(program: str | Path, *arguments: str | Path) -> None:
    """Run a program that must find nothing."""
    ended = subprocess.run((program, *arguments), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_a_file_for_github_has_the_schema_of_its_kind(schema: str, files: list[Path]) -> None:
    assert files
    run(INSTALLED / "check-jsonschema", "--builtin-schema", schema, *files)


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    run(INSTALLED / "zizmor", "--offline", "--no-progress", "--persona=pedantic", "--strict-collection", GITHUB)


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="requires actionlint on PATH")
def test_actionlint_finds_nothing_in_the_workflows() -> None:
    run("actionlint", *WORKFLOWS)


def test_workflows_call_scripts_of_the_project() -> None:
    called = set(re.findall(r"\bscripts/[\w-]+(?=[\s\"'])", "".join(path.read_text() for path in WORKFLOWS)))
    assert {"scripts/test", "scripts/test-engines", "scripts/campaign", "scripts/fuzz"} <= called
    assert {name for name in called if not (ROOT / name).is_file()} == set()


def test_workflows_test_every_version_of_python_that_the_metadata_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [each.rpartition(" ")[2] for each in project["classifiers"] if "Python :: 3." in each]
    (listed,) = re.findall(r"^ +python: \[(.*)\]$", (GITHUB / "workflows" / "tests.yml").read_text(), re.MULTILINE)
    assert listed.replace('"', "").split(", ") == named
