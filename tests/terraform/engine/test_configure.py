from __future__ import annotations

import pytest

from fakes.widgets import Account, WidgetProvider
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.engine import configure
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.values.value import UNKNOWN, Value


@pytest.fixture
def session(account: Account) -> Session:
    return Session(WidgetProvider(account))


def request(region: Value = None) -> configure.Request:
    return configure.Request(config={"region": region}, terraform_version="1.15.5")


async def test_the_account_is_kept_for_later_operations(session: Session, account: Account) -> None:
    assert await configure.configure(session, request()) == configure.Response()
    assert session.provider_data is account
    assert not session.configuration_unknown


async def test_an_unknown_configuration_leaves_no_account_and_is_remembered(session: Session) -> None:
    await configure.configure(session, request(UNKNOWN))
    assert session.provider_data is None
    assert session.configuration_unknown


async def test_an_error_leaves_no_account(session: Session, account: Account) -> None:
    refusal = error("No", "Not so.")
    account.fail["configure"] = DiagnosticError(refusal)
    assert await configure.configure(session, request()) == configure.Response(diagnostics=(refusal,))
    assert session.provider_data is None
    assert not session.configuration_unknown


async def test_a_second_configuration_closes_the_first_account(session: Session, account: Account) -> None:
    await configure.configure(session, request())
    await configure.configure(session, request(UNKNOWN))
    assert account.closed
    assert session.provider_data is None


async def test_shutting_down_closes_the_account_once(session: Session, account: Account) -> None:
    await configure.configure(session, request())
    await configure.shut_down(session)
    assert account.closed
    account.closed = False
    await configure.shut_down(session)
    assert not account.closed


async def test_stop_is_passed_to_the_operations(session: Session) -> None:
    configure.stop(session)
    assert session.stop.is_set()
    assert session.stopped_by_host.is_set()


async def test_stop_applies_to_one_configuration_only(session: Session) -> None:
    configure.stop(session)
    await configure.configure(session, request())
    assert not session.stop.is_set()
