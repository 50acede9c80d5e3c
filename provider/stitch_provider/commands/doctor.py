"""The command `terraform-provider-stitch doctor`: checks everything that the provider needs, and prints the results."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider import __version__
from stitch_provider.commands.failure import place
from stitch_provider.installation import (
    account,
    cli_configuration,
    engines,
    findings,
    linked,
    lock_file,
    mirrors,
    packages,
    sockets,
    spare,
    working_directory,
)
from stitch_provider.installation.digest import own_digest
from stitch_provider.installation.findings import Finding
from stitch_provider.installation.interpreter import Interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator


def doctor(
    *,
    plugin_dir: str | None = None,
    json: bool = False,
) -> int:
    """Check the installation, this directory, the connection to Stitch and the account.

    It finds Terraform and OpenTofu on PATH, and uses the same environment variables as the provider. It changes
    nothing. The exit code is 1 if there is a problem.

    Args:
        plugin_dir: Folder to check in addition to those that Terraform and OpenTofu search.
        json: Print a JSON document instead of text. It has the keys version and findings. Each finding has the keys
            check, result (ok, warning or problem), found and action, which is empty if nothing is to be done.
    """
    try:
        found = [*_local(plugin_dir), *asyncio.run(account.check())]
    except KeyboardInterrupt:
        return 1
    sys.stdout.write(findings.as_json(__version__, found) if json else findings.as_text(found))
    return int(any(each.result == "problem" for each in found))


def _local(plugin_dir: str | None) -> Iterator[Finding]:
    """The findings about this machine and the working directory."""
    digest = own_digest()
    yield linked.python(__version__, digest)
    yield sockets.check(os.environ)
    yield from spare.check(os.environb)
    installed = tuple(engines.find(os.environ))
    yield from engines.check(installed)
    try:
        folders = tuple(dict.fromkeys((*((Path(plugin_dir).absolute(),) if plugin_dir else ()), *_searched())))
        present = tuple(packages.find(folders))
        products = dict.fromkeys(each.product for each in installed)
        hosts = tuple(mirrors.REGISTRIES[each] for each in products) or mirrors.HOSTS
        locked = lock_file.selected(Path.cwd())
        probe = cache(Interpreter.probe)
        yield from linked.check(__version__, digest, hosts, present, folders, locked=locked.values(), probe=probe)
        occupied = tuple(dict.fromkeys(each.place.mirror for each in present))
        yield from cli_configuration.check(products, os.environ, occupied)
        yield from lock_file.check(Path.cwd(), present)
        folder = working_directory.providers(Path.cwd(), os.environ)
        yield from working_directory.check(folder, __version__, locked, present)
    except mirrors.NoHomeError as unknown:
        yield Finding(linked.PACKAGE, "problem", "The folders of plugins cannot be found.", str(unknown))
    except OSError as failure:
        found = f"Could not read {place(failure)}: {failure.strerror}."
        action = "Make it readable." if failure.filename else "Change to a directory that exists."
        yield Finding(linked.PACKAGE, "problem", found, action)


def _searched() -> Iterator[Path]:
    """The folders that engines search without a CLI configuration, and those that it names."""
    yield Path.cwd() / mirrors.IN_CONFIGURATION
    yield from mirrors.implied(os.environ)
    for product in engines.PROGRAMS:
        yield from cli_configuration.named_mirrors(product, os.environ)
