"""The command `terraform-provider-stitch scaffold`: prints a configuration to start from."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from stitch_provider.commands.failure import failed, reason
from stitch_provider.connect import NotFoundError
from stitch_provider.stitch.configuration import ProviderModel
from stitch_provider.stitch.export.surroundings import Credentials
from stitch_provider.stitch.scaffold import writing
from stitch_provider.stitch.scaffold.starting_point import starting_point
from stitch_provider.stitch.session import session
from stitch_provider.stitch.types.check import check_type
from stitch_provider.stitch.types.naming import find, no_such_type
from stitch_provider.stitch.types.rules import from_report_card
from stitch_provider.terraform.diagnostics import DiagnosticError

if TYPE_CHECKING:
    from stitch_provider.stitch.types.rules import Noun, TypeRules


def scaffold(
    type_name: str,
    /,
    *,
    credentials: Credentials = "write-only",
    streams: bool = False,
    resource_only: bool = False,
    live: bool = False,
    token: str | None = None,
    base_url: str | None = None,
) -> int:
    """Print a configuration to start from, for a type of source or destination.

    Required settings have placeholders, which you replace. Optional settings are comments. To start a new
    configuration, write the output into a file such as main.tf, and run terraform init or tofu init.

    Args:
        type_name: Name of the type, such as platform.github or snowflake. The command types lists them.
        credentials: How to declare credentials. write-only: as variables for the write-only attribute credentials_wo
            (Terraform or OpenTofu 1.11 or newer). variables: as variables for the attribute credentials, which every
            version supports. none: not at all.
        streams: Also select some streams of the source.
        resource_only: Leave out the blocks terraform and provider, for a configuration that already has them.
        live: Read the type from the Stitch account, not from the catalog of this program.
        token: API access token, for --live. Prefer the environment variable STITCH_API_TOKEN: other processes can read
            arguments.
        base_url: Address of the Connect API, for --live. Default: the environment variable STITCH_BASE_URL, or the
            address of Stitch.
    """
    config = ProviderModel(api_token=token, base_url=base_url)
    try:
        rules = asyncio.run(_of_account(type_name, config)) if live else find(type_name)
    except DiagnosticError as refused:
        return failed(reason(refused))
    if rules is None:
        return failed(no_such_type(type_name))
    if streams and "field_selection" not in rules.steps:
        return failed(f'The type "{type_name}" has no streams to select. Leave out --streams.')
    try:
        point = starting_point(rules)
    except LookupError as impossible:
        return failed(f"The configuration cannot be written: {impossible}.")
    for warned in check_type(rules):
        sys.stderr.write(f"{warned.summary}: {warned.detail}\n")
    parts = (
        *(() if resource_only else writing.surroundings(point, credentials)),
        *writing.blocks(point, credentials, remarks=True),
        *(writing.selections(point) if streams else writing.next_steps(point)),
    )
    sys.stdout.write(writing.text(parts))
    return 0


async def _of_account(type_name: str, config: ProviderModel) -> TypeRules | None:
    """The rules of a type that the account has as a source or a destination. Raises DiagnosticError."""
    async with session(config) as provider:
        nouns: tuple[Noun, Noun] = ("source", "destination")
        for noun, types in zip(nouns, (provider.connect.source_types, provider.connect.destination_types), strict=True):
            with provider.explaining(f'look up the type "{type_name}"'):
                try:
                    return from_report_card(noun, await types.get(type_name))
                except NotFoundError:
                    continue
    return None
