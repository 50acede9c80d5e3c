"""Failed reads of an operation that waits. None of them shows how the wait ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount

FAILED_LOOKS: dict[str, dict[str, Any]] = {
    "redirect": {"status": 301},
    "token not accepted": {"status": 401},
    "forbidden": {"status": 403},
    "no such object": {"status": 404},
    "unknown status": {"status": 520},
    "page of a gateway": {"status": 200, "body": "<html>"},
    "long pause": {"status": 503, "headers": {"Retry-After": "500"}},
}


async def fail_reads(account: SimulatedAccount, path: str, answer: dict[str, Any], count: int | None = None) -> None:
    """Answer the next `count` reads of this path so, None for all."""
    fault = {"method": "GET", "path": path, "kind": "status", "count": count}
    await account.call("POST", "/_simulator/faults", fault | answer)
