from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from fakes.core import Core
from fakes.widgets import Account, Widget, WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.diagnostics import DiagnosticError, Severity, error, warning
from stitch_provider.terraform.engine import apply
from stitch_provider.terraform.resource import ApplyResponse, CreateRequest
from stitch_provider.terraform.values.value import UNKNOWN, SetValue

REFUSED = error("No", "Not so.")
TYPE = WidgetResource.type_name


class Answering(WidgetResource):
    """A widget whose create reaches the plan with what a test says, and may report trouble."""

    def __init__(self, *diagnostics: Any, **reached: Any) -> None:
        self.diagnostics = diagnostics
        self.reached = reached

    async def create(self, request: CreateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        state = replace(request.plan, **{"id": "1", "revision": 1, "nickname": None, **self.reached})
        account.widgets["1"] = state
        return ApplyResponse(state=state, private={}, diagnostics=self.diagnostics)


async def core_with(resource: WidgetResource) -> Core:
    return Core(await widget_processes(Account(), resource), TYPE)


async def test_a_create_fills_in_what_was_unknown(core: Core, full: dict[str, Any]) -> None:
    assert await core.apply(**full) == ()
    assert core.state is not None
    assert core.state["id"] == "1"
    assert core.state["parts"] == ({"name": "p", "label": "plain", "serial": "1.0", "pin": None},)
    assert core.state["rooms"] == {"hall": {"size": 1, "zone": "a", "code": "1/hall"}}
    assert core.state["grants"] == SetValue([{"role": "admin", "ticket": "1:admin"}])
    assert core.identity == {"id": "1", "region": "eu"}


async def test_the_resource_gets_write_only_values_and_the_state_does_not(core: Core, full: dict[str, Any]) -> None:
    await core.apply(**full)
    assert core.private == b'{"secret_sent":true}'
    assert "hunter2" not in repr(core.state)
    assert "1234" not in repr(core.state)


async def test_an_update_changes_the_same_object(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    await core.apply(**widget_config(color="red"))
    assert core.state is not None
    assert (core.state["id"], core.state["color"], core.state["revision"]) == ("1", "red", 2)
    assert account.calls.count("update") == 1


async def test_a_destroy_leaves_nothing(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    assert await core.destroy() == ()
    assert core.state is None
    assert account.widgets == {}


async def test_known_planned_values_take_precedence_over_returned_ones() -> None:
    core = await core_with(Answering(name="A", size=7, tags=None, title="T"))
    with core.breaking_invariants("the next refresh shows what the service made of the values"):
        assert await core.apply(**widget_config(tags=["x"])) == ()
    assert core.state is not None
    assert (core.state["name"], core.state["size"], core.state["title"]) == ("a", 1, "a (k)")
    assert core.state["tags"] == SetValue(["x"])


async def test_a_value_left_unknown_is_stored_as_null_with_an_error() -> None:
    core = await core_with(Answering(nickname=UNKNOWN))
    [bug, _] = await core.apply(**widget_config())
    assert core.state is not None
    assert core.state["nickname"] is None
    assert str(bug.path) == "nickname"
    assert "bug in the provider" in bug.detail


async def test_a_value_of_the_wrong_type_loses_no_other_value() -> None:
    core = await core_with(Answering(nickname=5))
    [bug, _] = await core.apply(**widget_config())
    assert core.state is not None
    assert (core.state["id"], core.state["nickname"]) == ("1", None)
    assert str(bug.path) == "nickname"


async def test_what_was_saved_before_an_error_is_the_state(core: Core, account: Account) -> None:
    account.fail["create after save"] = DiagnosticError(REFUSED)
    assert (await core.apply(**widget_config(secret_wo="hunter2")))[0] == REFUSED
    assert core.state is not None
    assert (core.state["id"], core.state["nickname"], core.state["revision"]) == ("1", None, None)
    assert core.private == b'{"secret_sent":true}'
    assert core.identity == {"id": "1", "region": "eu"}
    assert "hunter2" not in repr(core.state)


async def test_a_create_that_saved_nothing_leaves_nothing(core: Core, account: Account) -> None:
    account.fail["create"] = DiagnosticError(REFUSED)
    assert await core.apply(**widget_config()) == (REFUSED,)
    assert (core.state, core.private, core.identity) == (None, b"", None)


async def test_a_state_returned_with_an_error_is_kept() -> None:
    core = await core_with(Answering(REFUSED, name="A", nickname=UNKNOWN))
    assert (await core.apply(**widget_config()))[0] == REFUSED
    assert core.state is not None
    assert (core.state["name"], core.state["nickname"]) == ("A", None)


async def test_a_warning_does_not_make_an_apply_fail() -> None:
    noted = warning("Look", "Here.")
    core = await core_with(Answering(noted))
    assert await core.apply(**widget_config()) == (noted,)
    assert core.state is not None


async def test_a_failed_update_that_saved_nothing_keeps_the_prior_state(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    before = core.state
    account.fail["update"] = DiagnosticError(REFUSED)
    assert await core.apply(**widget_config(color="red")) == (REFUSED,)
    assert core.state == before
    assert core.private == b'{"secret_sent":false}'
    assert core.identity == {"id": "1", "region": "eu"}


async def test_a_failed_update_keeps_the_identity_that_terraform_has(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    core.identity = {"id": "1", "region": "us"}
    planned = await core.plan(**widget_config(color="red"))
    account.fail["update"] = DiagnosticError(REFUSED)
    assert await core.carry_out(planned, **widget_config(color="red")) == (REFUSED,)
    assert core.identity == {"id": "1", "region": "us"}


async def test_a_failed_destroy_keeps_the_prior_state(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    before = core.state
    account.fail["delete"] = DiagnosticError(REFUSED)
    assert await core.destroy() == (REFUSED,)
    assert core.state == before
    assert core.identity == {"id": "1", "region": "eu"}


async def test_an_exception_is_raised_and_the_saved_state_is_kept(core: Core, account: Account) -> None:
    account.fail["create after save"] = ZeroDivisionError()
    planned = await core.plan(**widget_config())
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
    assert response.diagnostics[0] == REFUSED


async def test_an_exception_before_anything_was_saved_leaves_nothing(core: Core) -> None:
    request = apply.Request(type_name=TYPE, config=widget_config(), prior=None, planned=widget_config())
    response = apply.unfinished(core.session, request, apply.Progress(), REFUSED)
    assert response == apply.Response(state=None, diagnostics=(REFUSED,))


async def test_an_object_without_its_identifying_attribute_has_no_identity() -> None:
    core = await core_with(Answering(REFUSED, id=None))
    await core.apply(**widget_config())
    assert core.state is not None
    assert core.identity is None


async def test_private_state_that_cannot_be_stored_is_an_error_and_the_state_is_kept() -> None:
    class Secretive(Answering):
        async def create(self, request: CreateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
            return replace(await super().create(request, account), private={"now": object()})

    core = await core_with(Secretive())
    [bug, _] = await core.apply(**widget_config())
    assert bug.severity is Severity.ERROR
    assert core.state is not None
    assert (core.state["id"], core.private) == ("1", b"")


async def test_an_identity_of_the_wrong_type_is_an_error_and_the_state_is_kept() -> None:
    class Numbered(WidgetResource):
        def identify(self, state: Widget) -> dict[str, Any]:
            return {"id": 1, "region": "eu"}

    core = await core_with(Numbered())
    [bug] = await core.apply(**widget_config())
    assert core.state is not None
    assert core.state["id"] == "1"
    assert core.identity is None
    assert (bug.severity, str(bug.path)) == (Severity.ERROR, "id")
    assert "bug in the provider" in bug.detail


async def test_without_an_account_nothing_is_applied(unconfigured_core: Core) -> None:
    diagnostics = await unconfigured_core.apply(**widget_config())
    assert unconfigured_core.state is None
    assert [diagnostic.summary for diagnostic in diagnostics] == ["Provider is not configured"]
