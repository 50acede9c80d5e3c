"""The command `scripts/update-catalog`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

import msgspec

from catalog_update import files
from catalog_update.comparison import differences
from catalog_update.listing import ListingError, read
from catalog_update.merging import merged, unlisted
from stitch_provider.connect import ConnectError
from stitch_provider.connect.address import DEFAULT_BASE_URL

DESCRIPTION = """\
Compare the catalog with the source types and destination types that a Stitch account lists, and print the differences.
The account is that of STITCH_API_TOKEN; STITCH_BASE_URL replaces the address of the service.
"""


def main(arguments: list[str]) -> int:
    """Run the command; the exit code is 1 if the catalog or the listing could not be read."""
    options = _options(arguments)
    try:
        if options.format:
            return _format(options.directory)
        return _update(options.directory, write=options.write)
    except (ConnectError, ListingError, OSError, msgspec.DecodeError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/update-catalog", description=DESCRIPTION)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--write", action="store_true", help="update the catalog with the differences")
    mode.add_argument("--format", action="store_true", help="only format the files, after an edit by hand")
    parser.add_argument("--directory", type=Path, default=files.CATALOG, help="the directory of the catalog's files")
    return parser.parse_args(arguments)


def _format(directory: Path) -> int:
    types, streams = files.read_types(directory), files.read_streams(directory)
    explanations = files.read_explanations(directory)
    files.write_types(directory, types)
    files.write_streams(directory, streams)
    files.write_explanations(directory, explanations)
    return 0


def _update(directory: Path, *, write: bool) -> int:
    token = os.environ.get("STITCH_API_TOKEN")
    if not token:
        raise ListingError("Set STITCH_API_TOKEN to an API access token of a Stitch account.")
    before = files.read_types(directory)
    after = merged(before, asyncio.run(read(token, os.environ.get("STITCH_BASE_URL") or DEFAULT_BASE_URL)))
    lines = list(differences(before, after))
    kept = unlisted(after)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    if kept:
        sys.stdout.write(f"Kept although the account does not list them: {', '.join(kept)}\n")
    if not lines:
        sys.stdout.write("The catalog matches what the account lists.\n")
    elif write:
        files.write_types(directory, after)
        sys.stdout.write(f"Written to {directory / 'types.json'}. Review the change, then run scripts/test.\n")
    else:
        sys.stdout.write("Nothing was written. To update the catalog, run scripts/update-catalog --write\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
