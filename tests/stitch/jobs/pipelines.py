"""Sources that are ready to replicate, and jobs that end when a test says so. None of it goes through Terraform."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from stitch.streams.accounts import ORDERS, POSTGRES
from stitch.workspace import CLIENT_ID, simulated

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from stitch.workspace import SimulatedAccount

WAREHOUSE = {
    "type": "postgres",
    "name": "Analytics",
    "properties": {
        "host": "warehouse.acme.example",
        "port": "5432",
        "database": "analytics",
        "username": "stitch_loader",
        "password": "made-up",
        "ssl": "true",
        "encryption_type": "none",
    },
}

INCREMENTAL_WITHOUT_KEY = {"replication-method": "INCREMENTAL"}


def account_of_jobs(**switches: Any) -> AbstractAsyncContextManager[SimulatedAccount]:
    """An account whose jobs run until they are ended."""
    return simulated(**({"job_seconds": None} | switches))


async def add_pipeline(account: SimulatedAccount, **metadata: Any) -> str:
    """The id of a source with a destination and one selected stream, whose metadata is added to."""
    if not await account.call("GET", "/v4/destinations"):
        await account.call("POST", "/v4/destinations", WAREHOUSE)
    number = len(await account.call("GET", "/v4/sources"))
    body = POSTGRES | {"display_name": f"Storefront {number}"}
    source = await account.call("POST", "/v4/sources", body)
    chosen = {"selected": True, "replication-method": "FULL_TABLE"} | metadata
    streams = [{"tap_stream_id": ORDERS, "metadata": [{"breadcrumb": [], "metadata": chosen}]}]
    await account.call("PUT", f"/v4/sources/{source['id']}/streams/metadata", {"streams": streams})
    await account.calls()
    return str(source["id"])


async def start(account: SimulatedAccount, source_id: str) -> str:
    """The name of a job that is started outside of Terraform."""
    answer = await account.call("POST", f"/v4/sources/{source_id}/sync")
    await account.calls()
    return str(answer["job_name"])


async def end(account: SimulatedAccount, source_id: str) -> None:
    """End the source's job."""
    await account.call("POST", "/_simulator/jobs", {"source_id": int(source_id)})


async def refuse(account: SimulatedAccount, method: str, path: str, body: object) -> None:
    """Refuse all calls with this method and path."""
    fault = {"kind": "status", "method": method, "path": path, "status": 400, "body": body}
    await account.call("POST", "/_simulator/faults", fault)


async def show_later_job(account: SimulatedAccount, source_id: str) -> None:
    """Let the list of extractions show, for the source, a job that starts after all others."""
    later = {
        "job_name": "a later job",
        "source_id": int(source_id),
        "start_time": "2999-01-01T00:00:00Z",
        "completion_time": "2999-01-01T00:01:00Z",
    }
    fault = {"kind": "status", "method": "GET", "path": f"/v4/{CLIENT_ID}/extractions", "status": 200}
    await account.call("POST", "/_simulator/faults", fault | {"body": {"data": [later], "links": {}}})


def ending(account: SimulatedAccount, source_id: str, *, after: float) -> asyncio.Task[None]:
    """End it after so many seconds."""

    async def wait_and_end() -> None:
        await asyncio.sleep(after)
        await end(account, source_id)

    return asyncio.ensure_future(wait_and_end())
