"""Invoke an action and report its progress (rpc InvokeAction)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.engine.unconfigured import not_configured
from stitch_provider.terraform.engine.validate import check_action
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


class Request(Struct, frozen=True, kw_only=True):
    """The configuration of an action, which is wholly known."""

    type_name: str
    config: Mapping[str, Value]


class Progress(Struct, frozen=True):
    """A sentence about the progress of the action."""

    message: str


class Completed(Struct, frozen=True, kw_only=True):
    """The end of the action, which succeeded unless the diagnostics contain an error."""

    diagnostics: tuple[Diagnostic, ...] = ()


Event: TypeAlias = Progress | Completed


async def invoke_action(session: Session, request: Request) -> AsyncGenerator[Event, None]:
    """Yield a `Progress` for each report of the action, as soon as it is made, and then `Completed`.

    Closing the generator before its end cancels the action.
    """
    action = session.action(request.type_name)
    reports: asyncio.Queue[str | None] = asyncio.Queue()
    try:
        if session.provider_data is None:
            raise not_configured()
        check_action(action, request.config)
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
