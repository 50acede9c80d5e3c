"""List resources: they find existing objects of a managed resource, for `terraform query`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.values.value import Value

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stitch_provider.terraform.schema.attribute import Schema

C = TypeVar("C")
M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)


class ListRequest(Struct, Generic[C], frozen=True, kw_only=True):
    """A request for a list. `config` is the list block, which is wholly known.

    `include_resource` is true if states are requested. `limit` is the maximum number of objects, or 0 if there is none.
    A list resource that yields more objects is stopped.
    """

    config: C
    include_resource: bool
    limit: int


class Listed(Struct, Generic[M], frozen=True, kw_only=True):
    """An object: its name for display, its identity, and its state if requested, which is that of an import."""

    display_name: str
    identity: Mapping[str, Value]
    state: M | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class ListResource(Protocol[C, A_contra]):
    """A type of managed resource that can be listed. `schema` and `model` are those of the list block."""

    type_name: str
    """The type name of the managed resource."""
    schema: Schema
    model: type[C]

    def validate(self, config: C) -> Iterable[Diagnostic]:
        """Check a list block without calls. Values can be unknown. The validators of the schema ran before."""
        return ()

    def list(self, request: ListRequest[C], provider: A_contra) -> AsyncGenerator[Listed[Any], None]:
        """Yield the objects as they are found. May raise DiagnosticError."""
        ...
