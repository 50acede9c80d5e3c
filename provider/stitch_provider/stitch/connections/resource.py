"""The resource class that sources and destinations share.

Both have the same lifecycle: properties and credentials are sent in one map, Stitch then checks the connection, and
deleting is one call. The nouns differ in their attributes (`mapper`) and in the meaning of refusals (`refine`). The
reasons for one class are in docs/design/2026-11-sources-and-destinations.md.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch import importing, ownership, timeouts
from stitch_provider.stitch.connections import checks, credentials, planning, sending, unconfirmed
from stitch_provider.stitch.connections.calls import calls_of
from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from stitch_provider.connect import Destination, Source
    from stitch_provider.stitch.connections.calls import Calls
    from stitch_provider.stitch.connections.properties import Rules
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.types.rules import Noun
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.resource import Private
    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Unknown, Value

M = TypeVar("M", bound=ConnectionModel)
C = TypeVar("C", bound="Source | Destination")
C_contra = TypeVar("C_contra", contravariant=True)


class Mapper(Protocol[M, C_contra]):
    """Between objects of the Connect API and models: the module `mapping` of a noun.

    `to_create` and `to_update` give the arguments of the calls; those of an update are {} where nothing changes. The
    others give states: after an apply, after a read, and of an object that exists.
    """

    def to_create(self, config: M, plan: M, rules: Rules) -> dict[str, Any]: ...
    def to_update(self, config: M, plan: M, prior: M, private: Private, rules: Rules) -> dict[str, Any]: ...
    def applied(self, connection: C_contra, plan: M) -> M: ...
    def refreshed(self, connection: C_contra, state: M, rules: Rules) -> M: ...
    def imported(self, connection: C_contra) -> M: ...


class ConnectionResource(Resource[M, ProviderData], Generic[M, C]):
    """A connection: create, read, update, delete and import."""

    noun: Noun
    property_paths: Mapping[str, Path] = {}
    """The attributes that properties of the API have outside of `properties`.

    A change of these properties does not make Stitch check the connection again.
    """
    mapper: Mapper[M, C]

    @abstractmethod
    def label(self, model: M) -> str:
        """The object in a message, such as 'source "GitHub Widgets"'."""

    def step_to_wait_for(self, plan: M) -> str | Unknown | None:
        """The step that a create or an update waits for, beside the connection check."""
        return None

    def reschedules(self, plan: M, prior: M) -> bool:
        """Whether an update changes properties that have attributes of their own."""
        return False

    def refine(self, failure: ConnectError, explanation: Explanation) -> Explanation:
        """The explanation of a refused create or update."""
        return explanation

    async def finish_creation(self, provider: ProviderData, connection: C, plan: M) -> tuple[C, tuple[Diagnostic, ...]]:
        """What a create does after the object exists and is saved; failures are warnings."""
        return connection, ()

    def after_read(self, connection: C, model: M) -> tuple[Diagnostic, ...]:
        """What the user should know of a connection as it is."""
        return ()

    def after_import(self, connection: C) -> tuple[Diagnostic, ...]:
        """What the user should know of an import: what it could not take over."""
        return ()

    def validate(self, config: M) -> Iterable[Diagnostic]:
        return planning.validate(self.noun, config)

    async def plan(self, request: PlanRequest[M], provider: ProviderData | None) -> PlanResponse[M]:
        prior, planned = request.prior, request.proposed
        reschedules = prior is not None and self.reschedules(planned, prior)
        waits = checks.may_wait(self.noun, planned.connection_check, self.step_to_wait_for(planned))
        return await planning.plan(self.noun, request, provider, reschedules=reschedules, waits=waits)

    async def read(self, request: ReadRequest[M], provider: ProviderData) -> ReadResponse[M] | None:
        state, private = request.state, request.private
        calls: Calls[C] = calls_of(provider, self.noun)
        number = to_number(str(state.id))
        with provider.explaining(f"read {self.label(state)}", secrets=credentials.values(state)):
            try:
                connection = await calls.get(number)
            except NotFoundError:
                return None
        if unconfirmed.anything(private):
            with suppress(ConnectError):  # a check that cannot be read confirms nothing
                private = unconfirmed.confirm(private, await calls.last_check(number))
        rules = planning.card_rules(self.noun, connection.report_card)
        refreshed = self.mapper.refreshed(connection, state, rules)
        return ReadResponse(
            state=refreshed,
            private=credentials.take_stock(private, state.credentials, connection.report_card),
            diagnostics=self.after_read(connection, refreshed),
        )

    async def create(self, request: CreateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        """Create, then finish and wait as planned. What fails after the creation leaves the object in the state."""
        config, plan = request.config, request.plan
        provider = provider.within(timeouts.limit(plan.timeouts, "create"))
        rules = await planning.rules_of(provider, self.noun, plan.type)
        arguments = self.mapper.to_create(config, plan, rules.properties.get)
        with self._sending(provider, f"create {self.label(plan)}", arguments, config, plan):
            connection: C = await calls_of(provider, self.noun).create(**arguments)
        private = credentials.remember(request.private, config.credentials_wo, plan.credentials_wo_version)
        goal = checks.goal(self.noun, plan.connection_check, self.step_to_wait_for(plan))
        waiting = unconfirmed.remember(private, self._checked(arguments), None) if goal.anything else private
        request.save(self.mapper.applied(connection, plan), waiting)
        connection, diagnostics = await self.finish_creation(provider, connection, plan)
        secrets = credentials.values(config, plan)
        outcome = await checks.wait(provider, goal, connection, self.label(plan), secrets)
        found = outcome.diagnostics or self.after_read(outcome.connection, plan)
        return ApplyResponse(
            state=self.mapper.applied(outcome.connection, plan),
            private=waiting if outcome.unconfirmed else private,
            diagnostics=(*diagnostics, *found),
        )

    async def update(self, request: UpdateRequest[M], provider: ProviderData) -> ApplyResponse[M]:
        """Send what changed in one call, then wait where the change makes Stitch connect again."""
        config, plan, prior = request.config, request.plan, request.prior
        provider = provider.within(timeouts.limit(plan.timeouts, "update"))
        settings = plan.properties != prior.properties or credentials.carried(request.private).due
        rules = await planning.rules_of(provider if settings else None, self.noun, plan.type)
        arguments = self.mapper.to_update(config, plan, prior, request.private, rules.properties.get)
        checked = self._checked(arguments)
        goal = checks.goal(self.noun, plan.connection_check, self.step_to_wait_for(plan))
        calls: Calls[C] = calls_of(provider, self.noun)
        number = to_number(str(prior.id))
        with self._sending(provider, f"change {self.label(prior)}", arguments, config, plan):
            stale = await calls.last_check(number) if checked and goal.anything else None
            connection = await (calls.update(number, **arguments) if arguments else calls.get(number))
        private = credentials.after(config, plan, request.private)
        if not (checked and goal.anything):
            return ApplyResponse(state=self.mapper.applied(connection, plan), private=private)
        last = stale.name if stale else None
        waiting = unconfirmed.remember(private, checked, last)
        request.save(self.mapper.applied(connection, plan), waiting)
        secrets = credentials.values(config, plan)
        outcome = await checks.wait(provider, replace(goal, stale=last), connection, self.label(plan), secrets)
        return ApplyResponse(
            state=self.mapper.applied(outcome.connection, plan),
            private=waiting if outcome.unconfirmed else unconfirmed.forget(private),
            diagnostics=outcome.diagnostics,
        )

    async def delete(self, request: DeleteRequest[M], provider: ProviderData) -> Iterable[Diagnostic]:
        state = request.state
        provider = provider.within(timeouts.limit(state.timeouts, "delete"))
        with provider.explaining(f"delete {self.label(state)}", secrets=credentials.values(state)):
            existed = await calls_of(provider, self.noun).delete(to_number(str(state.id)))
        if not existed:
            await ownership.check_missing(provider, self.label(state), state.stitch_client_id)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[M]:
        """Take over everything that the service shows and a user can set."""
        number = importing.number(request)
        with provider.explaining(f"import {self.noun} {number}"):
            connection: C = await calls_of(provider, self.noun).get(number)
        importing.check_owner(request, provider, f"{self.noun} {number}", connection.stitch_client_id)
        state = self.mapper.imported(connection)
        return ReadResponse(state=state, private={}, diagnostics=self.after_import(connection))

    def identify(self, state: M) -> Mapping[str, Value]:
        return {"id": state.id, "client_id": state.stitch_client_id}

    def _checked(self, arguments: Mapping[str, Any]) -> frozenset[str]:
        """The names of what a create or an update sends and Stitch checks the connection for."""
        return frozenset(arguments.get("properties", {})).difference(self.property_paths)

    def _sending(
        self, provider: ProviderData, tried: str, arguments: Mapping[str, Any], config: M, plan: M
    ) -> AbstractContextManager[None]:
        """Explains a refusal of the properties that a create or an update sends."""
        unset = [name for name in self._checked(arguments) if arguments["properties"][name] is None]

        def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
            refined = sending.explain_unsetting(failure, explanation, unset)
            return self.refine(failure, refined)

        return provider.explaining(
            tried,
            paths={**self.property_paths, **sending.paths(config)},
            secrets=credentials.values(config, plan),
            refine=refine,
        )
