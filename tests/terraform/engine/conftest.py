from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fakes.core import Core
from fakes.widgets import Account, WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from fakes.processes import Processes
    from stitch_provider.terraform.engine.session import Session


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
async def processes(account: Account) -> Processes:
    """Processes of a provider that is configured."""
    return await widget_processes(account)


@pytest.fixture
def session(processes: Processes) -> Session:
    """A session whose provider is configured."""
    return processes.session


@pytest.fixture
def core(processes: Processes) -> Core:
    return Core(processes, WidgetResource.type_name)


@pytest.fixture
async def unconfigured_core() -> Core:
    """A widget of a provider whose configuration contains unknown values."""
    return Core(await widget_processes(Account(), region=UNKNOWN), WidgetResource.type_name)


@pytest.fixture
def unconfigured(unconfigured_core: Core) -> Session:
    """A session whose provider configuration contains unknown values."""
    return unconfigured_core.session


@pytest.fixture
def full() -> dict[str, Any]:
    """A configuration with something in every nested attribute."""
    return widget_config(
        schedule={"cron": "0 0", "every_minutes": None, "next_run": None},
        parts=({"name": "p", "label": None, "serial": None, "pin": "1234"},),
        rooms={"hall": {"size": 1, "zone": "a", "code": None}},
        grants=[{"role": "admin", "ticket": None}],
        tags=["x"],
        settings={"a": "b"},
        secret_wo="hunter2",
    )
