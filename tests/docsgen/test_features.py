"""The table of features and versions, and the texts that depend on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matrix import matrix
from stitch_provider.docsgen.features import FEATURES, Feature, feature_table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
RESULTS = re.compile(r"^\| (Terraform|OpenTofu) \|(.*)\|\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE)

BACKPORTED = Feature("moves", ("1.8",), ("1.11.12", "1.12.4"))
TERRAFORM_ONLY = Feature("actions", ("1.14",), ())


@pytest.mark.parametrize(
    ("version", "has"),
    [
        ((1, 10, 9), False),
        ((1, 11, 11), False),
        ((1, 11, 12), True),
        ((1, 12, 0), False),
        ((1, 12, 4), True),
        ((1, 13, 0), True),
        ((2, 0, 0), True),
    ],
)
def test_a_feature_can_be_added_to_several_lines_of_releases(version: tuple[int, ...], *, has: bool) -> None:
    assert BACKPORTED.is_in("OpenTofu", version) is has


def test_a_feature_can_be_in_one_engine_only() -> None:
    assert TERRAFORM_ONLY.is_in("Terraform", (1, 14, 0))
    assert not TERRAFORM_ONLY.is_in("OpenTofu", (1, 14, 0))


def test_a_requirement_names_every_engine_that_has_the_feature() -> None:
    assert BACKPORTED.requirement == "Terraform 1.8 or newer, or OpenTofu 1.11.12 or 1.12.4 or newer"
    assert TERRAFORM_ONLY.requirement == "Terraform 1.14 or newer"
    assert Feature("both", ("1.11",), ("1.11",)).requirement == "Terraform or OpenTofu 1.11 or newer"


def test_the_readme_contains_the_table_of_features() -> None:
    assert feature_table() in README


def results() -> list[tuple[str, str, str, str]]:
    """The tables of results in the README: the product and its version, the row and the cell."""
    return [
        (product, version.strip(), row.split("|")[1].strip(), cell.strip())
        for product, versions, rows in RESULTS.findall(README)
        for row in rows.splitlines()
        for version, cell in zip(versions.split("|"), row.split("|")[2:-1], strict=True)
    ]


@pytest.mark.parametrize("product", ["Terraform", "OpenTofu"])
def test_the_results_in_the_readme_agree_with_the_table_of_features(product: str) -> None:
    found = [result for result in results() if result[0] == product]
    assert found
    for _, number, row, cell in found:
        version = tuple(map(int, number.partition("-")[0].split(".")))
        has = row not in FEATURES or FEATURES[row].is_in(product, version)
        assert (cell == "✓") is has, f"{row} in {product} {number}"


PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "design")]
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
VERSION_OF_TERRAFORM = re.compile(r"Terraform \d")
COMMAND_OF_TERRAFORM = re.compile(r"terraform (?:apply|plan|init|untaint|state|import)\b")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_paragraph_that_names_a_version_of_terraform_names_that_of_opentofu(page: Path) -> None:
    paragraphs = CODE.sub("", page.read_text()).split("\n\n")
    assert [each for each in paragraphs if VERSION_OF_TERRAFORM.search(each) and "OpenTofu" not in each] == []


def test_a_diagnostic_is_right_for_both_engines() -> None:
    texts = (ROOT / "docs" / "design" / "diagnostics.md").read_text().splitlines()
    versions = [each for each in texts if VERSION_OF_TERRAFORM.search(each) and "OpenTofu" not in each]
    assert [each for each in versions if "was written by Terraform 0.11" not in each] == []
    assert [each for each in texts if COMMAND_OF_TERRAFORM.search(each) and "tofu " not in each] == []


def test_every_feature_is_tested_with_every_engine() -> None:
    marks = [mark for each in vars(matrix).values() for mark in getattr(each, "pytestmark", ())]
    rows = {mark.args[0] for mark in marks if mark.name == "feature"}
    assert rows >= FEATURES.keys()
    assert {row for _, _, row, _ in results()} >= rows
