"""Data sources: what can be looked up."""

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
    """What a data source found: its configuration with every computed attribute filled."""

    state: M
    diagnostics: tuple[Diagnostic, ...] = ()


class DataSource(Protocol[M, A_contra]):
    """A data source type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """What is wrong with a configuration, offline; values may be unknown. Schema validators ran before."""
        return ()

    async def read(self, config: M, provider: A_contra) -> DataResponse[M]:
        """Look it up; raises DiagnosticError where it is not there."""
        ...
