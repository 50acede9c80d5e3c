"""The command line as a whole: its commands, its help and its version."""

from __future__ import annotations

import cyclopts

from stitch_provider import __version__

COMMANDS = ("debug", "export", "simulate")
"""Names of modules of this package, each with a function of the same name. They are imported when they are needed."""

MAINTAINERS_COMMANDS = ("docs",)
"""The same for commands that need a clone of the project. The help does not list them."""


def run() -> int:
    """Run the command in the arguments of this process and return its exit code.

    Invalid arguments are reported on stderr and end the process.
    """
    app = cyclopts.App(
        name="terraform-provider-stitch",
        help="Terraform provider for Stitch. Terraform starts this program by itself. These commands are for you.",
        version=__version__,
        result_action="return_int_as_exit_code_else_zero",
    )
    for command in (*COMMANDS, *MAINTAINERS_COMMANDS):
        app.command(f"stitch_provider.commands.{command}:{command}", show=command in COMMANDS)
    exit_code: int = app()
    return exit_code
