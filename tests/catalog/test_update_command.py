"""`scripts/update-catalog` against a simulated account."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from catalog_update import files
from rehearsal.simulator import Simulator, running_simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
SCRIPTS = Path(files.__file__).parents[1]
SAME = "The catalog matches what the account lists.\n"


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with running_simulator(PROVIDER) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory, account: Simulator) -> Path:
    """A catalog that matches what the account lists."""
    directory = tmp_path_factory.mktemp("catalog")
    shutil.copytree(files.CATALOG, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    update(directory, account.environment, "--write")
    return directory


@pytest.fixture
def catalog(tmp_path: Path, current: Path) -> Path:
    """A copy of that catalog for one test."""
    return shutil.copytree(current, tmp_path / "catalog")


def update(catalog: Path, environment: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("STITCH_")}
    return subprocess.run(
        (sys.executable, "-m", "catalog_update", "--directory", str(catalog), *options),
        env=known | {"PYTHONPATH": str(SCRIPTS)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def outdate(catalog: Path) -> None:
    """Make a catalog outdated: MySQL is missing, a type and a property are too many, and a fact of GitHub is wrong."""
    known = files.read_types(catalog)
    github = next(each for each in known.sources if each.type == "platform.github")
    first, *rest = github.property_list
    old = msgspec.structs.replace(
        github,
        display_name="Our GitHub",
        property_list=(
            msgspec.structs.replace(first, required=not first.required),
            *rest,
            msgspec.structs.replace(first, name="retired"),
        ),
    )
    others = [each for each in known.sources if each.type not in {"platform.github", "platform.hp-mysql"}]
    retired = msgspec.structs.replace(github, type="platform.retired")
    files.write_types(catalog, msgspec.structs.replace(known, sources=(*others, old, retired)))


def test_a_catalog_that_is_up_to_date_has_no_differences(catalog: Path, account: Simulator) -> None:
    before = (catalog / "types.json").read_text()
    run = update(catalog, account.environment, "--write")
    assert (run.returncode, run.stdout, run.stderr) == (0, SAME, "")
    assert (catalog / "types.json").read_text() == before


def test_without_write_differences_are_only_printed(catalog: Path, account: Simulator) -> None:
    outdate(catalog)
    before = (catalog / "types.json").read_text()
    run = update(catalog, account.environment)
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert [line for line in lines if line.startswith("  ") and line[2] in "+-~"] == [
        "  ~ platform.github",
        "  + platform.hp-mysql",
        "  - platform.retired",
    ]
    assert lines[:5] == [
        "Source types",
        "  ~ platform.github",
        "      ~ property access_token",
        "          required: false -> true",
        "      - property retired",
    ]
    assert lines[-1].startswith("Nothing was written.")
    assert (catalog / "types.json").read_text() == before


def test_after_a_write_there_are_no_differences(catalog: Path, account: Simulator) -> None:
    current = files.read_types(catalog)
    outdate(catalog)
    assert update(catalog, account.environment, "--write").returncode == 0
    assert update(catalog, account.environment).stdout == SAME
    found = {each.type: each for each in files.read_types(catalog).sources}
    wanted = {each.type: each for each in current.sources}
    github, mysql = wanted["platform.github"], wanted["platform.hp-mysql"]
    assert found.pop("platform.github") == msgspec.structs.replace(github, display_name="Our GitHub")
    assert found.pop("platform.hp-mysql").inferred == ("display_name", "kind")
    assert found == {name: each for name, each in wanted.items() if each not in (github, mysql)}


def test_the_listing_of_the_simulator_differs_from_the_catalog_only_in_the_origin_of_facts(
    tmp_path: Path, account: Simulator
) -> None:
    shutil.copy(files.CATALOG / "types.json", tmp_path)
    lines = update(tmp_path, account.environment).stdout.splitlines()
    facts = {line.split(":")[0].strip() for line in lines if "->" in line}
    assert facts == {"origin", "inferred", "listed"}
    assert not [line for line in lines if line.lstrip().startswith(("+", "-"))]


def test_an_empty_listing_is_an_error(catalog: Path, account: Simulator) -> None:
    account.administer(
        "POST", "/faults", {"kind": "status", "path": "/v4/source-types", "status": 200, "body": [], "count": 1}
    )
    run = update(catalog, account.environment, "--write")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("The service lists 0 source types and 12 destination types")


@pytest.mark.parametrize(
    ("environment", "words"), [({}, "Set STITCH_API_TOKEN"), ({"STITCH_API_TOKEN": "ac_wrong"}, "token")]
)
def test_a_failed_call_is_an_error_with_its_reason(
    catalog: Path, account: Simulator, environment: Mapping[str, str], words: str
) -> None:
    run = update(catalog, {"STITCH_BASE_URL": account.url} | environment)
    assert (run.returncode, run.stdout) == (1, "")
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_format_restores_the_form_of_edited_files_without_any_call(catalog: Path) -> None:
    form = {name: (catalog / name).read_text() for name in ("types.json", "streams.json")}
    for name, text in form.items():
        (catalog / name).write_text(text.replace('":"', '": "').replace("},\n", "}, "))
    assert update(catalog, {}, "--format").returncode == 0
    assert {name: (catalog / name).read_text() for name in form} == form
