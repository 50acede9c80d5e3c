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
"""Called with the current state and private state. Values that are not known yet are null or unknown."""

StateUpgrade = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Converts a stored state or identity from one version of the schema to the next, both as plain JSON."""


class PlanRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A create (`prior` is None) or an update to plan.

    `config` is the configuration, including write-only values. `proposed` is the plan of the engine, which consists of
    the configuration, defaults, prior values and unknown values. Its write-only values are null.

    Terraform plans once more before it applies. In Terraform 1.16 and later, `planned_private` is then the private
    state that the first plan returned. It is None in a first plan, and in older versions in both.
    """

    config: M
    prior: M | None
    proposed: M
    private: Private
    planned_private: Private | None = None


class PlanResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The plan: `proposed`, in which the resource can change computed attributes.

    `requires_replace` is in addition to that of the schema. `private` is passed to the apply. Terraform keeps it even
    if the apply fails before it saves anything, so it must not record a change as made.
    """

    planned: M
    private: Private
    requires_replace: tuple[Path, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class ReadRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A state to refresh."""

    state: M
    private: Private


class ReadResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The current state of the object in the service."""

    state: M
    private: Private
    diagnostics: tuple[Diagnostic, ...] = ()


class CreateRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A plan of a create to carry out. Every attribute that the user can set is known."""

    config: M
    plan: M
    private: Private
    save: Save[M]


class UpdateRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """A plan of an update to carry out. Every attribute that the user can set is known."""

    config: M
    plan: M
    prior: M
    private: Private
    save: Save[M]


class ApplyResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The new state. Known planned values take precedence over the values in `state`."""

    state: M
    private: Private
    diagnostics: tuple[Diagnostic, ...] = ()


class DeleteRequest(Struct, Generic[M], frozen=True, kw_only=True):
    """An object to destroy."""

    state: M
    private: Private


class ImportRequest(Struct, frozen=True, kw_only=True):
    """An object to import, by id or by identity. Exactly one of them is not None."""

    id: str | None
    identity: Mapping[str, Value] | None


class MoveRequest(Struct, frozen=True, kw_only=True):
    """A state of another resource type, or of another provider, that a `moved` block moves to this type.

    `state` is the raw state as JSON. An example of `provider_address` is `registry.terraform.io/hashicorp/null`.
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
    """Upgrades by the version that they start from. The engine chains them."""
    identity_upgrades: Mapping[int, StateUpgrade] = {}
    """The same for stored identities."""
    importable: bool = True
    """Whether an existing object can be imported."""
    providers_of_namesakes: frozenset[str] = frozenset()
    """Addresses of providers with another resource type of the same name, whose states `move` converts.

    A state of the same type name and any other provider address is a state of this type: the engine upgrades it.
    """

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """Check a configuration without calls. Values can be unknown. The validators of the schema ran before."""
        return ()

    async def plan(self, request: PlanRequest[M], provider: A_contra | None) -> PlanResponse[M]:
        """Change the plan of the engine. `provider` is None if the provider's configuration is unknown."""
        return PlanResponse(planned=request.proposed, private=request.private)

    async def plan_destroy(self, state: M) -> Iterable[Diagnostic]:
        """Diagnostics to display before the object is destroyed."""
        return ()

    async def read(self, request: ReadRequest[M], provider: A_contra) -> ReadResponse[M] | None:
        """The current state of the object, or None if it does not exist any more."""
        ...

    async def create(self, request: CreateRequest[M], provider: A_contra) -> ApplyResponse[M]:
        """Create the object. Call `save` as soon as it has an id."""
        ...

    async def update(self, request: UpdateRequest[M], provider: A_contra) -> ApplyResponse[M]:
        """Change the object from the prior to the planned state."""
        ...

    async def delete(self, request: DeleteRequest[M], provider: A_contra) -> Iterable[Diagnostic]:
        """Destroy the object. If it does not exist any more, that is not an error."""
        ...

    async def import_state(self, request: ImportRequest, provider: A_contra) -> ReadResponse[M]:
        """The complete state of an existing object; raises DiagnosticError if there is none."""
        ...

    def identify(self, state: M) -> Mapping[str, Value]:
        """The identity of the object with this state: a value of `identity`."""
        ...

    def move(self, request: MoveRequest) -> ReadResponse[M] | None:
        """The state of another type converted to this type, or None if that is not possible."""
        return None
