"""The command line as a whole: its commands, its help and its version."""

from __future__ import annotations

import pkgutil
import re
import sys
from typing import TYPE_CHECKING

import cyclopts

from stitch_provider import __version__
from stitch_provider.commands.failure import failed, output_failed

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = "terraform-provider-stitch"
_INVALID = 2
"""The exit code for invalid arguments."""

COMMANDS = ("debug", "doctor", "export", "install", "scaffold", "simulate", "spare", "types", "uninstall")
"""Names of modules of this package, each with a function of the same name.

They are imported when they are needed. The help of the whole needs all of them, as it shows what each command does.
"""

MAINTAINERS_COMMANDS = ("docs",)
"""The same for commands that need a clone of the project. The help does not list them."""

_DEBUG_FLAG = re.compile(r"--?debug(=(1|[tT]|true|True|TRUE))?")
"""The flag that starts a provider for debugging, as Go's package `flag` reads it. Editors and tools use it."""


def run() -> int:
    """Run the command in the arguments of this process and return its exit code, which is 2 for invalid arguments."""
    if sys.__stdout__ is None:
        return failed("Could not write the output: it is closed.")
    app = cyclopts.App(
        name=_PROGRAM,
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
        exit_code: int = app(arguments, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except cyclopts.CycloptsError as invalid:
        return _refused(invalid)
    except OSError as failure:
        if failure.filename is not None:  # commands report files themselves, and stdout has no name
            raise
        return output_failed(failure)
    return exit_code


def _refused(invalid: cyclopts.CycloptsError) -> int:
    """Write what is wrong with the arguments, and return the exit code."""
    text = str(invalid)
    if isinstance(invalid, cyclopts.UnusedCliTokensError):  # its own text calls arguments tokens, as if of an API
        text = f"Too many arguments: {' '.join(invalid.unused_tokens or ())}."
    program = " ".join((_PROGRAM, *(invalid.command_chain or ())))
    failed(f'{text}\nFor help, run "{program} --help".')
    return _INVALID


def _with_commands_for_flags(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments with the command `debug` instead of the flag of that name."""
    if arguments and _DEBUG_FLAG.fullmatch(arguments[0]):
        return ("debug", *arguments[1:])
    return arguments
