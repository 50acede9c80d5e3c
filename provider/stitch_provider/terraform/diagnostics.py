"""Diagnostics: the errors and warnings that Terraform shows to its user.

Diagnostics are values that functions return; only `DiagnosticError` carries them through code that cannot return. A
text names the attribute, what is wrong and what to do. It never contains the value of an attribute unless the caller
knows that the attribute is no secret, and never a stack trace.
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
    """How Terraform treats a diagnostic: an error stops the operation, a warning is only shown."""

    ERROR = 1
    WARNING = 2


class Diagnostic(Struct, frozen=True):
    """One error or warning.

    `summary` is a few words without a full stop; `detail` whole sentences that say what is wrong and what to do; `path`
    the attribute concerned, `ROOT` where none is.
    """

    severity: Severity
    summary: str
    detail: str
    path: Path = ROOT

    def at(self, prefix: Path) -> Diagnostic:
        """The same diagnostic, its path taken as relative to `prefix`."""
        return replace(self, path=Path(prefix.steps + self.path.steps))


def error(summary: str, detail: str, path: Path = ROOT) -> Diagnostic:
    """An error: the operation cannot go on or has failed."""
    return Diagnostic(Severity.ERROR, summary, detail, path)


def warning(summary: str, detail: str, path: Path = ROOT) -> Diagnostic:
    """A warning: the operation goes on, its user should know."""
    return Diagnostic(Severity.WARNING, summary, detail, path)


def has_error(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


class DiagnosticError(Exception):
    """Ends an operation with diagnostics, at least one of them an error.

    What the operation saved before it was raised stays in Terraform's state.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.summary for diagnostic in diagnostics))
        self.diagnostics = diagnostics

    def as_warnings(self) -> tuple[Diagnostic, ...]:
        """The diagnostics as warnings, for an operation that goes on all the same."""
        return tuple(replace(diagnostic, severity=Severity.WARNING) for diagnostic in self.diagnostics)
