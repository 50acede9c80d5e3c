"""Error messages of commands."""

from __future__ import annotations

import os
import re
import shlex
import sys
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import DiagnosticError

_DISTRIBUTION = "terraform-provider-stitch"
_EXTRA = re.compile(r"""(?P<requirement>[^;]+?) *; *extra *== *["'](?P<extra>[^"']+)["']""")

_OPTIONS = {"api_token": "--token", "base_url": "--base-url", "client_id": "--client-id"}
_ATTRIBUTES = re.compile(rf"(?:(?P<the>[Tt]he )provider's attribute )?\b(?P<name>{'|'.join(_OPTIONS)})\b")


def failed(reason: str) -> int:
    """Write the reason to stderr and return the exit code of the command."""
    sys.stderr.write(f"{reason}\n")
    return 1


def place(failure: OSError) -> str:
    """The file or folder that cannot be used. The error names none if the working directory was deleted."""
    return str(failure.filename or "the working directory")


def output_failed(failure: OSError) -> int:
    """Write why stdout cannot be written to and return the exit code of the command.

    Nothing is written if the program that reads the output has ended, as `head` does after its last line.
    """
    # Python writes the rest of the output when the process ends, and would report the failure again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if isinstance(failure, BrokenPipeError) else failed(f"Could not write the output: {failure.strerror}.")


def reason(refused: DiagnosticError) -> str:
    """The texts of diagnostics, with options of the command in place of the provider's attributes."""
    return "\n".join(f"{each.summary}: {_with_options(each.detail)}" for each in refused.diagnostics)


def extra_missing(extra: str) -> int:
    """Write how to install the libraries of an extra, and return the exit code of the command.

    The message names the libraries and not the extra, as the distribution may have been installed from anywhere.
    """
    found = filter(None, map(_EXTRA.fullmatch, metadata.requires(_DISTRIBUTION) or ()))
    libraries = [each["requirement"] for each in found if each["extra"] == extra]
    return failed(
        "This command needs additional libraries. Install them in the environment of this program:\n"
        f"{shlex.join([sys.executable, '-m', 'pip', 'install', *libraries])}"
    )


def _with_options(text: str) -> str:
    return _ATTRIBUTES.sub(lambda found: f"{found['the'] or 'the '}option {_OPTIONS[found['name']]}", text)
