"""The command `terraform-provider-stitch simulate`: runs the simulator until it is interrupted."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from stitch_provider import simulator
from stitch_provider.commands.failure import extra_missing, failed
from stitch_provider.simulator.options import Options, Plan

if TYPE_CHECKING:
    from stitch_provider.simulator.server import Ready


_LIBRARIES = frozenset({"fastjsonschema", "starlette", "uvicorn"})
"""Those of the extra, which an installation may lack."""


def simulate(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    database: str | None = None,
    token: str | None = None,
    client_id: int = 204417,
    plan: Plan | None = None,
    latency: float | None = None,
    faults: str | None = None,
    seed: str | None = None,
    exit_with_parent: bool = False,
    log: bool = False,
) -> int:
    """Run a local simulator of the Connect API, and print its address and token as one line of JSON.

    Terraform and OpenTofu use it where the environment variables STITCH_BASE_URL and STITCH_API_TOKEN contain the
    address and the token. The command export writes the configuration of what the account contains. Ctrl-C ends the
    simulator.

    Args:
        host: Address to listen on.
        port: Port to listen on. 0 selects a free one.
        database: SQLite file that keeps the account between runs. Default: the account is in memory.
        token: API access token to accept. Default: the token in the database, or a new one.
        client_id: Id of the account.
        plan: Stitch plan whose limits apply.
        latency: Seconds to add to every call.
        faults: Faults to inject, as JSON: one fault or a list.
        seed: Objects to create at the start, as JSON. For those in a file, write "$(cat seed.json)".
        exit_with_parent: Exit when the process that started the simulator exits.
        log: Write warnings of the server to stderr.
    """
    options = Options(
        host=host,
        port=port,
        database=database,
        token=token,
        client_id=client_id,
        plan=plan,
        latency=latency,
        faults=faults,
        seed=seed,
        exit_with_parent=exit_with_parent,
        log=log,
    )
    try:
        simulator.serve(options, _announce)
    except ModuleNotFoundError as missing:
        if missing.name not in _LIBRARIES:
            raise
        return extra_missing("simulator")
    except OSError as refused:
        return failed(f"The simulator cannot start: {refused}. Choose another address with --host and --port.")
    except ValueError as refused:
        return failed(f"The simulator cannot start: {refused}")
    return 0


def _announce(ready: Ready) -> None:
    sys.stdout.write(json.dumps({"url": ready.url, "token": ready.token, "client_id": ready.client_id}) + "\n")
    sys.stdout.flush()
