"""The command `terraform-provider-stitch export`: from an account to files, and what the person is told."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.stitch.configuration import ProviderModel
from stitch_provider.stitch.export.configuration import Credentials, configuration
from stitch_provider.stitch.export.files import OccupiedError, lay_down
from stitch_provider.stitch.export.progress import shown
from stitch_provider.stitch.export.survey import survey
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import ConfigureRequest

if TYPE_CHECKING:
    from stitch_provider.stitch.export.files import Written
    from stitch_provider.stitch.export.survey import Progress, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to export and where to; what is None comes from the environment, as for the provider."""

    out: str
    token: str | None = field(default=None, repr=False)
    base_url: str | None = None
    client_id: str | None = None
    credentials: Credentials = "variables"
    force: bool = False


def run(options: Options) -> int:
    """Export the account; gives the exit code."""
    provider = StitchProvider()
    try:
        with shown(sys.stderr) as progress:
            found = asyncio.run(_survey(provider, options, progress))
        schemas = {name: resource.schema for name, resource in provider.resources.items()}
        written = lay_down(Path(options.out), configuration(found, schemas, options.credentials), force=options.force)
    except DiagnosticError as refused:
        return _complain("\n".join(f"{each.summary}: {each.detail}" for each in refused.diagnostics))
    except OccupiedError as occupied:
        return _complain(
            f"{options.out} has files of the same names that an export did not write, or that were changed since: "
            f"{', '.join(occupied.names)}. Nothing was written. Choose another directory, or overwrite them with "
            "--force."
        )
    except OSError as failure:
        return _complain(f"Could not write to {options.out}: {failure.strerror or failure}.")
    except KeyboardInterrupt:
        return _complain("Interrupted. Nothing was written.")
    sys.stdout.write(_summary(options.out, found, written))
    return 0


async def _survey(provider: StitchProvider, options: Options, progress: Progress) -> Survey:
    config = ProviderModel(api_token=options.token, base_url=options.base_url, client_id=options.client_id)
    request = ConfigureRequest(config=config, stop=asyncio.Event(), terraform_version="")
    configured = await provider.configure(request)
    if configured.provider_data is None:
        raise DiagnosticError(*configured.diagnostics)
    try:
        return await survey(provider.resources, configured.provider_data, progress)
    finally:
        await provider.close(configured.provider_data)


def _summary(directory: str, found: Survey, written: Written) -> str:
    streams = sum(each.selections is not None for each in found.sources)
    notifications = len(found.emails) + len(found.hooks)
    return (
        f"Exported {len(found.destinations)} destinations, {len(found.sources)} sources, the selected streams of "
        f"{streams} of them and {notifications} notifications to {directory}: {len(written.changed)} files written, "
        f"{len(written.removed)} removed.\nThe first plan there imports everything and changes nothing.\n"
    )


def _complain(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1
