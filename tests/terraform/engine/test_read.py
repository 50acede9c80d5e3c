from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from fakes.widgets import Account, WidgetResource, widget_config
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.engine import read
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from fakes.core import Core
    from stitch_provider.terraform.engine.session import Session

TYPE = WidgetResource.type_name


async def refreshed(core: Core) -> read.Response:
    request = read.Request(type_name=TYPE, state=core.state, private=core.private, identity=core.identity)
    return await read.read(core.session, request)


async def test_an_unchanged_object_reads_as_its_state(core: Core) -> None:
    await core.apply(**widget_config(secret_wo="hunter2"))
    state = core.state
    private, identity = core.private, core.identity
    assert await refreshed(core) == read.Response(state=state, private=private, identity=identity)


async def test_a_change_made_outside_of_terraform_is_read(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    account.widgets["1"] = replace(account.widgets["1"], color="green", secret_wo="leak")
    response = await refreshed(core)
    assert response.state is not None
    assert response.state["color"] == "green"
    assert response.state["secret_wo"] is None


async def test_an_object_that_does_not_exist_any_more_has_no_state(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    account.widgets.clear()
    assert await refreshed(core) == read.Response(state=None)


async def test_an_error_leaves_the_state_as_it_was(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    state = core.state
    refusal = error("No", "Not so.")
    account.fail["read"] = DiagnosticError(refusal)
    response = await refreshed(core)
    assert (response.state, response.diagnostics) == (state, (refusal,))
    assert response.identity == {"id": "1", "region": "eu"}


async def test_a_value_read_as_unknown_is_stored_as_null_with_an_error(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    account.widgets["1"] = replace(account.widgets["1"], title=UNKNOWN)
    response = await refreshed(core)
    assert response.state is not None
    assert response.state["title"] is None
    assert [str(bug.path) for bug in response.diagnostics] == ["title"]


async def test_without_an_account_a_state_stays_as_it_is(unconfigured: Session) -> None:
    state = widget_config(id="1")
    request = read.Request(type_name=TYPE, state=state, private=b"{}", identity={"id": "1", "region": None})
    assert await read.read(unconfigured, request) == read.Response(
        state=state, private=b"{}", identity={"id": "1", "region": None}
    )


async def test_without_an_account_a_read_is_deferred_where_the_client_allows(unconfigured: Session) -> None:
    request = read.Request(type_name=TYPE, state=widget_config(id="1"), deferral_allowed=True)
    assert (await read.read(unconfigured, request)).deferred is DeferredReason.PROVIDER_CONFIG_UNKNOWN


async def test_a_null_state_is_read_as_null(session: Session) -> None:
    assert await read.read(session, read.Request(type_name=TYPE, state=None)) == read.Response(state=None)
