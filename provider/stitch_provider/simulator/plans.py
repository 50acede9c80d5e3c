"""The features and limits of each plan (reference 1.4, 4.7).

Where the documentation does not mention the trial, it has what the Advanced plan has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stitch_provider.catalog import ON_REQUEST

if TYPE_CHECKING:
    from stitch_provider.catalog.models import Details
    from stitch_provider.simulator.options import Plan, Switches

HARD_DESTINATION_LIMIT: Final = 10
STANDARD_SOURCE_LIMIT: Final = 10


def destination_limit(switches: Switches) -> int:
    """How many destinations the account can have at the same time."""
    if switches.destination_limit is not None:
        return min(switches.destination_limit, HARD_DESTINATION_LIMIT)
    return {"trial": 3, "standard": 1, "advanced": 3, "premium": 5}[switches.plan]


def source_limit(switches: Switches) -> int | None:
    """How many sources the account can have at the same time; None if there is no limit."""
    if switches.source_limit is not None:
        return switches.source_limit
    return STANDARD_SOURCE_LIMIT if switches.plan == "standard" else None


def retention_days(plan: Plan) -> int:
    """For how many days extractions and loads are listed."""
    return 7 if plan == "standard" else 60


def has_cron(plan: Plan) -> bool:
    """Whether a source can have a cron expression as its schedule."""
    return plan != "standard"


def has_hooks(plan: Plan) -> bool:
    """Whether the account can have post-load hooks."""
    return plan != "standard"


def has_access(details: Details, plan: Plan) -> bool:
    """Whether the account can create connections of a type. `Details.access` is the answer for the Standard plan."""
    if details.pipeline_state in ON_REQUEST:
        return details.access
    return details.access or plan != "standard"
