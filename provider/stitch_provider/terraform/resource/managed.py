"""Managed resources: objects that Terraform creates, changes and destroys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.resource.private import Private
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from stitch_provider.terraform.schema.attribute import IdentitySchema, Schema

M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)

Save = Callable[[M, Private], None]
"""Called with the state (nulls or unknowns where not known yet) and private state reached so far."""

StateUpgrade = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From a stored state (or identity) of one schema version to one of the next version, both as plain JSON."""


class PlanRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A create (`prior` is None) or an update to plan.

    `config` is what the user wrote, write-only values included; `proposed` is the engine's plan: configuration,
    defaults, prior values of computed attributes and unknowns in place, write-only values null.
    """

    config: M
    prior: M | None
    proposed: M
    private: Private


class PlanResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The plan: `proposed` with computed attributes changed where the resource knows better.

    `requires_replace` adds to what the schema says. `private` comes back at apply, and Terraform keeps it even where
    that apply fails before it saves anything: what tells that a change was carried out must not stand in it yet.
    """

    planned: M
    private: Private
    requires_replace: tuple[Path, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class ReadRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A state to bring up to date."""

    state: M
    private: Private


class ReadResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The state as the service has it now."""

    state: M
    private: Private
    diagnostics: tuple[Diagnostic, ...] = ()


class CreateRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A plan to carry out; every attribute that the user can set is known."""

    config: M
    plan: M
    private: Private
    save: Save[M]


class UpdateRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A plan to carry out on an object that exists; every attribute that the user can set is known."""

    config: M
    plan: M
    prior: M
    private: Private
    save: Save[M]


class ApplyResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The state reached. The engine lets known planned values prevail over what stands here."""

    state: M
    private: Private
    diagnostics: tuple[Diagnostic, ...] = ()


class DeleteRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """An object to destroy."""

    state: M
    private: Private


class ImportRequest(Struct, frozen=True, kw_only=True):
    """What to import: the id a user typed, or an identity (exactly one is not None)."""

    id: str | None
    identity: Mapping[str, Value] | None


class MoveRequest(Struct, frozen=True, kw_only=True):
    """A state of another resource type, perhaps of another provider, that a `moved` block brings here.

    `state` is the raw state as JSON; `provider_address` is such as `registry.terraform.io/hashicorp/null`.
    """

    provider_address: str
    type_name: str
    schema_version: int
    state: Mapping[str, Any]
    private: Private


class Resource(Protocol[M, A_contra]):
    """A managed resource type."""

    type_name: str
    schema: Schema
    identity: IdentitySchema
    model: type[M]
    state_upgrades: Mapping[int, StateUpgrade] = {}
    """By the version that each one starts from; the engine chains them."""
    identity_upgrades: Mapping[int, StateUpgrade] = {}
    """The same for stored identities."""

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """What is wrong with a configuration, offline; values may be unknown. Schema validators ran before."""
        return ()

    async def plan(self, request: PlanRequest[M], provider: A_contra | None) -> PlanResponse[M]:
        """Refine the engine's plan; `provider` is None while the provider's configuration is unknown."""
        return PlanResponse(planned=request.proposed, private=request.private)

    async def plan_destroy(self, state: M) -> Iterable[Diagnostic]:
        """What the user should know before this is destroyed."""
        return ()

    async def read(self, request: ReadRequest[M], provider: A_contra) -> ReadResponse[M] | None:
        """The state as the service has it, or None where the object is gone."""
        ...

    async def create(self, request: CreateRequest[M], provider: A_contra) -> ApplyResponse[M]:
        """Create the object; `save` its id as soon as there is one."""
        ...

    async def update(self, request: UpdateRequest[M], provider: A_contra) -> ApplyResponse[M]:
        """Change the object from prior to planned."""
        ...

    async def delete(self, request: DeleteRequest[M], provider: A_contra) -> Iterable[Diagnostic]:
        """Destroy the object; one that is gone already is a success."""
        ...

    async def import_state(self, request: ImportRequest, provider: A_contra) -> ReadResponse[M]:
        """The complete state of an existing object; raises DiagnosticError where there is none."""
        ...

    def identify(self, state: M) -> Mapping[str, Value]:
        """The identity of the object with this state: a value of `identity`."""
        ...

    def move(self, request: MoveRequest) -> ReadResponse[M] | None:
        """The state of this type that a foreign state becomes, or None where it cannot become one."""
        return None
