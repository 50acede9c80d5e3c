"""The interpreter of a Python environment, and the file that names it to the launcher."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider import isolation
from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from pathlib import Path

FILE = "python-environment"
"""The name of the file. Its first line is the path of the interpreter, its second line the options of Python.

The third line is the path of the module that lets a spare serve.
"""

_OPTIONS = tuple(" ".join(options) for options in isolation.OPTIONS)

_PROBE = """
import json
from stitch_provider import __version__
from stitch_provider.installation.digest import own_digest
print(json.dumps([__version__, own_digest()]))
"""

_SECONDS_TO_PROBE = 60.0


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The path of an interpreter, and the options with which it starts the provider.

    `client` is the path of the module that lets a spare serve (`terraform.plugin.spare.client`).
    """

    path: str
    options: str
    client: str = client.__file__

    @property
    def content(self) -> bytes:
        """The file that names it."""
        return f"{self.path}\n{self.options}\n{self.client}\n".encode(errors="surrogateescape")

    def probe(self) -> tuple[str, str | None] | None:
        """The version and the digest of the provider that it starts; None if it starts none."""
        try:
            done = subprocess.run(
                [self.path, *self.options.split(), "-c", _PROBE],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS_TO_PROBE,
                check=True,
            )
            version, digest = json.loads(done.stdout)
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
        return version, digest


def recognize(content: bytes) -> Interpreter | None:
    """The interpreter that a file names; None if it is another file."""
    match content.decode(errors="surrogateescape").split("\n"):
        case [path, options, module, ""] if path.startswith("/") and options in _OPTIONS and module.startswith("/"):
            return Interpreter(path, options, module)
    return None


def read(file: Path) -> Interpreter | None:
    """The interpreter that a file names; None if there is no such file."""
    try:
        return recognize(file.read_bytes())
    except OSError:
        return None


def current(version: str, digest: str) -> Interpreter | None:
    """The interpreter of this process, with options with which it starts this provider; None if there are none."""
    if "\n" in sys.executable + client.__file__:
        return None
    found = (Interpreter(sys.executable, options) for options in _OPTIONS)
    return next((each for each in found if each.probe() == (version, digest)), None)
