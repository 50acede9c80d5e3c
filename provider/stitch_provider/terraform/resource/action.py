"""Actions: what a provider does on request without keeping a state of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.schema.attribute import Schema

M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)

Report: TypeAlias = Callable[[str], None]
"""Shows the user a sentence about how far an action has come, at once."""


class Action(Protocol[M, A_contra]):
    """An action type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """What is wrong with a configuration, offline; values may be unknown. Schema validators ran before."""
        return ()

    async def plan(self, config: M, provider: A_contra | None) -> Iterable[Diagnostic]:
        """What the user should know before it is invoked.

        Values may be unknown; `provider` is None while the provider's configuration is.
        """
        return ()

    async def invoke(self, config: M, provider: A_contra, progress: Report) -> Iterable[Diagnostic]:
        """Do it; every value of `config` is known. May raise DiagnosticError."""
        ...
