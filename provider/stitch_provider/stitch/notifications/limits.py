"""Why an account cannot have another email or hook: its plan (reference 1.4) or the limit (reference 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import RefusedError
from stitch_provider.terraform.values.path import ROOT

if TYPE_CHECKING:
    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.explaining import Explanation

LIMIT = 10
"""Emails of one account, and hooks of one account."""


def refine_creation(failure: ConnectError, explanation: Explanation, *, plural: str) -> Explanation:
    """How a refused creation is explained; `plural` is what an account can have `LIMIT` of.

    The service distinguishes the two reasons by its words only (reference 2.13, 2.14).
    """
    said = failure.message if isinstance(failure, RefusedError) else ""
    if "additional" in said or "exceeded the limit" in said:
        return replace(
            explanation,
            exists=f"The account has {LIMIT} {plural}, including disabled ones, and cannot have more.",
            advice="Remove one that is not needed. A replacement with create_before_destroy temporarily needs one "
            "more.",
            path=ROOT,
        )
    if "not authorized" in said or "not have access" in said:
        return replace(
            explanation,
            exists=f"The plan of the account does not include {plural}.",
            advice="Change the plan in the Stitch web application, or remove the resource.",
            path=ROOT,
        )
    return explanation
