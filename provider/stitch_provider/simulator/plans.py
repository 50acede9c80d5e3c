"""What each plan includes (reference 1.4, 4.7).

Where the documentation is silent, the trial has what Advanced has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stitch_provider.catalog.models import Details
    from stitch_provider.simulator.options import Plan, Switches

HARD_DESTINATION_LIMIT: Final = 10
STANDARD_SOURCE_LIMIT: Final = 10
IMPORT_TOKEN_LIMIT: Final = 2
EMAIL_LIMIT: Final = 10
HOOK_LIMIT: Final = 10


def destination_limit(switches: Switches) -> int:
    """How many destinations the account may have at one time."""
    if switches.destination_limit is not None:
        return min(switches.destination_limit, HARD_DESTINATION_LIMIT)
    return {"trial": 3, "standard": 1, "advanced": 3, "premium": 5}[switches.plan]


def source_limit(switches: Switches) -> int | None:
    """How many sources the account may have at one time; None is any number."""
    if switches.source_limit is not None:
        return switches.source_limit
    return STANDARD_SOURCE_LIMIT if switches.plan == "standard" else None


def retention_days(plan: Plan) -> int:
    """How many days extractions and loads stay listed."""
    return 7 if plan == "standard" else 60


def has_cron(plan: Plan) -> bool:
    """Whether sources may be scheduled by a cron expression."""
    return plan != "standard"


def has_hooks(plan: Plan) -> bool:
    """Whether the account may have post-load hooks."""
    return plan != "standard"


def has_access(details: Details, plan: Plan) -> bool:
    """Whether the account may create connections of a type; the catalog knows the answer for Standard."""
    if details.pipeline_state in {"alpha", "deprecated"}:
        return details.access
    return details.access or plan != "standard"
