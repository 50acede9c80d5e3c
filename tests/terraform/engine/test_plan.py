from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from fakes.core import Core
from fakes.widgets import Account, Widget, WidgetResource, widget_config, widget_processes
from stitch_provider.terraform.diagnostics import DiagnosticError, Severity, error
from stitch_provider.terraform.engine import plan
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.resource import PlanRequest, PlanResponse
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN, SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


async def test_a_create_has_defaults_and_unknowns_where_nothing_is_configured(core: Core) -> None:
    planned = (await core.plan(**widget_config(name=UNKNOWN))).planned
    assert planned is not None
    assert (planned["size"], planned["enabled"]) == (1, False)
    assert {name for name, value in planned.items() if isinstance(value, Unknown)} == {
        "id",
        "name",
        "nickname",
        "revision",
        "title",
    }
    assert planned["color"] is None


async def test_a_configured_value_prevails_over_a_default_and_over_unknown(core: Core) -> None:
    planned = (await core.plan(**widget_config(size=0, enabled=True, nickname="n"))).planned
    assert planned is not None
    assert (planned["size"], planned["enabled"], planned["nickname"]) == (0, True, "n")


async def test_nested_attributes_get_defaults_and_unknowns_too(core: Core, full: dict[str, Any]) -> None:
    planned = (await core.plan(**full)).planned
    assert planned is not None
    assert planned["schedule"] == {"cron": "0 0", "every_minutes": None, "next_run": UNKNOWN}
    assert planned["parts"] == ({"name": "p", "label": "plain", "serial": UNKNOWN, "pin": None},)
    assert planned["rooms"] == {"hall": {"size": 1, "zone": "a", "code": UNKNOWN}}
    assert planned["grants"] == SetValue([{"role": "admin", "ticket": UNKNOWN}])


async def test_write_only_values_are_in_no_plan(core: Core, full: dict[str, Any]) -> None:
    response = await core.plan(**full)
    shown = repr((response.planned, response.private))
    assert "hunter2" not in shown
    assert "1234" not in shown


async def test_an_unchanged_configuration_plans_the_prior_state(core: Core, full: dict[str, Any]) -> None:
    await core.apply(**full)
    response = await core.plan(**full)
    assert response.planned == core.state
    assert response.requires_replace == ()


async def test_a_new_write_only_value_alone_plans_no_change(core: Core, full: dict[str, Any]) -> None:
    await core.apply(**full)
    assert (await core.plan(**(full | {"secret_wo": "other"}))).planned == core.state


async def test_any_change_makes_computed_attributes_unknown_unless_their_prior_value_stays_valid(core: Core) -> None:
    await core.apply(**widget_config())
    planned = (await core.plan(**widget_config(color="red"))).planned
    assert planned is not None
    assert core.state is not None
    assert planned["id"] == core.state["id"]
    assert planned["revision"] == UNKNOWN


async def test_a_change_keeps_what_the_service_chose_where_the_user_leaves_it_out(core: Core) -> None:
    await core.apply(**widget_config())
    planned = (await core.plan(**widget_config(color="red"))).planned
    assert planned is not None
    assert core.state is not None
    assert planned["nickname"] == core.state["nickname"]


async def test_leaving_out_what_the_service_would_choose_changes_nothing(core: Core) -> None:
    await core.apply(**widget_config(nickname="mine"))
    planned = (await core.plan(**widget_config())).planned
    assert planned == core.state


async def test_a_creation_leaves_to_the_service_what_the_user_leaves_out(core: Core) -> None:
    planned = (await core.plan(**widget_config())).planned
    assert planned is not None
    assert planned["nickname"] == UNKNOWN


async def test_nested_prior_values_are_found_by_index_key_and_content(core: Core, full: dict[str, Any]) -> None:
    await core.apply(**full)
    changed = {
        **full,
        "color": "red",
        "parts": (*full["parts"], {"name": "q", "label": "l", "serial": None, "pin": None}),
        "grants": SetValue([{"role": "guest", "ticket": None}, {"role": "admin", "ticket": None}]),
    }
    planned: Any = (await core.plan(**changed)).planned
    assert [part["serial"] for part in planned["parts"]] == ["1.0", UNKNOWN]
    assert planned["grants"] == SetValue([{"role": "admin", "ticket": "1:admin"}, {"role": "guest", "ticket": UNKNOWN}])
    assert planned["rooms"]["hall"]["code"] == UNKNOWN


async def test_an_object_of_a_set_that_is_not_known_yet_takes_nothing_from_the_prior_state(core: Core) -> None:
    await core.apply(**widget_config(grants=[{"role": "admin", "ticket": None}]))
    planned = (await core.plan(**widget_config(grants=[{"role": UNKNOWN, "ticket": None}]))).planned
    assert planned is not None
    assert planned["grants"] == SetValue([{"role": UNKNOWN, "ticket": UNKNOWN}])


async def test_removing_a_configured_value_of_a_computed_attribute_is_no_change(core: Core) -> None:
    await core.apply(**widget_config(nickname="n"))
    assert (await core.plan(**widget_config())).planned == core.state


async def test_a_prior_null_means_the_same_as_the_default(core: Core) -> None:
    await core.apply(name="a", kind="k", parts=({"name": "p"},))
    stored = core.state
    assert stored is not None
    core.state = {**stored, "size": None, "parts": ({**stored["parts"][0], "label": None},)}
    assert (await core.plan(name="a", kind="k", parts=({"name": "p"},))).action == "nothing"
    changed = await core.plan(name="b", kind="k", parts=({"name": "p"},))
    assert changed.after["size"] == 1
    assert changed.after["parts"][0]["label"] == "plain"


async def test_removing_a_value_with_a_default_plans_the_default(core: Core) -> None:
    await core.apply(**widget_config(size=5))
    planned = (await core.plan(**widget_config())).planned
    assert planned is not None
    assert planned["size"] == 1


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({}, ()),
        ({"color": "red"}, ()),
        ({"kind": "other"}, (Path.of("kind"),)),
        ({"kind": UNKNOWN}, (Path.of("kind"),)),
        ({"rooms": {"hall": {"size": 2, "zone": "a", "code": None}}}, ()),
        (
            {"rooms": {"hall": {"size": 1, "zone": "b", "code": None}}},
            (Path.of("rooms").key("hall").attribute("zone"),),
        ),
        ({"rooms": {}}, ()),
    ],
)
async def test_a_change_that_requires_replacement_is_named_by_its_path(
    core: Core, full: dict[str, Any], given: dict[str, Any], paths: tuple[Path, ...]
) -> None:
    await core.apply(**full)
    assert (await core.plan(**(full | given))).requires_replace == paths


async def test_a_create_never_requires_replacement(core: Core) -> None:
    assert (await core.plan(**widget_config())).requires_replace == ()


async def test_the_resource_plans_even_if_nothing_differs(core: Core, account: Account) -> None:
    await core.apply(**widget_config())
    core.private = b'{"drifted":true}'
    account.calls.clear()
    response = await core.plan(**widget_config())
    assert response.planned is not None
    assert response.planned["revision"] == UNKNOWN
    assert response.private == b'{"drifted":true}'
    assert account.calls == ["plan"]


class Refining(WidgetResource):
    """A widget whose plan is what a test says."""

    def __init__(self, **changes: Any) -> None:
        self.changes = changes

    async def plan(self, request: PlanRequest[Widget], account: Account | None) -> PlanResponse[Widget]:
        planned = replace(request.proposed, **self.changes)
        return PlanResponse(
            planned=planned,
            private={**request.private, "seen": True},
            requires_replace=(Path.of("name"), Path.of("kind")),
        )


async def core_with(resource: WidgetResource) -> Core:
    return Core(await widget_processes(Account(), resource), resource.type_name)


async def test_what_the_resource_adds_to_a_plan_is_kept() -> None:
    core = await core_with(Refining(title="t"))
    first = await core.plan(**widget_config())
    assert first.planned is not None
    assert first.planned["title"] == "t"
    assert first.private == b'{"seen":true}'
    with core.breaking_invariants("the service makes another title than this resource plans"):
        await core.apply(**widget_config())
    later = await core.plan(**widget_config(name="b", kind="other"))
    assert later.requires_replace == (Path.of("kind"), Path.of("name"))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": "other"}, "name"),
        ({"name": None}, "name"),
        ({"color": "red"}, "color"),
        ({"secret_wo": "leak"}, "secret_wo"),
        ({"parts": ()}, "parts"),
        ({"rooms": {}}, "rooms"),
        ({"schedule": None}, "schedule"),
        ({"grants": ()}, "grants"),
        ({"tags": SetValue(["y"])}, "tags"),
    ],
)
async def test_a_plan_that_contradicts_the_configuration_is_a_bug_that_names_the_attribute(
    changes: dict[str, Any], path: str, full: dict[str, Any]
) -> None:
    response = await (await core_with(Refining(**changes))).plan(**full)
    [bug] = response.diagnostics
    assert bug.severity is Severity.ERROR
    assert str(bug.path) == path
    assert "bug in the provider" in bug.detail


async def test_a_contradiction_deep_inside_is_named_by_its_whole_path(full: dict[str, Any]) -> None:
    from fakes.widgets import Part, Room

    part = Part(name="other", label="plain", serial=None, pin=None)
    room = Room(size=2, zone="a", code=None)
    response = await (await core_with(Refining(parts=(part,), rooms={"hall": room}))).plan(**full)
    assert [str(bug.path) for bug in response.diagnostics] == ["parts[0].name", 'rooms["hall"].size']


async def test_the_prior_value_can_be_planned_if_the_configuration_means_the_same() -> None:
    core = await core_with(Refining(name="a"))
    await core.apply(**widget_config())
    assert (await core.plan(**widget_config(name="A"))).diagnostics == ()


async def test_errors_of_the_resource_are_the_plans_diagnostics(core: Core, account: Account) -> None:
    refusal = error("No", "Not so.", Path.of("name"))
    account.fail["plan"] = DiagnosticError(refusal)
    response = await core.plan(**widget_config())
    assert response.diagnostics == (refusal,)
    assert response.planned is None


async def test_private_state_that_cannot_be_read_is_an_error(core: Core) -> None:
    core.private = b"\xff"
    [diagnostic] = (await core.plan(**widget_config())).diagnostics
    assert diagnostic.summary == "Private state cannot be read"


async def test_a_destroy_plans_nothing_and_may_warn(core: Core) -> None:
    await core.apply(**widget_config(enabled=True))
    response = await core.plan_destroy()
    assert response.planned is None
    assert [diagnostic.summary for diagnostic in response.diagnostics] == ["Widget goes"]
    assert response.private == core.private


async def test_the_prior_identity_is_the_planned_one(core: Core) -> None:
    await core.apply(**widget_config())
    assert (await core.plan(**widget_config(color="red"))).identity == {"id": "1", "region": "eu"}


async def test_a_plan_is_deferred_while_the_provider_is_not_configured(unconfigured_core: Core) -> None:
    response = await unconfigured_core.plan(**widget_config(), deferral_allowed=True)
    assert response.deferred is DeferredReason.PROVIDER_CONFIG_UNKNOWN
    assert response.planned is not None
    assert response.planned["id"] == UNKNOWN


async def test_without_deferral_the_resource_plans_without_an_account(unconfigured_core: Core) -> None:
    response = await unconfigured_core.plan(**widget_config())
    assert response.deferred is None
    assert response.planned is not None
    assert response.planned["title"] == "a (k)"


async def test_an_unknown_type_is_an_error_that_names_the_nearest(session: Session) -> None:
    with pytest.raises(DiagnosticError) as caught:
        await plan.plan(session, plan.Request(type_name="memory_wigdet", config=None, prior=None, proposed=None))
    assert 'Did you mean "memory_widget"?' in caught.value.diagnostics[0].detail
