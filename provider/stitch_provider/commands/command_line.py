"""The command line as a whole: its commands, its help and its version."""

from __future__ import annotations

from stitch_provider import __version__
from stitch_provider.commands.failure import extra_missing

COMMANDS = ("debug", "docs", "export", "simulate")
"""Each names a module of this package and the function in it. The module is imported when it is needed."""


def run() -> int:
    """Run the command that the arguments of this process name; returns the exit code.

    Arguments that cannot be understood are explained on stderr, and end the process.
    """
    try:
        import cyclopts
    except ModuleNotFoundError:
        return extra_missing("cli")
    app = cyclopts.App(
        name="terraform-provider-stitch",
        help="Terraform provider for Stitch. Terraform starts this program on its own; these commands are for people.",
        version=__version__,
        result_action="return_int_as_exit_code_else_zero",
    )
    for command in COMMANDS:
        app.command(f"stitch_provider.commands.{command}:{command}")
    exit_code: int = app()
    return exit_code
