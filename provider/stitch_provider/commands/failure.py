"""Error messages of commands."""

from __future__ import annotations

import re
import shlex
import sys
from importlib import metadata

_DISTRIBUTION = "terraform-provider-stitch"
_EXTRA = re.compile(r"""(?P<requirement>[^;]+?) *; *extra *== *["'](?P<extra>[^"']+)["']""")


def failed(reason: str) -> int:
    """Write the reason to stderr and return the exit code of the command."""
    sys.stderr.write(f"{reason}\n")
    return 1


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
