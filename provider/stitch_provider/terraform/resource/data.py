"""Data sources: objects that a configuration reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.schema.attribute import Schema

M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)


class DataResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """The result of a data source: its configuration, with every computed attribute set."""

    state: M
    diagnostics: tuple[Diagnostic, ...] = ()


class DataSource(Protocol[M, A_contra]):
    """A data source type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """Check a configuration without calls. Values can be unknown. The validators of the schema ran before."""
        return ()

    async def read(self, config: M, provider: A_contra) -> DataResponse[M]:
        """Read the object; raises DiagnosticError if it does not exist."""
        ...
