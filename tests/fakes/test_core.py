"""The tests' Terraform refuses what Terraform refuses, and holds providers to its two invariants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from fakes.core import Core
from fakes.widgets import Account, Widget, WidgetResource, widget_processes
from stitch_provider.terraform.diagnostics import DiagnosticError, error, warning
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import (
        ApplyResponse,
        CreateRequest,
        PlanRequest,
        PlanResponse,
        ReadRequest,
        ReadResponse,
        UpdateRequest,
    )

CONFIG = {"name": "a", "kind": "k"}
NOTED = warning("Look", "Here.")


async def core_of(resource: WidgetResource, account: Account | None = None) -> Core:
    return Core(await widget_processes(account or Account(), resource), resource.type_name)


class Moving(WidgetResource):
    """A widget that is read with a change of its state or of its private state, or with a warning."""

    def __init__(self, *diagnostics: Any, private: dict[str, Any] | None = None, **changes: Any) -> None:
        self.answer = (private, diagnostics, changes)

    async def read(self, request: ReadRequest[Widget], account: Account) -> ReadResponse[Widget] | None:
        private, diagnostics, changes = self.answer
        read = await super().read(request, account)
        assert read is not None
        return replace(
            read, state=replace(read.state, **changes), private=private or read.private, diagnostics=diagnostics
        )


@pytest.mark.parametrize(
    "resource", [Moving(title="moved"), Moving(private={"moved": True}), Moving(color="red")], ids=lambda _: None
)
async def test_a_refresh_right_after_an_apply_changes_nothing(resource: WidgetResource) -> None:
    core = await core_of(resource)
    with pytest.raises(AssertionError, match="a refresh right after the apply changed"):
        await core.apply(**CONFIG)


class Planning(WidgetResource):
    """A widget that is planned, while it exists, with a change or a warning."""

    def __init__(self, *diagnostics: Any, requires_replace: tuple[Path, ...] = (), **changes: Any) -> None:
        self.answer = (diagnostics, requires_replace, changes)

    async def plan(self, request: PlanRequest[Widget], account: Account | None) -> PlanResponse[Widget]:
        diagnostics, paths, changes = self.answer
        planned = await super().plan(request, account)
        if request.prior is None:
            return planned
        changed = replace(planned.planned, **changes)
        return replace(planned, planned=changed, requires_replace=paths, diagnostics=diagnostics)


async def test_the_plan_after_an_apply_is_empty() -> None:
    core = await core_of(Planning(revision=UNKNOWN))
    with pytest.raises(AssertionError, match="the plan after the apply is not empty"):
        await core.apply(**CONFIG)


@pytest.mark.parametrize("resource", [Planning(NOTED), Moving(NOTED)], ids=["plan", "read"])
async def test_the_plan_after_an_apply_has_no_diagnostics_of_its_own(resource: WidgetResource) -> None:
    core = await core_of(resource)
    with pytest.raises(AssertionError, match="has diagnostics of its own"):
        await core.apply(**CONFIG)


class Warned(Moving):
    async def create(self, request: CreateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        return replace(await super().create(request, account), diagnostics=(NOTED,))


async def test_what_the_apply_warned_of_may_be_said_again() -> None:
    assert await (await core_of(Warned(NOTED))).apply(**CONFIG) == (NOTED,)


async def test_an_apply_can_be_excused() -> None:
    core = await core_of(Planning(revision=UNKNOWN))
    with core.breaking_invariants("the revision is due"):
        assert await core.apply(**CONFIG) == ()
    with pytest.raises(AssertionError, match="not empty"):
        await core.apply(**CONFIG)


async def test_an_excuse_that_is_not_needed_fails() -> None:
    core = await core_of(WidgetResource())
    with pytest.raises(AssertionError, match="this is no exception: made up"), core.breaking_invariants("made up"):
        await core.apply(**CONFIG)


async def test_the_invariants_are_held_in_a_process_of_their_own() -> None:
    account = Account()
    core = await core_of(WidgetResource(), account)
    await core.apply(**CONFIG)
    assert core.session.provider_data is account
    assert account.calls == ["plan", "plan", "create", "read", "plan"]


async def test_a_plan_that_the_apply_cannot_repeat_is_refused() -> None:
    class Fickle(WidgetResource):
        titles = iter(("one", "other"))

        async def plan(self, request: PlanRequest[Widget], account: Account | None) -> PlanResponse[Widget]:
            planned = await super().plan(request, account)
            return replace(planned, planned=replace(planned.planned, title=next(self.titles)))

    with pytest.raises(AssertionError, match=r'"title"\]: not what was planned'):
        await (await core_of(Fickle())).apply(**CONFIG)


async def test_a_replacement_destroys_and_plans_as_for_a_new_object() -> None:
    account = Account()
    core = await core_of(WidgetResource(), account)
    await core.apply(**CONFIG)
    planned = await core.plan(**(CONFIG | {"kind": "other"}))
    assert (planned.action, planned.after["id"], planned.identity) == ("replace", UNKNOWN, None)
    assert planned.requires_replace == (Path.of("kind"),)
    account.calls.clear()
    await core.apply(**(CONFIG | {"kind": "other"}))
    assert account.calls == ["read", "plan", "plan", "delete", "plan", "create", "read", "plan"]
    assert list(account.widgets) == ["2"]


async def test_a_path_that_requires_replacement_but_did_not_change_updates() -> None:
    core = await core_of(Planning(requires_replace=(Path.of("kind"),)))
    await core.apply(**CONFIG)
    planned = await core.plan(**(CONFIG | {"color": "red"}))
    assert (planned.action, planned.requires_replace) == ("update", ())


async def test_a_path_that_leads_nowhere_is_refused() -> None:
    core = await core_of(Planning(requires_replace=(Path.of("rooms").key("hall"),)))
    with pytest.raises(AssertionError, match="there is no such attribute"):
        await core.apply(**CONFIG)


async def test_an_object_whose_creation_failed_is_replaced() -> None:
    account = Account()
    core = await core_of(WidgetResource(), account)
    refused = error("No", "Not so.")
    account.fail["create after save"] = DiagnosticError(refused)
    assert (await core.apply(**CONFIG))[0] == refused
    assert (await core.plan(**CONFIG)).action == "replace"
    assert await core.apply(**CONFIG) == ()
    assert list(account.widgets) == ["2"]
    assert (await core.plan(**CONFIG)).action == "nothing"


class Renaming(WidgetResource):
    """A widget whose identity is its color."""

    def identify(self, state: Widget) -> dict[str, Any]:
        return {"id": state.color or "none", "region": "eu"}


async def test_an_update_keeps_the_identity() -> None:
    core = await core_of(Renaming())
    await core.apply(**CONFIG)
    with pytest.raises(AssertionError, match="the identity is not that of the state"):
        await core.apply(**CONFIG, color="red")


async def test_a_refresh_keeps_the_identity() -> None:
    account = Account()
    core = await core_of(Renaming(), account)
    await core.apply(**CONFIG)
    account.widgets["1"] = replace(account.widgets["1"], color="red")
    with pytest.raises(AssertionError, match="the identity is not that of the state"):
        await core.refresh()


async def test_what_was_imported_exists() -> None:
    class Forgetful(WidgetResource):
        async def read(self, request: ReadRequest[Widget], account: Account) -> ReadResponse[Widget] | None:
            return None

    account = Account()
    await (await core_of(WidgetResource(), account)).apply(**CONFIG)
    with pytest.raises(AssertionError, match="what was imported does not exist"):
        await (await core_of(Forgetful(), account)).import_state("1")


async def test_a_configuration_that_is_not_valid_is_not_planned() -> None:
    account = Account()
    core = await core_of(WidgetResource(), account)
    planned = await core.plan(name="\u00e4", kind="k")
    assert [each.summary for each in planned.diagnostics] == ["Name is not ASCII"]
    assert account.calls == []


async def test_a_plan_made_while_something_was_unknown_is_made_anew_when_it_is_applied() -> None:
    core = await core_of(WidgetResource())
    planned = await core.plan(name=UNKNOWN, kind="k")
    assert await core.carry_out(planned, **CONFIG) == ()
    assert core.state is not None
    assert core.state["title"] == "a (k)"


async def test_what_turns_out_as_it_was_is_not_applied() -> None:
    account = Account()
    core = await core_of(WidgetResource(), account)
    await core.apply(**CONFIG)
    planned = await core.plan(name=UNKNOWN, kind="k")
    assert planned.action == "update"
    assert await core.carry_out(planned, **CONFIG) == ()
    assert "update" not in account.calls


async def test_what_was_to_be_updated_is_not_replaced() -> None:
    class Late(WidgetResource):
        async def plan(self, request: PlanRequest[Widget], account: Account | None) -> PlanResponse[Widget]:
            planned = await super().plan(request, account)
            return replace(planned, requires_replace=(Path.of("name"),) if request.proposed.name == "b" else ())

    core = await core_of(Late())
    await core.apply(**CONFIG)
    planned = await core.plan(name=UNKNOWN, kind="k")
    with pytest.raises(AssertionError, match="another action than planned"):
        await core.carry_out(planned, name="b", kind="k")


async def test_changes_are_ignored_by_a_plan_but_not_in_the_configuration_of_an_apply() -> None:
    class Following(WidgetResource):
        async def update(self, request: UpdateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
            seen.append(request.config.color)
            return await super().update(request, account)

    seen: list[object] = []
    core = await core_of(Following())
    await core.apply(**CONFIG, color="red")
    core.ignore_changes = ("color",)
    assert (await core.plan(**CONFIG, color="blue")).action == "nothing"
    await core.apply(name="b", kind="k", color="blue")
    assert core.state is not None
    assert (core.state["color"], seen) == ("red", ["blue"])


class Spoiling(WidgetResource):
    async def update(self, request: UpdateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        raise DiagnosticError(error("No", "Not so."))


async def test_an_update_that_failed_is_tried_again() -> None:
    core = await core_of(Spoiling())
    await core.apply(**CONFIG)
    await core.apply(**CONFIG, color="red")
    assert (await core.plan(**CONFIG, color="red")).action == "update"
