from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from fakes.core import Core
from fakes.widgets import Account, Widget, WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.diagnostics import DiagnosticError, error, warning
from stitch_provider.terraform.engine import apply
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.resource import ApplyResponse, CreateRequest
from stitch_provider.terraform.values.value import UNKNOWN, SetValue, wholly_known

REFUSED = error("No", "Not so.")
TYPE = WidgetResource.type_name


class Answering(WidgetResource):
    """A widget whose create reaches the plan with what a test says, and may report trouble."""

    def __init__(self, *diagnostics: Any, **reached: Any) -> None:
        self.diagnostics = diagnostics
        self.reached = reached

    async def create(self, request: CreateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        state = replace(request.plan, **{"id": "1", "revision": 1, "nickname": None, **self.reached})
        return ApplyResponse(state=state, private={}, diagnostics=self.diagnostics)


def core_with(resource: WidgetResource) -> Core:
    provider = WidgetProvider()
    provider.resources = {TYPE: resource}
    session = Session(provider)
    session.provider_data = provider.account
    return Core(session, TYPE)


async def test_a_create_fills_in_what_was_unknown(core: Core, full: dict[str, Any]) -> None:
    response = await core.apply(full)
    assert response.diagnostics == ()
    assert response.state is not None
    assert response.state["id"] == "1"
    assert response.state["parts"] == ({"name": "p", "label": "plain", "serial": "1.0", "pin": None},)
    assert response.state["rooms"] == {"hall": {"size": 1, "zone": "a", "code": "1/hall"}}
    assert response.state["grants"] == SetValue([{"role": "admin", "ticket": "1:admin"}])
    assert response.identity == {"id": "1", "region": "eu"}


async def test_the_resource_gets_write_only_values_and_the_state_does_not(core: Core, full: dict[str, Any]) -> None:
    response = await core.apply(full)
    assert response.private == b'{"secret_sent":true}'
    assert "hunter2" not in repr(response)
    assert "1234" not in repr(response)


async def test_an_update_changes_the_same_object(core: Core, account: Account) -> None:
    await core.apply(widget_config())
    response = await core.apply(widget_config(colour="red"))
    assert response.state is not None
    assert (response.state["id"], response.state["colour"], response.state["revision"]) == ("1", "red", 2)
    assert account.calls.count("update") == 1


async def test_a_destroy_leaves_nothing(core: Core, account: Account) -> None:
    await core.apply(widget_config())
    response = await core.apply(None)
    assert response == apply.Response(state=None)
    assert account.widgets == {}


async def test_planned_values_prevail_over_what_the_service_made_of_them() -> None:
    core = core_with(Answering(name="A", size=7, tags=None, title="T"))
    response = await core.apply(widget_config(tags=["x"]))
    assert response.state is not None
    assert (response.state["name"], response.state["size"], response.state["title"]) == ("a", 1, "a (k)")
    assert response.state["tags"] == SetValue(["x"])
    assert response.diagnostics == ()


async def test_a_value_left_unknown_is_null_and_a_bug_that_names_it() -> None:
    response = await core_with(Answering(nickname=UNKNOWN)).apply(widget_config())
    assert response.state is not None
    assert response.state["nickname"] is None
    [bug] = response.diagnostics
    assert str(bug.path) == "nickname"
    assert "bug in the provider" in bug.detail


async def test_a_value_of_a_wrong_type_costs_only_itself() -> None:
    response = await core_with(Answering(nickname=5)).apply(widget_config())
    assert response.state is not None
    assert (response.state["id"], response.state["nickname"]) == ("1", None)
    [bug] = response.diagnostics
    assert str(bug.path) == "nickname"


async def test_what_was_saved_before_an_error_is_the_state(core: Core, account: Account) -> None:
    account.fail["create after save"] = DiagnosticError(REFUSED)
    response = await core.apply(widget_config(secret_wo="hunter2"))
    assert response.diagnostics == (REFUSED,)
    assert response.state is not None
    assert wholly_known(response.state)
    assert (response.state["id"], response.state["nickname"], response.state["revision"]) == ("1", None, None)
    assert response.private == b'{"secret_sent":true}'
    assert response.identity == {"id": "1", "region": "eu"}
    assert "hunter2" not in repr(response)


async def test_a_create_that_saved_nothing_leaves_nothing(core: Core, account: Account) -> None:
    account.fail["create"] = DiagnosticError(REFUSED)
    assert await core.apply(widget_config()) == apply.Response(state=None, diagnostics=(REFUSED,))


async def test_the_state_of_an_answer_with_errors_is_kept_as_it_is() -> None:
    response = await core_with(Answering(REFUSED, name="A", nickname=UNKNOWN)).apply(widget_config())
    assert response.state is not None
    assert (response.state["name"], response.state["nickname"]) == ("A", None)
    assert response.diagnostics == (REFUSED,)


async def test_a_warning_does_not_make_an_apply_fail() -> None:
    noted = warning("Look", "Here.")
    response = await core_with(Answering(noted)).apply(widget_config())
    assert response.diagnostics == (noted,)
    assert response.state is not None


async def test_a_failed_update_that_saved_nothing_keeps_the_prior_state(core: Core, account: Account) -> None:
    prior = (await core.apply(widget_config())).state
    account.fail["update"] = DiagnosticError(REFUSED)
    response = await core.apply(widget_config(colour="red"))
    assert response.state == prior
    assert response.private == b'{"secret_sent":false}'
    assert response.identity == {"id": "1", "region": "eu"}


async def test_a_failed_destroy_keeps_the_prior_state(core: Core, account: Account) -> None:
    prior = (await core.apply(widget_config())).state
    account.fail["delete"] = DiagnosticError(REFUSED)
    response = await core.apply(None)
    assert response.state == prior
    assert response.diagnostics == (REFUSED,)
    assert response.identity == {"id": "1", "region": "eu"}


async def test_a_bug_passes_through_and_what_was_saved_is_still_there(core: Core, account: Account) -> None:
    account.fail["create after save"] = ZeroDivisionError()
    planned = await core.plan(widget_config())
    request = apply.Request(
        type_name=TYPE, config=widget_config(), prior=None, planned=planned.planned, private=planned.private
    )
    progress = apply.Progress()
    with pytest.raises(ZeroDivisionError):
        await apply.apply(core.session, request, progress)
    response = apply.unfinished(core.session, request, progress, REFUSED)
    assert response.state is not None
    assert response.state["id"] == "1"
    assert response.identity == {"id": "1", "region": "eu"}
    assert response.diagnostics == (REFUSED,)


async def test_a_bug_before_anything_was_saved_leaves_nothing(core: Core) -> None:
    request = apply.Request(type_name=TYPE, config=widget_config(), prior=None, planned=widget_config())
    response = apply.unfinished(core.session, request, apply.Progress(), REFUSED)
    assert response == apply.Response(state=None, diagnostics=(REFUSED,))


async def test_an_object_without_its_identifying_attribute_has_no_identity() -> None:
    response = await core_with(Answering(REFUSED, id=None)).apply(widget_config())
    assert response.state is not None
    assert response.identity is None


async def test_without_an_account_nothing_is_applied(unconfigured: Session) -> None:
    core = Core(unconfigured, TYPE)
    response = await core.apply(widget_config())
    assert response.state is None
    assert [diagnostic.summary for diagnostic in response.diagnostics] == ["Provider is not configured"]
