"""The command line as a whole: its commands, its help and its version."""

from __future__ import annotations

from stitch_provider import __version__
from stitch_provider.commands.failure import extra_missing

COMMANDS = ("debug", "docs", "export", "simulate")
"""Names of modules of this package, each with a function of the same name. They are imported when they are needed."""


def run() -> int:
    """Run the command in the arguments of this process and return its exit code.

    Invalid arguments are reported on stderr and end the process.
    """
    try:
        import cyclopts
    except ModuleNotFoundError:
        return extra_missing("cli")
    app = cyclopts.App(
        name="terraform-provider-stitch",
        help="Terraform provider for Stitch. Terraform starts this program by itself. These commands are for you.",
        version=__version__,
        result_action="return_int_as_exit_code_else_zero",
    )
    for command in COMMANDS:
        app.command(f"stitch_provider.commands.{command}:{command}")
    exit_code: int = app()
    return exit_code
