"""The error of an operation that needs provider data, before there is any."""

from __future__ import annotations

from stitch_provider.terraform.diagnostics import DiagnosticError, error


def not_configured() -> DiagnosticError:
    """The error of an operation that needs a configured provider."""
    return DiagnosticError(
        error(
            "Provider is not configured",
            "This operation needs the provider's configuration, which is missing or contains values that are only "
            "known after apply. Apply what those values come from first (for example with -target), or set them "
            "directly.",
        )
    )
