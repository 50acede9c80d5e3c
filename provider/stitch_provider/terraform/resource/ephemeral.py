"""Ephemeral resources: values that exist while Terraform runs and reach neither plan nor state."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct, field

from stitch_provider.terraform.diagnostics import Diagnostic
from stitch_provider.terraform.resource.private import Private

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.schema.attribute import Schema

M = TypeVar("M")
A_contra = TypeVar("A_contra", contravariant=True)


class OpenResponse(Struct, Generic[M], frozen=True, kw_only=True):
    """What was opened: the configuration with every computed attribute filled.

    `private` comes back at renewals and at the end. `renew_at` (aware) is when to renew; None where that is never due.
    """

    result: M
    private: Private = field(default_factory=dict)
    renew_at: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class RenewResponse(Struct, frozen=True, kw_only=True):
    """A renewal: `private` and `renew_at` as in `OpenResponse`."""

    private: Private = field(default_factory=dict)
    renew_at: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class EphemeralResource(Protocol[M, A_contra]):
    """An ephemeral resource type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """What is wrong with a configuration, offline; values may be unknown. Schema validators ran before."""
        return ()

    async def open(self, config: M, provider: A_contra) -> OpenResponse[M]:
        """Make it; every value of `config` is known."""
        ...

    async def renew(self, private: Private, provider: A_contra) -> RenewResponse:
        """Keep it valid; called only after an answer with `renew_at`."""
        return RenewResponse(private=private)

    async def close(self, private: Private, provider: A_contra) -> Iterable[Diagnostic]:
        """Let go of it; something that is gone already is a success."""
        return ()
