"""List resources: managed resources that exist already, found for `terraform query`."""

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
    """What to look for: `config` is the list block, wholly known.

    `include_resource` asks for states. More than `limit` objects are not wanted, 0 standing for no limit; who yields
    more is stopped.
    """

    config: C
    include_resource: bool
    limit: int


class Listed(Struct, Generic[M], frozen=True, kw_only=True):
    """One object: a name for people, its identity, and its state as an import would give it where that is asked for."""

    display_name: str
    identity: Mapping[str, Value]
    state: M | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class ListResource(Protocol[C, A_contra]):
    """A type of managed resource that can be listed. `schema` and `model` are those of the list block."""

    type_name: str
    """That of the managed resource."""
    schema: Schema
    model: type[C]

    def validate(self, config: C) -> Iterable[Diagnostic]:
        """What is wrong with a list block, offline; values may be unknown. Schema validators ran before."""
        return ()

    def list(self, request: ListRequest[C], provider: A_contra) -> AsyncGenerator[Listed[Any], None]:
        """The objects, one after the other as they are found; may raise DiagnosticError."""
        ...
