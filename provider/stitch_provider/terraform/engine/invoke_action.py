"""Invoke an action, telling how far it has come while it runs (rpc InvokeAction)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The action's configuration, wholly known."""

    type_name: str
    config: Mapping[str, Value]


class Progress(Struct, frozen=True):
    """A sentence about how far the action has come."""

    message: str


class Completed(Struct, frozen=True, kw_only=True):
    """The end: the action succeeded unless there is an error among the diagnostics."""

    diagnostics: tuple[Diagnostic, ...] = ()


Event: TypeAlias = Progress | Completed


async def invoke_action(session: Session, request: Request) -> AsyncGenerator[Event, None]:
    """Any number of `Progress`, each as soon as the action reports it, and then `Completed`.

    Whoever stops iterating before the end cancels the action.
    """
    action = session.action(request.type_name)
    reports: asyncio.Queue[str | None] = asyncio.Queue()
    try:
        if session.provider_data is None:
            raise not_configured()
        invocation = action.invoke(bind(action.model, request.config), session.provider_data, reports.put_nowait)
        running: asyncio.Future[Iterable[Diagnostic]] = asyncio.ensure_future(invocation)
        running.add_done_callback(lambda _: reports.put_nowait(None))
        try:
            while (message := await reports.get()) is not None:
                yield Progress(message)
            diagnostics = tuple(running.result())
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    except DiagnosticError as refused:
        diagnostics = refused.diagnostics
    yield Completed(diagnostics=diagnostics)
