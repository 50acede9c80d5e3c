"""Connection checks: their form, and which of them fail (reference 3.7).

A check fails if any property has one of these values:

- a host that is `unreachable.example` or ends in `.unreachable.example`
- a credential that begins with `wrong-`, such as `wrong-password`

All other checks succeed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.catalog.models import DestinationType, SourceType
    from stitch_provider.simulator.tables import Check

UNREACHABLE_HOST: Final = "unreachable.example"
WRONG_CREDENTIAL: Final = "wrong-"


def failure_of(connection_type: SourceType | DestinationType, values: Mapping[str, Any]) -> str | None:
    """The message with which a check of these properties fails, or None if it succeeds."""
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        host = value.removeprefix("https://").removeprefix("http://").split("/")[0]
        if host == UNREACHABLE_HOST or host.endswith("." + UNREACHABLE_HOST):
            return f'could not translate host name "{host}" to address: Name or service not known'
        rule = connection_type.properties.get(name)
        if rule is not None and rule.credential and value.startswith(WRONG_CREDENTIAL):
            user = values.get("user", values.get("username"))
            if "password" in name and isinstance(user, str):
                return f'FATAL:  password authentication failed for user "{user}"'
            return "401 Client Error: Unauthorized"
    return None


def check_body(check: Check) -> dict[str, Any]:
    """A check in the form of the API."""
    failed = check.status == "failed"
    return {
        "name": check.name,
        "mode": "check",
        "status": check.status,
        "start_time": check.started_at,
        "completion_time": check.completed_at,
        "error": failed,
        "check_exit_status": 0 if check.status == "succeeded" else None,
        "discovery_exit_status": {"running": None, "succeeded": 0, "failed": 1}[check.status],
        "discovery_error_message": check.error,
        "tap_exit_status": None,
        "tap_error_message": None,
        "target_exit_status": None,
        "target_error_message": None,
    }
