from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines.selection import NAMES, selected
from engines.terraform import Terraform
from rehearsal.reattached import running_provider
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engines.service import Service
    from rehearsal.engine import Engine
    from rehearsal.simulator import Simulator

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-stitch")


@pytest.fixture(scope="session")
def provider() -> Path:
    """The provider's executable, as Terraform starts it."""
    return EXECUTABLE


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which the simulator of this test keeps its account. It is not among the files of Terraform."""
    return tmp_path_factory.mktemp("account") / "account.db"


@pytest.fixture
def account(service: Service, database: Path) -> Iterator[Simulator]:
    """A new, empty account on a simulator that only this test uses."""
    with service.account(database) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def attachment(provider: Path, service: Service) -> Iterator[Mapping[str, str]]:
    """The variables with which Terraform attaches to one process of the provider, which uses the accounts."""
    with running_provider(provider, service.environment) as variables:
        yield variables


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """Terraform from PyPI, or the one on PATH if that is not installed. Tests marked `every_engine` run with all."""
    engine = selected(getattr(request, "param", None))
    if engine is None:
        pytest.skip("this engine is not installed")
    return engine


@pytest.fixture
def environment(request: pytest.FixtureRequest, account: Simulator) -> Mapping[str, str]:
    """The environment of Terraform: the account, and in most tests a provider process to attach to.

    Terraform starts the provider three times per command, which takes most of the time of a test. Tests that are marked
    `own_processes` show that it works. All others attach to the same process. Every command has a connection of its
    own, so it shares nothing with others.
    """
    if request.node.get_closest_marker("own_processes"):
        return account.environment
    attachment: Mapping[str, str] = request.getfixturevalue("attachment")
    return {**account.environment, **attachment}


@pytest.fixture
def another(
    *,
    engine: Engine,
    account: Simulator,
    database: Path,
    environment: Mapping[str, str],
    provider: Path,
    tmp_path: Path,
) -> Callable[[str], Terraform]:
    """A function that creates a directory of this name, without configuration and state."""

    def make(name: str) -> Terraform:
        workspace = Workspace(tmp_path / name, engine, provider, environment)
        workspace.prepare()
        return Terraform(workspace, account, database)

    return make


@pytest.fixture
def terraform(another: Callable[[str], Terraform]) -> Terraform:
    """Terraform in an empty directory, with the account in its environment."""
    return another("workspace")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("every_engine"):
        metafunc.parametrize("engine", NAMES, indirect=True)
