"""A provider of widgets with one of each kind beside resources: a list, a lease, polishing, functions.

`account.fail` works as in `fakes.widgets`, with the operations `list`, `list after one`, `open`, `renew`, `close`,
`plan polish`, `polish` and `polish after one`.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from fakes.widgets import Account, WidgetProvider, WidgetResource
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    Action,
    EphemeralResource,
    Function,
    FunctionError,
    Listed,
    ListRequest,
    ListResource,
    OpenResponse,
    Parameter,
    Private,
    RenewResponse,
    Report,
)
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, DYNAMIC, NUMBER, STRING
from stitch_provider.terraform.values.value import DynamicValue, Unknown, Value, known

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

RENEW_AT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


class Query(Struct, frozen=True):
    kind: str | Unknown | None


class WidgetListing(ListResource[Query, Account]):
    type_name = WidgetResource.type_name
    model = Query
    schema = Schema(
        description="Widgets.",
        attributes={"kind": Attribute(type=STRING, description="Kind.", optional=True)},
    )

    def __init__(self) -> None:
        self.closed = False

    def validate(self, config: Query) -> Iterable[Diagnostic]:
        if config.kind == "":
            yield error("Empty kind", "Leave it out.", Path.of("kind"))

    async def list(self, request: ListRequest[Query], account: Account) -> AsyncGenerator[Listed[Any], None]:
        try:
            account.enter("list")
            for identifier, widget in account.widgets.items():
                if request.config.kind in {None, widget.kind}:
                    yield Listed(
                        display_name=str(widget.name),
                        identity={"id": identifier} if widget.name != "nobody" else {},
                        state=widget if request.include_resource else None,
                        diagnostics=(warning("Red", "It is red."),) if widget.color == "red" else (),
                    )
                    account.trip("list after one")
        finally:
            self.closed = True


class Lease(Struct, frozen=True):
    widget: str | Unknown
    token: str | Unknown | None


class LeaseResource(EphemeralResource[Lease, Account]):
    type_name = "memory_lease"
    model = Lease
    schema = Schema(
        description="A lease of a widget.",
        attributes={
            "widget": Attribute(type=STRING, description="Widget.", required=True),
            "token": Attribute(type=STRING, description="Token.", computed=True, sensitive=True),
        },
    )

    def validate(self, config: Lease) -> Iterable[Diagnostic]:
        if config.widget == "":
            yield error("Empty widget", "Name one.", Path.of("widget"))

    async def open(self, config: Lease, account: Account) -> OpenResponse[Lease]:
        account.enter("open")
        return OpenResponse(
            result=replace(config, token=f"token of {config.widget}"),
            private={"lease": config.widget, "renewed": 0},
            renew_at=RENEW_AT if config.widget != "forever" else None,
            diagnostics=(warning("Leased", "Give it back."),),
        )

    async def renew(self, private: Private, account: Account) -> RenewResponse:
        account.enter("renew")
        return RenewResponse(private={**private, "renewed": private["renewed"] + 1}, renew_at=RENEW_AT)

    async def close(self, private: Private, account: Account) -> Iterable[Diagnostic]:
        account.enter("close")
        account.calls.append(f"closed {private['lease']} after {private['renewed']} renewals")
        return [warning("Returned", "Thank you.")]


class Polish(Struct, frozen=True):
    widget: str | Unknown
    times: int | Unknown | None


class PolishAction(Action[Polish, Account]):
    """Says each time that it polishes; `steps` lets it go on, a permit for each time."""

    type_name = "memory_polish"
    model = Polish
    schema = Schema(
        description="Polishes a widget.",
        attributes={
            "widget": Attribute(type=STRING, description="Widget.", required=True),
            "times": Attribute(type=NUMBER, description="Times.", optional=True),
        },
    )

    def __init__(self) -> None:
        self.steps = asyncio.Semaphore(1000)
        self.ended = asyncio.Event()

    def validate(self, config: Polish) -> Iterable[Diagnostic]:
        if config.widget == "":
            yield error("Empty widget", "Name one.", Path.of("widget"))

    async def plan(self, config: Polish, account: Account | None) -> Iterable[Diagnostic]:
        if account is None:
            return [warning("No account yet", "Polishing is planned blindly.")]
        account.enter("plan polish")
        return [] if known(config.widget) else [warning("Which widget?", "It is not known yet.", Path.of("widget"))]

    async def invoke(self, config: Polish, account: Account, progress: Report) -> Iterable[Diagnostic]:
        try:
            account.enter("polish")
            times = 1 if config.times is None else config.times
            assert isinstance(times, int)
            for number in range(1, times + 1):
                await self.steps.acquire()
                progress(f"polishing {config.widget}: {number} of {times}")
                account.trip("polish after one")
            if config.widget == "mud":
                raise DiagnosticError(error("Not shiny", "Mud stays mud.", Path.of("widget")))
            return [warning("Shiny", "Do not touch.")]
        finally:
            self.ended.set()


class Join(Function):
    name = "join"
    summary = "Texts in a row"
    description = "Joins *texts*."
    parameters = (Parameter(name="separator", type=STRING, description="Between them."),)
    variadic = Parameter(name="texts", type=STRING, description="The texts; null is left out.", allow_null=True)
    return_type = STRING

    def call(self, arguments: tuple[Value, ...]) -> Value:
        separator, *texts = arguments
        for at, text in enumerate(texts, start=1):
            if text == separator:
                raise FunctionError("A text cannot be the separator.", at)
            if text == "boom":
                raise ZeroDivisionError
        return str(separator).join(str(text) for text in texts if text is not None)


class IsKnown(Function):
    name = "is_known"
    summary = "Whether a value is known"
    description = "True for what is known."
    parameters = (Parameter(name="value", type=DYNAMIC, description="Anything.", allow_null=True, allow_unknown=True),)
    return_type = BOOL

    def call(self, arguments: tuple[Value, ...]) -> Value:
        (value,) = arguments
        return known(value.value if isinstance(value, DynamicValue) else value)


class EveryKindProvider(WidgetProvider):
    def __init__(self, account: Account | None = None) -> None:
        super().__init__(account)
        self.listing, self.polish = WidgetListing(), PolishAction()
        self.list_resources = {WidgetListing.type_name: self.listing}
        self.ephemeral_resources = {LeaseResource.type_name: LeaseResource()}
        self.actions = {PolishAction.type_name: self.polish}
        self.functions = {Join.name: Join(), IsKnown.name: IsKnown()}
