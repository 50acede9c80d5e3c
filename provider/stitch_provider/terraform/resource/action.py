"""Actions: operations that Terraform invokes on request and keeps no state of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.schema.attribute import Schema

M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)

Report: TypeAlias = Callable[[str], None]
"""Displays a sentence about the progress of an action to the user, immediately."""


class Action(Protocol[M, A_contra]):
    """An action type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """Check a configuration without calls. Values can be unknown. The validators of the schema ran before."""
        return ()

    async def plan(self, config: M, provider: A_contra | None) -> Iterable[Diagnostic]:
        """Diagnostics to display before the action is invoked.

        Values can be unknown. `provider` is None if the provider's configuration is unknown.
        """
        return ()

    async def invoke(self, config: M, provider: A_contra, progress: Report) -> Iterable[Diagnostic]:
        """Invoke the action. Every value of `config` is known. May raise DiagnosticError."""
        ...
