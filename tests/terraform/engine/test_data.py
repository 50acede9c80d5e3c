from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.widgets import Account, WidgetLookup, widget_config
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.engine import data
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.values.value import SetValue

if TYPE_CHECKING:
    from fakes.core import Core
    from stitch_provider.terraform.engine.session import Session

TYPE = WidgetLookup.type_name
CONFIG = {"name": "a", "ids": None}


async def test_a_data_source_is_read(core: Core) -> None:
    await core.apply(**widget_config())
    response = await data.read_data(core.session, data.Request(type_name=TYPE, config=CONFIG))
    assert response == data.Response(state={"name": "a", "ids": SetValue(["1"])})


async def test_errors_of_the_data_source_are_diagnostics(session: Session, account: Account) -> None:
    refusal = error("No", "Not so.")
    account.fail["look up"] = DiagnosticError(refusal)
    response = await data.read_data(session, data.Request(type_name=TYPE, config=CONFIG))
    assert response == data.Response(state=None, diagnostics=(refusal,))


async def test_without_an_account_a_data_source_is_deferred_or_refused(unconfigured: Session) -> None:
    request = data.Request(type_name=TYPE, config=CONFIG, deferral_allowed=True)
    assert (await data.read_data(unconfigured, request)).deferred is DeferredReason.PROVIDER_CONFIG_UNKNOWN
    refused = await data.read_data(unconfigured, data.Request(type_name=TYPE, config=CONFIG))
    assert [diagnostic.summary for diagnostic in refused.diagnostics] == ["Provider is not configured"]


async def test_an_unknown_data_source_is_an_error(session: Session) -> None:
    with pytest.raises(DiagnosticError) as caught:
        await data.read_data(session, data.Request(type_name="memory_widgts", config=CONFIG))
    assert 'Did you mean "memory_widgets"?' in caught.value.diagnostics[0].detail
