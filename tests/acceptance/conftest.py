from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines.terraform import Terraform
from rehearsal import engine as engines
from rehearsal.simulator import Simulator, running_simulator
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rehearsal.engine import Engine

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-stitch")


@pytest.fixture(scope="session")
def provider() -> Path:
    """The provider's executable, as Terraform starts it."""
    return EXECUTABLE


@pytest.fixture
def account(provider: Path) -> Iterator[Simulator]:
    """A fresh, empty account of a simulator that nobody else talks to."""
    with running_simulator(provider) as simulator:
        yield simulator


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """PyPI's engine, or the one on PATH where that cannot be installed; tests marked `every_engine` run with both."""
    found = {"PyPI": engines.from_pypi(), "PATH": engines.from_path()}
    engine = found[request.param] if hasattr(request, "param") else found["PyPI"] or found["PATH"]
    if engine is None:
        pytest.skip("this Terraform is not to be had here")
    return engine


@pytest.fixture
def terraform(engine: Engine, account: Simulator, provider: Path, tmp_path: Path) -> Terraform:
    """Terraform in an empty directory, with the account in its environment."""
    workspace = Workspace(tmp_path / "workspace", engine, provider, account.environment)
    workspace.prepare()
    return Terraform(workspace, account)


@pytest.fixture
def another(engine: Engine, account: Simulator, provider: Path, tmp_path: Path) -> Callable[[str], Terraform]:
    """Makes a second configuration, without state, on the same account."""

    def make(name: str) -> Terraform:
        workspace = Workspace(tmp_path / name, engine, provider, account.environment)
        workspace.prepare()
        return Terraform(workspace, account)

    return make


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("every_engine"):
        metafunc.parametrize("engine", ["PyPI", "PATH"], indirect=True)
