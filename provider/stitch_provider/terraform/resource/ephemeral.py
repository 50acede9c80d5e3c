"""Ephemeral resources: objects that exist only while Terraform runs, and are in neither plan nor state."""

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
    """An opened object: the configuration, with every computed attribute set.

    `private` is passed to `renew` and `close`. `renew_at` is when to renew the object, as an aware datetime, or None if
    it need not be renewed.
    """

    result: M
    private: Private = field(default_factory=dict)
    renew_at: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class RenewResponse(Struct, frozen=True, kw_only=True):
    """A renewed object: `private` and `renew_at` as in `OpenResponse`."""

    private: Private = field(default_factory=dict)
    renew_at: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class EphemeralResource(Protocol[M, A_contra]):
    """An ephemeral resource type."""

    type_name: str
    schema: Schema
    model: type[M]

    def validate(self, config: M) -> Iterable[Diagnostic]:
        """Check a configuration without calls. Values can be unknown. The validators of the schema ran before."""
        return ()

    async def open(self, config: M, provider: A_contra) -> OpenResponse[M]:
        """Open an object. Every value of `config` is known."""
        ...

    async def renew(self, private: Private, provider: A_contra) -> RenewResponse:
        """Renew the object. It is only called after a response with `renew_at`."""
        return RenewResponse(private=private)

    async def close(self, private: Private, provider: A_contra) -> Iterable[Diagnostic]:
        """Close the object. If it does not exist any more, that is not an error."""
        return ()
