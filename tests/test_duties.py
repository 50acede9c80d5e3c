"""Every object that the provider offers has a page, an example, an acceptance test and so on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from matrix.lifecycles import LIFECYCLES
from stitch import stored_states
from stitch_provider.stitch.export.survey import COLLECTIONS
from stitch_provider.stitch.provider import StitchProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples" / "terraform"
README = (ROOT / "README.md").read_text()

PROVIDER = StitchProvider()
IMPORTABLE = sorted(PROVIDER.resources.keys() - {"stitch_account", "stitch_replication_job"})

NOT_LISTED: Mapping[str, str] = {
    "stitch_account": "Stitch shows an account only while it is created.",
    "stitch_replication_job": "A job is a run, which Terraform starts and does not adopt.",
}
NOT_EXPORTED: Mapping[str, str] = NOT_LISTED | {
    "stitch_stream_selection": "stitch_stream_selections has all streams of a source in one resource.",
}

resource = pytest.mark.parametrize("type_name", sorted(PROVIDER.resources))
importable = pytest.mark.parametrize("type_name", IMPORTABLE)


def short(type_name: str) -> str:
    return type_name.removeprefix("stitch_")


def configurations(directory: Path = EXAMPLES) -> str:
    return "\n".join(path.read_text() for path in sorted(directory.rglob("*.hcl")) + sorted(directory.rglob("*.tf")))


def acceptance_tests() -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / "tests" / "acceptance").glob("test_*.py")))


def test_every_object_has_a_page() -> None:
    wanted = {
        f"{folder}/{short(name)}.md"
        for folder, offered in (
            ("resources", PROVIDER.resources),
            ("data-sources", PROVIDER.data_sources),
            ("list-resources", PROVIDER.list_resources),
            ("ephemeral-resources", PROVIDER.ephemeral_resources),
            ("actions", PROVIDER.actions),
            ("functions", PROVIDER.functions),
        )
        for name in offered
    }
    assert {name for name in wanted if not (DOCS / name).is_file()} == set()


def test_every_object_is_used_in_an_example() -> None:
    texts = configurations()
    wanted = {
        *(f'resource "{name}" ' for name in PROVIDER.resources),
        *(f'data "{name}" ' for name in PROVIDER.data_sources),
        *(f'ephemeral "{name}" ' for name in PROVIDER.ephemeral_resources),
        *(f'action "{name}" ' for name in PROVIDER.actions),
        *(f"provider::stitch::{name}(" for name in PROVIDER.functions),
    }
    assert {block for block in wanted if block not in texts} == set()


def test_every_object_is_in_an_acceptance_test() -> None:
    texts = acceptance_tests() + configurations()  # every example is applied by an acceptance test
    wanted = {
        *(f'resource "{name}" ' for name in PROVIDER.resources),
        *(f'data "{name}" ' for name in PROVIDER.data_sources),
        *(f'list "{name}" ' for name in PROVIDER.list_resources),
        *(f'ephemeral "{name}" ' for name in PROVIDER.ephemeral_resources),
        *(f'action "{name}" ' for name in PROVIDER.actions),
        *(f"provider::stitch::{name}(" for name in PROVIDER.functions),
    }
    assert {block for block in wanted if block not in texts} == set()


@resource
def test_a_resource_has_an_example_of_its_own(type_name: str) -> None:
    assert f'resource "{type_name}" ' in configurations(EXAMPLES / type_name)


@resource
def test_a_resource_shows_its_import_or_why_there_is_none(type_name: str) -> None:
    command = (EXAMPLES / type_name / "import.sh").read_text()
    assert (f"terraform import {type_name}." in command.replace("'", "")) is (type_name in IMPORTABLE)
    if type_name not in IMPORTABLE:
        assert all(line.startswith("#") for line in command.splitlines() if line)


@resource
def test_a_resource_has_a_stored_state_of_each_version(type_name: str) -> None:
    stored = {each.schema_version for each in stored_states.EVERY if each.type_name == type_name}
    assert stored == set(range(PROVIDER.resources[type_name].schema.version + 1))


@resource
def test_a_resource_has_an_acceptance_test_of_its_own(type_name: str) -> None:
    tests = ROOT / "tests" / "acceptance" / f"test_{short(type_name)}.py"
    assert f'resource "{type_name}" ' in tests.read_text()


@resource
def test_a_resource_has_a_lifecycle_for_every_engine(type_name: str) -> None:
    lives = [life for life in LIFECYCLES if life.type_name == type_name]
    assert len(lives) == 1
    assert (lives[0].import_id is not None) is (type_name in IMPORTABLE)


@resource
def test_a_resource_can_be_listed_unless_there_is_a_reason(type_name: str) -> None:
    assert (type_name in PROVIDER.list_resources) is (type_name not in NOT_LISTED)


@resource
def test_a_resource_is_exported_unless_there_is_a_reason(type_name: str) -> None:
    assert (type_name in {each.type_name for each in COLLECTIONS}) is (type_name not in NOT_EXPORTED)


@resource
def test_the_readme_lists_every_resource(type_name: str) -> None:
    assert f"`{type_name}`" in section("What it offers")


@resource
def test_the_readme_lists_every_resource_in_the_table_of_versions(type_name: str) -> None:
    assert f"| `{type_name}` |" in section("Versions")


@importable
def test_the_readme_shows_the_import_id_of_a_resource(type_name: str) -> None:
    rows = [line for line in section("Import").splitlines() if f"`{type_name}`" in line]
    assert len(rows) == 1
    identity = PROVIDER.resources[type_name].identity.attributes
    needed = [name for name, attribute in identity.items() if attribute.required_for_import]
    assert all(f"`{name}`" in rows[0] for name in needed)


@pytest.mark.parametrize("name", sorted([*PROVIDER.ephemeral_resources, *PROVIDER.actions, *PROVIDER.functions]))
def test_the_readme_lists_ephemeral_resources_actions_and_functions(name: str) -> None:
    assert f"`{name}`" in section("What it offers")


def section(title: str) -> str:
    """The text of the README under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section {title}"
    return found[1]
