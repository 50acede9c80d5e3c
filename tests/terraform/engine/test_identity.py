"""The identity of an object: what is known of it stays, and what the state does not show comes from the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from fakes.widgets import WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.engine import apply, read

if TYPE_CHECKING:
    from fakes.core import Core
    from fakes.processes import Processes
    from fakes.widgets import Account, Widget

TYPE = WidgetResource.type_name
COMPLETE = {"id": "1", "region": "us"}


class Unplaced(WidgetResource):
    """A widget whose state does not show its region, except by its nickname."""

    def identify(self, state: Widget) -> dict[str, Any]:
        return {"id": state.id, "region": state.nickname if state.nickname == "eu" else None}


@pytest.fixture
async def processes(account: Account) -> Processes:
    return await widget_processes(account, Unplaced())


async def read_with(core: Core, identity: dict[str, Any] | None) -> read.Response:
    request = read.Request(type_name=TYPE, state=core.state, private=core.private, identity=identity)
    return await read.read(core.session, request)


async def test_what_the_state_does_not_show_of_an_identity_comes_from_the_provider(core: Core) -> None:
    await core.apply(**widget_config())
    assert core.identity == COMPLETE


async def test_a_null_in_a_stored_identity_is_filled_in_by_a_read(core: Core) -> None:
    await core.apply(**widget_config())
    for stored in ({"id": "1", "region": None}, None):
        assert (await read_with(core, stored)).identity == COMPLETE


async def test_a_null_in_a_stored_identity_is_filled_in_by_an_update(core: Core) -> None:
    await core.apply(**widget_config())
    core.identity = {"id": "1", "region": None}
    await core.apply(**widget_config(color="red"))
    assert core.identity == COMPLETE


async def test_an_import_fills_in_the_identity(core: Core) -> None:
    await core.apply(**widget_config())
    core.state = None
    await core.import_state("1")
    assert core.identity == COMPLETE


async def test_a_read_keeps_what_is_known_of_an_identity(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    account.widgets["1"] = replace(account.widgets["1"], nickname="eu")
    account.calls.clear()
    assert (await read_with(core, COMPLETE)).identity == COMPLETE
    assert account.calls == ["read"]


async def test_an_update_keeps_what_is_known_of_an_identity(core: Core) -> None:
    await core.apply(**widget_config())
    planned = await core.plan(**widget_config(nickname="eu"))
    request = apply.Request(
        type_name=TYPE,
        config=widget_config(nickname="eu"),
        prior=core.state,
        planned=planned.planned,
        planned_identity=COMPLETE,
    )
    assert (await apply.apply(core.session, request)).identity == COMPLETE


async def test_after_an_error_nothing_is_looked_up_for_an_identity(core: Core, account: Account) -> None:
    account.fail["create after save"] = DiagnosticError(error("No", "Not so."))
    await core.apply(**widget_config())
    assert core.identity == {"id": "1", "region": None}
    assert "complete identity" not in account.calls
