"""Why an account cannot have another email or hook: its plan (reference 1.4) or the limit (reference 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect import ConnectError, RefusedError
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, error

if TYPE_CHECKING:
    from stitch_provider.terraform.values.path import Path

LIMIT = 10
"""Emails of one account, and hooks of one account."""


def not_created(refusal: ConnectError, action: str, path: Path, plural: str) -> Diagnostic:
    """Why there is no new one; `plural` is what an account has `LIMIT` of, `path` what the service was asked to add.

    The service tells the two gates apart by their words only.
    """
    said = refusal.message if isinstance(refusal, RefusedError) else ""
    if "additional" in said or "exceeded the limit" in said:
        return error(
            f"Could not {action}",
            f"The account has {LIMIT} {plural} already, disabled ones included, which is all that Stitch allows. "
            "Remove one that is not needed; with create_before_destroy a replacement needs a free place too.",
        )
    if "not authorized" in said or "not have access" in said:
        return error(
            f"Could not {action}",
            f"The plan of the account does not include {plural}. Stitch said: {said} Change the plan in the Stitch web "
            "application, or leave the resource out.",
        )
    return explain(refusal, action, path=path)
