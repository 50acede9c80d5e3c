"""The resource class that emails and hooks share.

Both can only be read from a list, can only be enabled or disabled, and are enabled when they are created (reference
2.13, 2.14).
"""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec.structs import replace

from stitch_provider.stitch import importing, ownership
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.notifications.limits import refine_creation
from stitch_provider.stitch.notifications.model import NotificationModel
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import Connect, Email, Hook
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.resource import Private
    from stitch_provider.terraform.values.value import Value

_ENABLED = Path.of("enabled")

M = TypeVar("M", bound=NotificationModel)
T = TypeVar("T", bound="Email | Hook")
T_co = TypeVar("T_co", covariant=True)


class _Calls(Protocol[T_co]):
    async def find(self, id: int) -> T_co | None: ...
    async def set_enabled(self, id: int, *, enabled: bool) -> object: ...
    async def delete(self, id: int) -> bool: ...


class NotificationResource(Resource[M, ProviderData], Generic[M, T]):
    """An email or a hook: create, enable or disable, delete and import.

    `noun` is what messages call one, `plural` what they call those that an account has a limited number of.
    `create_path` is the attribute that a refused creation is shown at.
    """

    noun: str
    plural: str
    create_path: Path = ROOT

    @abstractmethod
    def calls(self, connect: Connect) -> _Calls[T]:
        """The calls about this noun."""

    @abstractmethod
    async def call_create(self, connect: Connect, config: M, plan: M) -> T:
        """Create one, which is enabled then."""

    @abstractmethod
    def to_state(self, found: T, known: M | None) -> M:
        """The state that Stitch shows; `known` is the state before, None at an import."""

    @abstractmethod
    def created(self, created: T, plan: M) -> M:
        """The state of one that was created: as planned, with what Stitch decided."""

    @abstractmethod
    def label(self, model: M) -> str:
        """The object in a message, such as 'notification email "oncall@acme.example"'."""

    def secrets(self, model: M) -> Iterable[str]:
        """What of the object no message may contain, as far as a configuration, plan or state has it."""
        return ()

    def private(self, config: M) -> Private:
        """The private state of one that was created with this configuration."""
        return {}

    def imported_private(self, found: T) -> Private:
        """The private state of one that was imported."""
        return {}

    async def read(self, request: ReadRequest[M], provider: ProviderData) -> ReadResponse[M] | None:
        """Find it in the list; no call reads one alone."""
        state = request.state
        with provider.explaining(f"read {self.label(state)}", secrets=self.secrets(state)):
            found = await self.calls(provider.connect).find(to_number(str(state.id)))
        return None if found is None else ReadResponse(state=self.to_state(found, state), private=request.private)

    async def create(self, request: CreateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        """Create it, then disable it where that is planned. A failure of the second call is a warning."""
        config, plan, connect = request.config, request.plan, provider.connect
        secrets, private = tuple(self.secrets(config)), self.private(config)
        with provider.explaining(
            f"create {self.label(plan)}",
            path=self.create_path,
            secrets=secrets,
            refine=partial(refine_creation, plural=self.plural),
        ):
            created = await self.call_create(connect, config, plan)
        state = self.created(created, plan)
        request.save(state, private)
        if plan.enabled is not False:
            return ApplyResponse(state=state, private=private)
        exists = f"The {self.noun} exists and is used until it is disabled. The next apply tries again."
        try:
            with provider.explaining(f"disable {self.label(state)}", path=_ENABLED, secrets=secrets, exists=exists):
                await self.calls(connect).set_enabled(created.id, enabled=False)
        except DiagnosticError as failed:
            return ApplyResponse(state=state, private=private, diagnostics=failed.as_warnings())
        return ApplyResponse(state=replace(state, enabled=False), private=private)

    async def update(self, request: UpdateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        plan = request.plan
        if plan.enabled != request.prior.enabled:
            tried = f"{'enable' if plan.enabled else 'disable'} {self.label(plan)}"
            with provider.explaining(tried, path=_ENABLED, secrets=self.secrets(request.config)):
                await self.calls(provider.connect).set_enabled(to_number(str(plan.id)), enabled=plan.enabled is True)
        return ApplyResponse(state=plan, private=request.private)

    async def delete(self, request: DeleteRequest[M], provider: ProviderData) -> Iterable[Diagnostic]:
        state = request.state
        with provider.explaining(f"delete {self.label(state)}", secrets=self.secrets(state)):
            existed = await self.calls(provider.connect).delete(to_number(str(state.id)))
        if not existed:
            await ownership.check_missing(provider, self.label(state), state.stitch_client_id)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[M]:
        number = importing.number(request)
        with provider.explaining(f"import {self.noun} {number}"):
            found = await self.calls(provider.connect).find(number)
        if found is None:
            text = f"The account has no {self.noun} {number}. The data source {self.type_name}s lists those that exist."
            raise DiagnosticError(error(f"No such {self.noun}", text, Path.of("id")))
        importing.check_owner(request, provider, f"{self.noun} {number}", found.client_id)
        return ReadResponse(state=self.to_state(found, None), private=self.imported_private(found))

    def identify(self, state: M) -> Mapping[str, Value]:
        return {"id": state.id, "client_id": state.stitch_client_id}
