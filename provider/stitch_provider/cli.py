"""The command `terraform-provider-stitch`: a plugin for Terraform, a command line for people.

The composition root: it says which provider and which simulator the rest works with, and holds no logic. Terraform
waits for this module, so it imports nothing that one of its paths does not need.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Literal

from stitch_provider import __version__
from stitch_provider.terraform.plugin import handshake

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import Provider

ADDRESS = "registry.terraform.io/stitchdata/stitch"


def main() -> None:
    """Serve Terraform if it started this process, else do what the arguments say; exits."""
    if handshake.started_by_terraform(os.environ):
        from stitch_provider.terraform.plugin import process

        sys.exit(process.serve(_make_provider))
    try:
        import cyclopts
    except ModuleNotFoundError:
        sys.exit(_missing("cli"))
    app = cyclopts.App(
        name="terraform-provider-stitch",
        help="Terraform provider for Stitch. Terraform starts this program on its own; these commands are for people.",
        version=__version__,
    )
    app.command(_simulate, name="simulate")
    app.command(_docs, name="docs")
    app.command(_export, name="export")
    app.command(_debug, name="debug")
    sys.exit(app())


def _simulate(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    database: str | None = None,
    token: str | None = None,
    client_id: int = 204417,
    plan: Literal["trial", "standard", "advanced", "premium"] | None = None,
    latency: float | None = None,
    faults: str | None = None,
    seed: str | None = None,
    exit_with_parent: bool = False,
    log: bool = False,
) -> int:
    """Run a local Stitch to try the provider on; prints its address and token as one line of JSON.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 picks a free one.
        database: SQLite file that keeps the account between runs; without one it lives in memory.
        token: API token to accept; without one, the database's or a new one.
        client_id: Number of the account.
        plan: Stitch plan whose limits hold.
        latency: Seconds added to every call.
        faults: Faults to inject, as JSON: one, or a list.
        seed: Objects to begin with, as JSON.
        exit_with_parent: End when the process that started the simulator ends.
        log: Write the server's warnings to stderr.
    """
    try:
        from stitch_provider import simulator

        simulator.serve(
            simulator.Options(
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
        )
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("stitch_provider"):
            raise
        return _missing("simulator")
    except (OSError, ValueError) as refused:
        sys.stderr.write(f"The simulator cannot start: {refused}\n")
        return 1
    return 0


def _docs(*, out: str = "docs", examples: str = "examples/terraform", check: bool = False) -> int:
    """Write the provider's pages for the Terraform Registry; guides that stand there are left alone.

    Args:
        out: Directory of the documentation.
        examples: Directory of the examples.
        check: Write nothing; fail where a page is not what would be written.
    """
    from pathlib import Path

    from stitch_provider import docsgen

    return docsgen.run("stitch", _make_provider(), example_directory=Path(examples), out=Path(out), check=check)


def _export(
    *,
    out: str,
    token: str | None = None,
    base_url: str | None = None,
    client_id: str | None = None,
    credentials: Literal["variables", "write-only", "none"] = "variables",
    force: bool = False,
) -> int:
    """Write a Stitch account as a Terraform configuration with import blocks, whose first plan changes nothing.

    Args:
        out: Directory to write to; made where there is none.
        token: API access token; better in the environment variable STITCH_API_TOKEN, where no other process sees it.
        base_url: Address of the Connect API; else the environment variable STITCH_BASE_URL, else that of Stitch.
        client_id: Number of the account, to make sure that it is this one; else the environment variable
            STITCH_CLIENT_ID.
        credentials: How credentials stand in the configuration, whose values Stitch never shows: as variables for the
            attribute credentials, which every engine takes; as variables for write-only attributes (Terraform or
            OpenTofu 1.11 and newer); or not at all.
        force: Overwrite files that an export did not write or that were changed since.
    """
    from stitch_provider.stitch.export import command

    return command.run(
        command.Options(
            out=out, token=token, base_url=base_url, client_id=client_id, credentials=credentials, force=force
        )
    )


def _debug() -> int:
    """Run the provider by itself, for a debugger; prints how Terraform finds it."""
    from stitch_provider.terraform.plugin import process

    return process.debug(_make_provider, ADDRESS)


def _make_provider() -> Provider[Any, Any]:
    from stitch_provider.stitch.provider import StitchProvider

    return StitchProvider()


def _missing(extra: str) -> int:
    sys.stderr.write(
        "Terraform starts this program on its own; commands for people need a few more libraries.\n"
        f"Install them with: pip install 'terraform-provider-stitch[{extra}]'\n"
    )
    return 1
