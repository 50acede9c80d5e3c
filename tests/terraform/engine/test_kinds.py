"""What holds for lists, actions and functions whatever they are given."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.kinds import EveryKindProvider
from fakes.widgets import Account, Widget, widget_config
from stitch_provider.terraform.diagnostics import DiagnosticError, Severity, error
from stitch_provider.terraform.engine import call_function, invoke_action, list_resource
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import UNKNOWN

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value

names = st.lists(st.sampled_from(["a", "b", "nobody"]), max_size=6)


def session(*widgets: str) -> Session:
    owned = {
        str(at): Widget(**widget_config(id=str(at), name=name, secret_wo="x", title=UNKNOWN))
        for at, name in enumerate(widgets)
    }
    configured = Session(EveryKindProvider(Account(widgets=owned)))
    configured.provider_data = account_of(configured)
    return configured


def account_of(configured: Session) -> Account:
    account: Account = configured.provider.account  # type: ignore[attr-defined]  # of the fake
    return account


async def listed(configured: Session, limit: int, *, include: bool = True) -> list[list_resource.Event]:
    request = list_resource.Request(
        type_name="memory_widget", config={"kind": None}, include_resource=include, limit=limit
    )
    async with aclosing(list_resource.list_resource(configured, request)) as events:
        return [event async for event in events]


@given(names, st.integers(0, 8))
async def test_a_limit_takes_the_first_of_all_objects_and_says_that_there_are_more(
    widgets: list[str], limit: int
) -> None:
    everything = await listed(session(*widgets), 0)
    assert len(everything) == len(widgets)
    some = await listed(session(*widgets), limit)
    if 0 < limit < len(widgets):
        assert [each.identity for each in some] == [each.identity for each in everything[:limit]]
        assert some[:-1] == everything[: limit - 1]
        assert some[-1].diagnostics[-1].summary == "More objects than the limit"
    else:
        assert some == everything


async def test_a_list_that_fails_after_its_limit_shows_every_object_and_warns_that_there_may_be_more() -> None:
    configured = session("a", "b")
    refused = error("No more", "The service is down.")
    account_of(configured).fail["list after one"] = DiagnosticError(refused)
    (only,) = await listed(configured, 1)
    assert only.identity == {"id": "0", "region": None}
    warned = only.diagnostics[-1]
    assert warned.severity is Severity.WARNING
    assert "The service is down." in warned.detail


@pytest.mark.parametrize("limit", [0, 2])
async def test_a_list_that_fails_before_its_limit_ends_with_the_error(limit: int) -> None:
    configured = session("a", "b")
    refused = error("No more", "The service is down.")
    account_of(configured).fail["list after one"] = DiagnosticError(refused)
    found, failed = await listed(configured, limit)
    assert found.identity == {"id": "0", "region": None}
    assert failed == list_resource.Event(diagnostics=(refused,))


@given(names, st.booleans())
async def test_what_is_listed_can_be_sent_and_identifies_its_object(widgets: list[str], include: bool) -> None:
    configured = session(*widgets)
    resource = configured.resource("memory_widget")
    for at, event in enumerate(await listed(configured, 0, include=include)):
        if event.identity is None:
            assert event.diagnostics
            continue
        assert event.identity == {"id": str(at), "region": None}
        assert (event.state is not None) == include
        msgpack.encode(event.state, resource.schema.object_type)


@given(st.integers(0, 30))
async def test_an_action_reports_everything_in_order_and_completes_once(times: int) -> None:
    request = invoke_action.Request(type_name="memory_polish", config={"widget": "a", "times": times})
    *progress, end = [event async for event in invoke_action.invoke_action(session(), request)]
    assert progress == [invoke_action.Progress(f"polishing a: {at} of {times}") for at in range(1, times + 1)]
    assert isinstance(end, invoke_action.Completed)


async def test_a_cancelled_action_has_ended_once_its_reports_are_closed() -> None:
    configured = session()
    action = configured.action("memory_polish")
    action.steps = asyncio.Semaphore(1)
    request = invoke_action.Request(type_name="memory_polish", config={"widget": "a", "times": 2})
    events = invoke_action.invoke_action(configured, request)
    await anext(events)
    await events.aclose()
    assert action.ended.is_set()


texts = st.none() | st.sampled_from(["a", "b", "-"]) | st.just(UNKNOWN)


@given(st.lists(texts, max_size=4).map(tuple))
async def test_a_call_returns_a_result_or_an_error_about_an_existing_argument(arguments: tuple[Value, ...]) -> None:
    response = await call_function.call_function(session(), call_function.Request(name="join", arguments=arguments))
    if response.error is None:
        assert arguments
        assert arguments[0] is not None
        assert (response.result == UNKNOWN) == (UNKNOWN in arguments)
        msgpack.encode(response.result, STRING)
    else:
        argument = response.error.argument
        assert argument is None or argument < len(arguments)


@pytest.mark.parametrize("kind", ["list_resource", "ephemeral_resource", "action", "function"])
def test_unknown_names_are_refused(kind: str) -> None:
    find: Any = getattr(session(), kind)
    with pytest.raises(DiagnosticError):
        find("nothing")
