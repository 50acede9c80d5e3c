"""Diagnostics: the errors and warnings that Terraform displays to the user.

Functions return diagnostics. Code that cannot return them raises a `DiagnosticError`. The text of a diagnostic names
the attribute, what is wrong and what to do. It never contains a stack trace. It contains the value of an attribute only
if that attribute can be no secret.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(Enum):
    """How Terraform treats a diagnostic: an error stops the operation, a warning is only displayed."""

    ERROR = 1
    WARNING = 2


class Diagnostic(Struct, frozen=True):
    """An error or warning.

    `summary` is a few words without a full stop. `detail` is in whole sentences and says what is wrong and what to do.
    `path` is the path of the attribute concerned, or `ROOT`.
    """

    severity: Severity
    summary: str
    detail: str
    path: Path = ROOT

    def at(self, prefix: Path) -> Diagnostic:
        """The same diagnostic, with `prefix` before its path."""
        return replace(self, path=Path(prefix.steps + self.path.steps))

    def as_warning(self) -> Diagnostic:
        """The same diagnostic as a warning, for an operation that continues nevertheless."""
        return replace(self, severity=Severity.WARNING)


def error(summary: str, detail: str, path: Path = ROOT) -> Diagnostic:
    """An error: the operation cannot continue or has failed."""
    return Diagnostic(Severity.ERROR, summary, detail, path)


def warning(summary: str, detail: str, path: Path = ROOT) -> Diagnostic:
    """A warning: the operation continues."""
    return Diagnostic(Severity.WARNING, summary, detail, path)


def has_error(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


class DiagnosticError(Exception):
    """Ends an operation with diagnostics, of which at least one is an error.

    What the operation has saved before remains in Terraform's state.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.summary for diagnostic in diagnostics))
        self.diagnostics = diagnostics

    def as_warnings(self) -> tuple[Diagnostic, ...]:
        """The diagnostics as warnings, for an operation that continues nevertheless."""
        return tuple(diagnostic.as_warning() for diagnostic in self.diagnostics)
