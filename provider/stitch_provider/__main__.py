"""The composition root of `terraform-provider-stitch`, which is both a Terraform plugin and a command line.

It decides which of the two this process is, and which provider the plugin serves. It contains no other logic.
Terraform waits while this module is imported, so it imports each module only where that is needed. Before it calls
`isolate`, it must not import anything that `isolation` does not allow.
"""

import os
import sys

from stitch_provider.isolation import isolate

TYPE_CHECKING = False  # instead of an import of `typing`
if TYPE_CHECKING:
    from typing import Any

    from stitch_provider.terraform.resource import Provider


_PREPARED = (
    "stitch_provider.stitch.configuration",
    "stitch_provider.stitch.configuring",
    "stitch_provider.stitch.offered",
    "stitch_provider.stitch.provider_data",
    "stitch_provider.connect.wire",
    "stitch_provider.catalog.loader",
    "stitch_provider.catalog.models",
    "httpcore",  # of httpx
    "anyio._backends._asyncio",  # of httpcore
    "concurrent.futures.thread",  # of asyncio
    "grpc._utilities",
)


def main(installation: str = "", descriptors: "tuple[int, ...]" = ()) -> None:
    """Serve Terraform if it started this process, else run the command in the arguments; then exit.

    A launcher that has asked a spare before passes the arguments of `Launcher`.
    """
    isolate()

    from stitch_provider.terraform.plugin import handshake

    if handshake.started_by_terraform(os.environ):
        from stitch_provider.terraform.plugin import process
        from stitch_provider.terraform.plugin.started import Launcher

        launcher = Launcher(installation, descriptors, _prepare) if installation else None
        sys.exit(process.serve(_make_provider, launcher))

    from stitch_provider.commands import command_line

    sys.exit(command_line.run())


def _make_provider() -> "Provider[Any, Any]":
    from stitch_provider.stitch.provider import StitchProvider

    return StitchProvider()


def _prepare() -> None:
    """Import what most processes import when a request needs it. A process that lacks a module reports that itself."""
    from contextlib import suppress
    from importlib import import_module

    for name in _PREPARED:
        with suppress(ImportError):
            import_module(name)


if __name__ == "__main__":
    main()
