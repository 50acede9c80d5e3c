"""Choices: attributes that take one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.values.path import Path
    from stitch_provider.terraform.values.value import Value


class Choice(Struct, frozen=True):
    """Validates that a value is one of these words."""

    words: tuple[str, ...]

    def validate(self, value: Value, path: Path) -> Iterable[Diagnostic]:
        """An error that offers the words where the value is none of them."""
        if value in self.words:
            return ()
        hint = nearest(str(value), self.words)
        return (error("Not one of the choices", f'{path} cannot be "{value}".{hint}', path),)
