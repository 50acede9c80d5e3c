"""The command line as a whole: its commands, its help and its version."""

from __future__ import annotations

import pkgutil
import re
import sys
from typing import TYPE_CHECKING

import cyclopts

from stitch_provider import __version__
from stitch_provider.commands.failure import output_failed

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("debug", "doctor", "export", "install", "scaffold", "simulate", "spare", "types", "uninstall")
"""Names of modules of this package, each with a function of the same name.

They are imported when they are needed. The help of the whole needs all of them, as it shows what each command does.
"""

MAINTAINERS_COMMANDS = ("docs",)
"""The same for commands that need a clone of the project. The help does not list them."""

_DEBUG_FLAG = re.compile(r"--?debug(=(1|[tT]|true|True|TRUE))?")
"""The flag that starts a provider for debugging, as Go's package `flag` reads it. Editors and tools use it."""


def run() -> int:
    """Run the command in the arguments of this process and return its exit code.

    Invalid arguments are reported on stderr and end the process.
    """
    app = cyclopts.App(
        name="terraform-provider-stitch",
        help="Provider for Stitch, which Terraform and OpenTofu start by themselves. These commands are for you.",
        version=__version__,
        default_parameter=cyclopts.Parameter(negative=()),  # no --no-force beside --force: flags are off by default
        result_action="return_int_as_exit_code_else_zero",
    )
    arguments = _with_commands_for_flags(sys.argv[1:])
    described = not arguments or arguments[0] in app.help_flags
    for command in (*COMMANDS, *MAINTAINERS_COMMANDS):
        path, show = f"stitch_provider.commands.{command}:{command}", command in COMMANDS
        app.command(pkgutil.resolve_name(path) if described and show else path, show=show)
    try:
        exit_code: int = app(arguments)
        sys.stdout.flush()
    except OSError as failure:
        if failure.filename is not None:  # commands report files themselves, and stdout has no name
            raise
        return output_failed(failure)
    return exit_code


def _with_commands_for_flags(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments with the command `debug` instead of the flag of that name."""
    if arguments and _DEBUG_FLAG.fullmatch(arguments[0]):
        return ("debug", *arguments[1:])
    return arguments
