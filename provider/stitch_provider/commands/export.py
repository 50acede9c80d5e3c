"""The command `terraform-provider-stitch export`: writes the configuration of an account, and prints a summary."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.commands.failure import failed, reason
from stitch_provider.commands.progress import progress_on
from stitch_provider.stitch.configuration import ProviderModel
from stitch_provider.stitch.export.configuration import configuration
from stitch_provider.stitch.export.files import OccupiedError, lay_down
from stitch_provider.stitch.export.surroundings import Credentials
from stitch_provider.stitch.export.survey import survey
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.stitch.session import session
from stitch_provider.terraform.diagnostics import DiagnosticError

if TYPE_CHECKING:
    from stitch_provider.stitch.export.files import Written
    from stitch_provider.stitch.export.survey import Progress, Survey


def export(
    *,
    out: str,
    token: str | None = None,
    base_url: str | None = None,
    client_id: str | None = None,
    credentials: Credentials = "variables",
    force: bool = False,
) -> int:
    """Write the configuration of a Stitch account, with import blocks. Its first plan changes nothing.

    Args:
        out: Directory to write to. It is created if it does not exist.
        token: API access token. Prefer the environment variable STITCH_API_TOKEN: other processes can read arguments.
        base_url: Address of the Connect API. Default: the environment variable STITCH_BASE_URL, or the address of
            Stitch.
        client_id: Id of the account. The export fails if the token belongs to another account. Default: the
            environment variable STITCH_CLIENT_ID.
        credentials: How to declare credentials. Stitch never returns their values. variables: as variables for the
            attribute credentials, which every version supports. write-only: as variables for the write-only attribute
            credentials_wo (Terraform or OpenTofu 1.11 or newer). none: not at all.
        force: Overwrite files that were not written by an export, or that were changed since then.
    """
    config = ProviderModel(api_token=token, base_url=base_url, client_id=client_id)
    try:
        with progress_on(sys.stderr) as progress:
            found = asyncio.run(_survey(config, progress))
    except DiagnosticError as refused:
        return failed(reason(refused))
    except KeyboardInterrupt:
        return failed("Interrupted. Nothing was written.")
    schemas = {name: resource.schema for name, resource in StitchProvider().resources.items()}
    try:
        written = lay_down(Path(out), configuration(found, schemas, credentials), force=force)
    except OccupiedError as occupied:
        return failed(
            f"Files in {out} would be overwritten, but were not written by an export or were changed since then: "
            f"{', '.join(occupied.names)}. Nothing was written. Choose another directory, or use --force to overwrite "
            "them."
        )
    except OSError as failure:
        return failed(f"Could not write to {out}: {failure.strerror or failure}.")
    except KeyboardInterrupt:
        return failed(
            f"Interrupted. Some files in {out} may be from an earlier export. Export again to bring all of them up to "
            "date."
        )
    sys.stdout.write(_summary(out, found, written))
    return 0


async def _survey(config: ProviderModel, progress: Progress) -> Survey:
    async with session(config) as provider:
        return await survey(provider, progress)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary(directory: str, found: Survey, written: Written) -> str:
    notifications = len(found.emails) + len(found.hooks)
    return (
        f"Exported {_count(len(found.destinations), 'destination')}, {_count(len(found.sources), 'source')}, the "
        f"selected streams of {_count(len(found.selections), 'source')} and {_count(notifications, 'notification')} to "
        f"{directory}: {_count(len(written.changed), 'file')} written, {len(written.removed)} removed.\n"
        "The first plan there imports everything and changes nothing.\n"
    )
