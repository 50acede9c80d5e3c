"""The version of the provider has one place, `stitch_provider/__init__.py`. Texts that name it name the same one."""

from __future__ import annotations

import re
from pathlib import Path

from stitch_provider import __version__

ROOT = Path(__file__).parents[2]
MINOR = ".".join(__version__.split(".")[:2])
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
SECTIONS = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)

EXACT = re.compile(r"(?:terraform-provider-stitch_v?|terraform-provider-stitch==|stitchdata/stitch/)(\d+(?:\.\d+)+)")
CONSTRAINT = re.compile(r'source *= *"stitchdata/stitch"\s+version *= *"~> ([\d.]+)"')


def named(pattern: re.Pattern[str]) -> dict[str, set[str]]:
    """The versions that match in the README, SECURITY.md, the pages and the examples, by file."""
    pages, examples = (ROOT / "docs").rglob("*.md"), (ROOT / "examples").rglob("*.tf")
    files = [ROOT / "README.md", ROOT / "SECURITY.md", *pages, *examples]
    found = {str(path.relative_to(ROOT)): set(pattern.findall(path.read_text())) for path in files}
    return {name: versions for name, versions in found.items() if versions}


def test_the_readme_and_the_pages_name_this_version() -> None:
    found = named(EXACT)
    assert "README.md" in found
    assert {name: each for name, each in found.items() if each != {__version__}} == {}


def test_configurations_accept_this_minor_version() -> None:
    found = named(CONSTRAINT)
    assert {"README.md", "docs/index.md", "examples/terraform/quickstart/main.tf"} <= found.keys()
    assert {name: each for name, each in found.items() if each != {MINOR}} == {}


def test_the_changelog_has_a_section_of_this_version_unless_it_begins_with_unreleased_changes() -> None:
    of_this_version = [each for each in SECTIONS if each.startswith(f"[{__version__}] - ")]
    assert of_this_version == ([] if SECTIONS[0] == "[Unreleased]" else SECTIONS[:1])


def test_the_changelog_has_one_section_with_a_date_for_each_released_version() -> None:
    released = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d\d-\d\d", each) for each in SECTIONS]
    assert all(released[SECTIONS[0] == "[Unreleased]" :])
    versions = [tuple(map(int, each.groups())) for each in released if each]
    assert versions == sorted(set(versions), reverse=True)
