from __future__ import annotations

from typing import Any

import pytest

from fakes.core import Core
from fakes.widgets import Account, WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.engine.session import Session


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def session(account: Account) -> Session:
    """A session whose provider is configured."""
    session = Session(WidgetProvider(account))
    session.provider_data = account
    return session


@pytest.fixture
def core(session: Session) -> Core:
    return Core(session, WidgetResource.type_name)


@pytest.fixture
def unconfigured() -> Session:
    """A session whose provider configuration contains unknown values."""
    session = Session(WidgetProvider())
    session.configuration_unknown = True
    return session


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
