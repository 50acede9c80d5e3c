"""Terraform's core for tests: it manages one resource in one state file.

It sends the requests that Terraform sends, and checks every response by the rules of Terraform (`fakes.objchange`). It
stores state, private state and identity between the operations. After every successful create or update it does what
the next run of Terraform would do, in another process, and checks two invariants: a refresh changes nothing, and the
plan is empty, without diagnostics that the apply did not have.

A test whose apply correctly leaves something to do makes it inside of `Core.breaking_invariants`, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakes.objchange import Object, outcome_problems, plan_problems, propose, replacing, write_only_problems
from stitch_provider.terraform.diagnostics import Diagnostic, has_error
from stitch_provider.terraform.engine import apply, generate_config, import_state, plan, read, validate
from stitch_provider.terraform.engine.deferral import DeferredReason
from stitch_provider.terraform.schema.attribute import NestedAttributes
from stitch_provider.terraform.schema.model import bind
from stitch_provider.terraform.values import msgpack
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, wholly_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fakes.processes import Processes
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.schema.attribute import Attribute
    from stitch_provider.terraform.values.types import ObjectType


@dataclass(frozen=True, slots=True)
class Plan:
    """What Terraform makes of the answers to PlanResourceChange.

    `action` is `create`, `update`, `replace`, `delete` or `nothing`. `planned` is what there will be; in the plan of a
    replacement it was planned as for a new object. `requires_replace` has the paths that changed, out of those that the
    provider named.
    """

    action: str
    config: Object | None
    planned: Object | None
    private: bytes = b""
    identity: Object | None = None
    requires_replace: tuple[Path, ...] = ()
    deferred: DeferredReason | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def after(self) -> Object:
        """What there will be, if anything."""
        assert self.planned is not None, self.diagnostics
        return self.planned


class Core:
    """One resource that Terraform manages. Configurations are passed by attribute; an attribute not passed is null.

    `ignore_changes` names attributes, as in a lifecycle block. Only plans ignore their changes: an apply receives the
    configuration as it is. `stores_planned_private` is what Terraform 1.16 and later do: a plan that is repeated before
    the apply has the private state of the first one.
    """

    def __init__(
        self, processes: Processes, type_name: str, *, state: Object | None = None, identity: Object | None = None
    ) -> None:
        self.processes = processes
        self.type_name = type_name
        self.state = state
        self.private = b""
        self.identity = identity
        self.tainted = False
        self.ignore_changes: tuple[str, ...] = ()
        self.stores_planned_private = False
        self._reason: str | None = None

    @property
    def session(self) -> Session:
        """The process of the command that runs now."""
        return self.processes.session

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """The attributes of the resource by name."""
        attributes: Mapping[str, Attribute] = self._schema.attributes
        return attributes

    @contextmanager
    def breaking_invariants(self, reason: str) -> Iterator[None]:
        """Allow the applies in this block, each of which must break an invariant. `reason` is why that is correct."""
        self._reason = reason
        yield
        self._reason = None

    async def validate(self, **config: Any) -> tuple[Diagnostic, ...]:
        """Validate a configuration."""
        return await self._validate(self._filled(config))

    async def plan(self, *, deferral_allowed: bool = False, **config: Any) -> Plan:
        """The plan for a configuration; where the provider finds errors, without a planned value."""
        return await self._plan(self.session, self._filled(config), deferral_allowed=deferral_allowed)

    async def plan_destroy(self) -> Plan:
        """The plan to destroy the object."""
        response = await self._ask(self.session, None, self.state, self.private, self.identity)
        assert response.planned is None
        return Plan("delete", None, None, response.private, response.identity, diagnostics=response.diagnostics)

    async def refresh(self) -> tuple[Diagnostic, ...]:
        """Read as a new command does, and keep what was read; the warnings of the read."""
        await self.processes.start()
        return await self._refresh()

    async def apply(self, **config: Any) -> tuple[Diagnostic, ...]:
        """Refresh, plan and apply as one command does. Returns the diagnostics of the apply alone."""
        await self.refresh()
        planned = await self.plan(**config)
        assert not has_error(planned.diagnostics), planned.diagnostics
        if planned.action == "nothing":
            return ()
        if planned.action == "replace":
            found = await self._destroy(planned.private)
            assert not has_error(found), found
        return await self.carry_out(await self.planned_again(planned), **config)

    async def carry_out(
        self, planned: Plan, progress: apply.Progress | None = None, **config: Any
    ) -> tuple[Diagnostic, ...]:
        """Apply a plan, with the configuration as it is known now; the diagnostics of the apply.

        As in Terraform, these are those of the plan that is made anew, if it has errors.
        """
        known = self._filled(config)
        assert wholly_known(known)
        if self._seen(known) != planned.config:
            planned = await self.planned_again(planned, known)
        if has_error(planned.diagnostics):
            return planned.diagnostics
        if planned.action == "nothing":
            return ()
        request = apply.Request(
            type_name=self.type_name,
            config=known,
            prior=self.state,
            planned=planned.after,
            private=planned.private,
            planned_identity=planned.identity,
        )
        response = await apply.apply(self.session, request, progress)
        self._check_applied(planned, response)
        if response.state is None:
            return response.diagnostics
        failed = has_error(response.diagnostics)
        self.tainted = failed and (self.state is None or self.tainted)
        self.state, self.private, self.identity = response.state, response.private, response.identity
        if not failed:
            await self._check_invariants(known, {*planned.diagnostics, *response.diagnostics})
        return response.diagnostics

    async def destroy(self) -> tuple[Diagnostic, ...]:
        """Plan to destroy the object and do so; the diagnostics of the apply."""
        planned = await self.plan_destroy()
        assert not has_error(planned.diagnostics), planned.diagnostics
        return await self._destroy(planned.private)

    async def import_state(
        self,
        id: str = "",
        identity: Object | None = None,
    ) -> tuple[Diagnostic, ...]:
        """Import as a new command does, which reads what it has imported; the diagnostics of the import."""
        await self.processes.start()
        request = import_state.Request(type_name=self.type_name, id=id, identity=identity)
        response = await import_state.import_state(self.session, request)
        if has_error(response.diagnostics):
            return response.diagnostics
        self._check_state(response.state, response.identity)
        self.state, self.private, self.identity = response.state, response.private, response.identity
        await self._refresh()
        assert self.state is not None, "what was imported does not exist"
        return response.diagnostics

    async def generated(self) -> Object:
        """The configuration that Terraform would generate for the state."""
        request = generate_config.Request(type_name=self.type_name, state=self.state)
        config = (await generate_config.generate_config(self.session, request)).config
        assert config is not None
        _check_conformance(config, self._schema.object_type)
        return config

    @property
    def _schema(self) -> Any:
        return self.session.resource(self.type_name).schema

    def _filled(self, config: Mapping[str, Any]) -> Object:
        filled = fill(self._schema.attributes, config)
        _check_conformance(filled, self._schema.object_type)
        return filled

    async def _validate(self, config: Object) -> tuple[Diagnostic, ...]:
        request = validate.ResourceRequest(type_name=self.type_name, config=config, write_only_allowed=True)
        return (await validate.validate_resource(self.session, request)).diagnostics

    async def _ask(
        self,
        session: Session,
        config: Object | None,
        prior: Object | None,
        private: bytes,
        identity: Object | None,
        *,
        planned_private: bytes = b"",
        deferral_allowed: bool = False,
    ) -> plan.Response:
        """PlanResourceChange."""
        request = plan.Request(
            type_name=self.type_name,
            config=config,
            prior=prior,
            proposed=None if config is None else propose(self._schema, config, prior),
            private=private,
            planned_private=planned_private,
            prior_identity=identity,
            deferral_allowed=deferral_allowed,
        )
        response = await plan.plan(session, request)
        if config is not None and not has_error(response.diagnostics):
            _check_conformance(response.planned, self._schema.object_type)
            _refuse(plan_problems(self._schema, prior, config, response.planned))
            _refuse(write_only_problems(self._schema, response.planned))
            assert response.identity is None or wholly_known(response.identity)
            assert prior is None or response.identity == identity, "planned another identity"
        return response

    def _seen(self, config: Object) -> Object:
        """The configuration that a plan sees: attributes whose changes are ignored have their prior values."""
        if self.state is None or self.tainted:
            return config
        return {**config, **{name: self.state[name] for name in self.ignore_changes}}

    async def _plan(
        self, session: Session, config: Object, *, planned_private: bytes = b"", deferral_allowed: bool = False
    ) -> Plan:
        whole, config = config, self._seen(config)
        found = await self._validate(whole)
        if has_error(found):
            return Plan("nothing", config, None, diagnostics=found)
        prior, private, identity = (None, b"", None) if self.tainted else (self.state, self.private, self.identity)
        first = await self._ask(
            session,
            config,
            prior,
            private,
            identity,
            planned_private=planned_private,
            deferral_allowed=deferral_allowed,
        )
        if has_error(first.diagnostics):
            return Plan("nothing", config, None, diagnostics=first.diagnostics)
        assert first.planned is not None
        action, response, changed = "create" if self.state is None else "replace", first, ()
        if prior is not None:
            changed, problems = replacing(first.requires_replace, prior, first.planned)
            _refuse(problems)
            action = "nothing" if first.planned == prior else "replace" if changed else "update"
            if action == "replace":
                config = whole  # which the new object is made of
                response = await self._ask(session, config, None, first.private, None)
                if has_error(response.diagnostics):
                    return Plan("nothing", config, None, diagnostics=response.diagnostics)
        return Plan(
            action,
            config,
            response.planned,
            response.private,
            response.identity,
            changed,
            response.deferred,
            first.diagnostics,
        )

    async def planned_again(self, planned: Plan, config: Object | None = None) -> Plan:
        """The plan that Terraform makes anew when it applies one: as the first, and with what is known by then."""
        stored = planned.private if self.stores_planned_private else b""
        async with self.processes.another() as session:
            final = await self._plan(session, config or planned.config or {}, planned_private=stored)
        if has_error(final.diagnostics):
            return final
        allowed = {"replace": ("create",), "update": ("update", "nothing")}
        assert final.action in allowed.get(planned.action, (planned.action,)), "another action than planned"
        _refuse(outcome_problems(planned.planned, final.planned))
        return final

    async def _destroy(self, private: bytes) -> tuple[Diagnostic, ...]:
        request = apply.Request(type_name=self.type_name, config=None, prior=self.state, planned=None, private=private)
        response = await apply.apply(self.session, request)
        if has_error(response.diagnostics):
            assert response.state == self.state
            return response.diagnostics
        assert response.state is None
        self.state, self.private, self.identity, self.tainted = None, b"", None, False
        return response.diagnostics

    async def _refresh(self) -> tuple[Diagnostic, ...]:
        found = await self._read(self.session)
        self.state, self.private, self.identity = found.state, found.private, found.identity
        return found.diagnostics

    async def _read(self, session: Session) -> read.Response:
        """ReadResource; nothing is kept."""
        request = read.Request(type_name=self.type_name, state=self.state, private=self.private, identity=self.identity)
        response = await read.read(session, request)
        assert not has_error(response.diagnostics), response.diagnostics
        if response.state is not None:
            self._check_state(response.state, response.identity)
            assert _keeps(self.identity, response.identity), "read another identity"
        return response

    def _check_applied(self, planned: Plan, response: apply.Response) -> None:
        """What Terraform insists on after an apply; where that failed, only what is stored counts."""
        if response.state is None:
            assert has_error(response.diagnostics), "a success without a state"
            return
        _check_conformance(response.state, self._schema.object_type)
        assert wholly_known(response.state)
        _refuse(write_only_problems(self._schema, response.state))
        if not has_error(response.diagnostics):
            self._check_state(response.state, response.identity)
            _refuse(outcome_problems(planned.planned, response.state))
            assert self.state is None or _keeps(self.identity, response.identity), "an update changed the identity"

    def _check_state(self, state: Object | None, identity: Object | None) -> None:
        _check_conformance(state, self._schema.object_type)
        assert wholly_known(state)
        _refuse(write_only_problems(self._schema, state))
        assert identity is not None
        resource = self.session.resource(self.type_name)
        _check_conformance(identity, resource.identity.object_type)
        assert wholly_known(identity)
        shown = resource.identify(bind(resource.model, state))
        assert _keeps(shown, identity), "the identity is not that of the state"

    async def _check_invariants(self, config: Object, known: set[Diagnostic]) -> None:
        """Check what the next run of Terraform finds. `known` are the diagnostics of this run."""
        await self.processes.wait()
        async with self.processes.another() as session:
            found = await self._read(session)
            planned = await self._plan(session, config)
        problems = []
        if (found.state, found.private, found.identity) != (self.state, self.private, self.identity):
            changed = [name for name, value in (self.state or {}).items() if (found.state or {}).get(name) != value]
            problems.append(f"a refresh right after the apply changed {changed or 'private state'}")
        if planned.action != "nothing":
            problems.append(f"the plan after the apply is not empty: {planned}")
        if news := {*found.diagnostics, *planned.diagnostics} - known:
            problems.append(f"the plan after the apply has diagnostics of its own: {news}")
        if self._reason is None:
            _refuse(problems)
        else:
            assert problems, f"both invariants hold, so this is no exception: {self._reason}"


def fill(attributes: Mapping[str, Attribute], config: Mapping[str, Any]) -> Object:
    """The configuration with null for everything that it leaves out, inside of nested objects too."""
    assert config.keys() <= attributes.keys(), f"no such attribute: {config.keys() - attributes.keys()}"
    filled: dict[str, Any] = {}
    for name, attribute in attributes.items():
        value = config.get(name)
        assert value is not None or not attribute.required, f"{name} is required"
        assert value is None or attribute.required or attribute.optional, f"{name} cannot be configured"
        filled[name] = _fill_nested(attribute.type, value) if isinstance(attribute.type, NestedAttributes) else value
    return filled


def _fill_nested(nested: NestedAttributes, value: Any) -> Any:
    def fill_one(each: Any) -> Any:
        return fill(nested.attributes, each) if isinstance(each, Mapping) else each

    match value:
        case Mapping() if nested.nesting == "map":
            return {key: fill_one(each) for key, each in value.items()}
        case SetValue():
            return SetValue(map(fill_one, value))
        case tuple():
            return tuple(map(fill_one, value))
        case _:
            return fill_one(value)


def _refuse(problems: Iterable[str]) -> None:
    """Fail with these problems, if there are any."""
    found = list(problems)
    assert not found, "; ".join(found)


def _keeps(before: Object | None, after: Object | None) -> bool:
    """Whether an identity is the same, but for values that were null."""
    return before is None or (after is not None and _without_nulls(before).items() <= after.items())


def _without_nulls(identity: Object) -> dict[str, Any]:
    return {name: value for name, value in identity.items() if value is not None}


def _check_conformance(value: Object | None, kind: ObjectType) -> None:
    """The value can be sent, and arrives as it was."""
    assert msgpack.decode(msgpack.encode(value, kind), kind) == value
