"""A provider of widgets that live in memory: every kind of attribute, every operation, and failures on demand.

>>> account = Account()
>>> provider = WidgetProvider(account)

`account.fail` makes the next operation of a name (`create`, `update`, `delete`, `read`, `plan`) end in an exception,
before it does anything or, for `create` and `update`, after it saved (`"create after save"`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from fakes.processes import Processes
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    Action,
    ApplyResponse,
    ConfigureRequest,
    ConfigureResponse,
    CreateRequest,
    DataResponse,
    DataSource,
    DeleteRequest,
    EphemeralResource,
    Function,
    ImportRequest,
    ListResource,
    MoveRequest,
    PlanRequest,
    PlanResponse,
    Provider,
    ReadRequest,
    ReadResponse,
    Resource,
    StateUpgrade,
    UpdateRequest,
)
from stitch_provider.terraform.schema.attribute import (
    Attribute,
    IdentityAttribute,
    IdentitySchema,
    NestedAttributes,
    Schema,
)
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.types import BOOL, DYNAMIC, NUMBER, STRING, MapType, SetType
from stitch_provider.terraform.values.value import (
    UNKNOWN,
    DynamicValue,
    SetValue,
    Unknown,
    Value,
    known,
    wholly_known,
)


class Schedule(Struct, frozen=True):
    cron: str | Unknown | None
    every_minutes: int | Unknown | None
    next_run: str | Unknown | None


class Part(Struct, frozen=True):
    name: str | Unknown
    label: str | Unknown | None
    serial: str | Unknown | None
    pin: str | Unknown | None


class Room(Struct, frozen=True):
    size: int | Unknown
    zone: str | Unknown | None
    code: str | Unknown | None


class Grant(Struct, frozen=True):
    role: str | Unknown
    ticket: str | Unknown | None


class Widget(Struct, frozen=True):
    id: str | Unknown | None
    name: str | Unknown
    kind: str | Unknown
    size: int | Unknown | None
    enabled: bool | Unknown | None
    nickname: str | Unknown | None
    color: str | Unknown | None
    tags: SetValue | Unknown | None
    settings: Mapping[str, str | Unknown | None] | Unknown | None
    secret: str | Unknown | None
    secret_wo: str | Unknown | None
    secret_wo_version: int | Unknown | None
    schedule: Schedule | Unknown | None
    parts: tuple[Part, ...] | Unknown | None
    rooms: Mapping[str, Room] | Unknown | None
    grants: tuple[Grant, ...] | Unknown | None
    extra: DynamicValue | Unknown | None
    revision: int | Unknown | None
    title: str | Unknown | None


SCHEDULE = NestedAttributes(
    attributes={
        "cron": Attribute(type=STRING, description="Cron expression.", optional=True),
        "every_minutes": Attribute(type=NUMBER, description="Minutes.", optional=True),
        "next_run": Attribute(type=STRING, description="Next run.", computed=True),
    },
)
PARTS = NestedAttributes(
    nesting="list",
    attributes={
        "name": Attribute(type=STRING, description="Name.", required=True),
        "label": Attribute(type=STRING, description="Label.", optional=True, computed=True, default="plain"),
        "serial": Attribute(type=STRING, description="Serial.", computed=True, use_state_for_unknown=True),
        "pin": Attribute(type=STRING, description="Pin.", optional=True, write_only=True),
    },
)
ROOMS = NestedAttributes(
    nesting="map",
    attributes={
        "size": Attribute(type=NUMBER, description="Size.", required=True),
        "zone": Attribute(type=STRING, description="Zone.", optional=True, requires_replace=True),
        "code": Attribute(type=STRING, description="Code.", computed=True),
    },
)
GRANTS = NestedAttributes(
    nesting="set",
    attributes={
        "role": Attribute(type=STRING, description="Role.", required=True),
        "ticket": Attribute(type=STRING, description="Ticket.", computed=True, use_state_for_unknown=True),
    },
)

WIDGET = Schema(
    version=2,
    description="A widget.",
    attributes={
        "id": Attribute(type=STRING, description="Id.", computed=True, use_state_for_unknown=True),
        "name": Attribute(type=STRING, description="Name.", required=True),
        "kind": Attribute(type=STRING, description="Kind.", required=True, requires_replace=True),
        "size": Attribute(type=NUMBER, description="Size.", optional=True, computed=True, default=1),
        "enabled": Attribute(type=BOOL, description="On.", optional=True, computed=True, default=False),
        "nickname": Attribute(type=STRING, description="Nickname.", optional=True, computed=True),
        "color": Attribute(type=STRING, description="Color.", optional=True, deprecated="Use tags."),
        "tags": Attribute(type=SetType(STRING), description="Tags.", optional=True),
        "settings": Attribute(type=MapType(STRING), description="Settings.", optional=True),
        "secret": Attribute(type=STRING, description="Secret.", optional=True, sensitive=True),
        "secret_wo": Attribute(
            type=STRING, description="Secret, kept out of state.", optional=True, sensitive=True, write_only=True
        ),
        "secret_wo_version": Attribute(type=NUMBER, description="Bump to send again.", optional=True),
        "schedule": Attribute(type=SCHEDULE, description="Schedule.", optional=True),
        "parts": Attribute(type=PARTS, description="Parts.", optional=True),
        "rooms": Attribute(type=ROOMS, description="Rooms.", optional=True),
        "grants": Attribute(type=GRANTS, description="Grants.", optional=True),
        "extra": Attribute(type=DYNAMIC, description="Anything.", optional=True),
        "revision": Attribute(type=NUMBER, description="Counts changes.", computed=True),
        "title": Attribute(type=STRING, description="Name and kind.", computed=True),
    },
)


@dataclass
class Account:
    """The memory that widgets live in; `calls` records the operations by name."""

    widgets: dict[str, Widget] = field(default_factory=dict)
    fail: dict[str, Exception] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    closed: bool = False
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        return next(str(number) for number in self._ids if str(number) not in self.widgets)

    def enter(self, operation: str) -> None:
        self.calls.append(operation)
        self.trip(operation)

    def trip(self, operation: str) -> None:
        if operation in self.fail:
            raise self.fail.pop(operation)


class WidgetResource(Resource[Widget, Account]):
    type_name = "memory_widget"
    schema = WIDGET
    identity = IdentitySchema(
        attributes={
            "id": IdentityAttribute(type=STRING, description="Id."),
            "region": IdentityAttribute(type=STRING, description="Region.", required_for_import=False),
        }
    )
    model = Widget
    state_upgrades: Mapping[int, StateUpgrade] = {
        0: lambda state: {**state, "kind": state.get("type")},
        1: lambda state: {key: value for key, value in state.items() if key != "type"},
    }

    def validate(self, config: Widget) -> Iterable[Diagnostic]:
        if known(config.name) and not config.name.isascii():
            yield error("Name is not ASCII", "Use ASCII letters.", Path.of("name"))

    async def plan(self, request: PlanRequest[Widget], account: Account | None) -> PlanResponse[Widget]:
        if account is not None:
            account.enter("plan")
        planned = request.proposed
        if planned.title == UNKNOWN and known(planned.name) and known(planned.kind):
            planned = replace(planned, title=f"{planned.name} ({planned.kind})")
        if request.private.get("drifted"):
            planned = replace(planned, revision=UNKNOWN)
        return PlanResponse(planned=planned, private=request.private)

    async def plan_destroy(self, state: Widget) -> Iterable[Diagnostic]:
        return [warning("Widget goes", "It cannot be brought back.")] if state.enabled else []

    async def read(self, request: ReadRequest[Widget], account: Account) -> ReadResponse[Widget] | None:
        account.enter("read")
        widget = account.widgets.get(str(request.state.id))
        return None if widget is None else ReadResponse(state=widget, private=request.private)

    async def create(self, request: CreateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        account.enter("create")
        widget = _filled(request.plan, id=account.new_id(), revision=1)
        account.widgets[str(widget.id)] = widget
        private = {**request.private, "secret_sent": request.config.secret_wo is not None}
        request.save(replace(request.plan, id=widget.id), private)
        account.trip("create after save")
        return ApplyResponse(state=widget, private=private)

    async def update(self, request: UpdateRequest[Widget], account: Account) -> ApplyResponse[Widget]:
        account.enter("update")
        identifier = str(request.prior.id)
        revision = request.prior.revision if known(request.prior.revision) else 0
        widget = _filled(request.plan, id=identifier, revision=revision + 1)
        account.widgets[identifier] = widget
        request.save(widget, request.private)
        account.trip("update after save")
        return ApplyResponse(state=widget, private=request.private)

    async def delete(self, request: DeleteRequest[Widget], account: Account) -> Iterable[Diagnostic]:
        account.enter("delete")
        account.widgets.pop(str(request.state.id), None)
        return ()

    async def import_state(self, request: ImportRequest, account: Account) -> ReadResponse[Widget]:
        account.enter("import_state")
        identifier = request.id if request.identity is None else str(request.identity["id"])
        widget = account.widgets.get(str(identifier))
        if widget is None:
            raise DiagnosticError(error("No such widget", f"There is no widget {identifier}."))
        return ReadResponse(state=widget, private={})

    def identify(self, state: Widget) -> Mapping[str, Value]:
        return {"id": state.id, "region": "eu"}

    def move(self, request: MoveRequest) -> ReadResponse[Widget] | None:
        if request.type_name != "other_widget":
            return None
        blank: dict[str, Any] = dict.fromkeys(WIDGET.attributes)
        return ReadResponse(state=Widget(**{**blank, **request.state}), private=request.private)


def _filled(plan: Widget, *, id: str, revision: int) -> Widget:
    """The plan with every unknown filled in, as the service would."""
    widget = replace(plan, id=id, revision=revision, title=f"{plan.name} ({plan.kind})")
    if widget.nickname == UNKNOWN:
        widget = replace(widget, nickname=f"{plan.name}-{id}")
    if known(widget.schedule):
        widget = replace(widget, schedule=replace(widget.schedule, next_run="soon"))
    if known(widget.parts):
        parts = (
            replace(part, serial=f"{id}.{at}") if part.serial == UNKNOWN else part
            for at, part in enumerate(widget.parts)
        )
        widget = replace(widget, parts=tuple(parts))
    if known(widget.rooms):
        rooms = {key: replace(room, code=f"{id}/{key}") for key, room in widget.rooms.items()}
        widget = replace(widget, rooms=rooms)
    if known(widget.grants):
        grants = (
            replace(grant, ticket=f"{id}:{grant.role}") if grant.ticket == UNKNOWN else grant for grant in widget.grants
        )
        widget = replace(widget, grants=tuple(grants))
    return widget


class Lookup(Struct, frozen=True):
    name: str | Unknown
    ids: SetValue | Unknown | None


class WidgetLookup(DataSource[Lookup, Account]):
    """Finds widgets by name."""

    type_name = "memory_widgets"
    model = Lookup
    schema = Schema(
        description="Widgets of a name.",
        attributes={
            "name": Attribute(type=STRING, description="Name.", required=True),
            "ids": Attribute(type=SetType(STRING), description="Ids.", computed=True),
        },
    )

    async def read(self, config: Lookup, account: Account) -> DataResponse[Lookup]:
        account.enter("look up")
        found = SetValue(key for key, widget in account.widgets.items() if widget.name == config.name)
        return DataResponse(state=replace(config, ids=found))


class Settings(Struct, frozen=True):
    region: str | Unknown | None


class WidgetProvider(Provider[Settings, Account]):
    """Hands out the account that it was made with."""

    schema = Schema(
        description="Widgets in memory.",
        attributes={"region": Attribute(type=STRING, description="Region.", optional=True)},
    )
    model = Settings
    resources: Mapping[str, Resource[Any, Account]] = {}
    data_sources: Mapping[str, DataSource[Any, Account]] = {}
    list_resources: Mapping[str, ListResource[Any, Account]] = {}
    ephemeral_resources: Mapping[str, EphemeralResource[Any, Account]] = {}
    actions: Mapping[str, Action[Any, Account]] = {}
    functions: Mapping[str, Function] = {}

    def __init__(self, account: Account | None = None) -> None:
        self.account = account or Account()
        self.resources = {WidgetResource.type_name: WidgetResource()}
        self.data_sources = {WidgetLookup.type_name: WidgetLookup()}

    def validate(self, config: Settings) -> Iterable[Diagnostic]:
        if config.region == "mars":
            yield error("Unknown region", "Use eu or us.", Path.of("region"))

    async def configure(self, request: ConfigureRequest[Settings]) -> ConfigureResponse[Account]:
        if not wholly_known(request.config.region):
            return ConfigureResponse(provider_data=None)
        self.account.trip("configure")
        self.account.closed = False
        return ConfigureResponse(provider_data=self.account)

    async def complete_identity(self, account: Account, identity: Mapping[str, Value]) -> Mapping[str, Value]:
        account.enter("complete identity")
        return {**identity, "region": "us"}

    async def close(self, account: Account) -> None:
        account.closed = True


async def widget_processes(
    account: Account, resource: WidgetResource | None = None, *, region: str | Unknown | None = None
) -> Processes:
    """Processes of a provider of this resource, configured with this region; the account outlives them all."""

    def provider() -> WidgetProvider:
        made = WidgetProvider(account)
        if resource is not None:
            made.resources = {resource.type_name: resource}
        return made

    processes = Processes(provider, {"region": region})
    await processes.start()
    return processes


def widget_config(**given: Any) -> dict[str, Any]:
    """A configuration value of a widget; lists given for sets become sets."""
    config = {**dict.fromkeys(WIDGET.attributes), "name": "a", "kind": "k", **given}
    for name in ("tags", "grants"):
        if isinstance(config[name], list):
            config[name] = SetValue(config[name])
    return config
