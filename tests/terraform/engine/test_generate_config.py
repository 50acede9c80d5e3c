from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes.widgets import WidgetResource, widget_config
from stitch_provider.terraform.engine import generate_config
from stitch_provider.terraform.values.value import SetValue

if TYPE_CHECKING:
    from fakes.core import Core
    from stitch_provider.terraform.engine.session import Session


async def test_what_a_user_can_set_is_kept_and_everything_else_left_out(core: Core, full: dict[str, Any]) -> None:
    await core.apply(**(full | {"secret": "hunter2"}))
    state = core.state
    request = generate_config.Request(type_name=WidgetResource.type_name, state=state)
    response = await generate_config.generate_config(core.session, request)
    assert response.config == widget_config(
        size=1,
        enabled=False,
        nickname="a-1",
        tags=["x"],
        settings={"a": "b"},
        schedule={"cron": "0 0", "every_minutes": None, "next_run": None},
        parts=({"name": "p", "label": "plain", "serial": None, "pin": None},),
        rooms={"hall": {"size": 1, "zone": "a", "code": None}},
        grants=SetValue([{"role": "admin", "ticket": None}]),
    )


async def test_the_generated_configuration_plans_empty(core: Core) -> None:
    await core.apply(**widget_config(color="red", parts=()))
    state = core.state
    request = generate_config.Request(type_name=WidgetResource.type_name, state=state)
    response = await generate_config.generate_config(core.session, request)
    assert (await core.plan(**response.config)).planned == state


async def test_no_state_makes_no_configuration(session: Session) -> None:
    request = generate_config.Request(type_name=WidgetResource.type_name, state=None)
    assert (await generate_config.generate_config(session, request)).config is None
