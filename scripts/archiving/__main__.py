"""The command `scripts/archive`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from archiving import assembly, interpreter, zipping
from archiving.interpreter import Interpreter, InterpreterError
from archiving.libraries import LibraryError
from archiving.licenses import LicenseError
from stitch_provider import __version__
from stitch_provider.installation.mirrors import this_platform

DESCRIPTION = """\
Build the archive of the provider for this platform: dist/terraform-provider-stitch_<version>_<os>_<arch>.zip.
It contains an interpreter, which is the pinned release of python-build-standalone if no option says otherwise.
"""

DIST = assembly.ROOT / "dist"


class DifferenceError(Exception):
    """Two archives from the same files differ."""


FAILURES = (DifferenceError, InterpreterError, LibraryError, LicenseError, OSError, subprocess.CalledProcessError)


def main(arguments: list[str]) -> int:
    """Run the command; the exit code is 1 if the archive could not be built."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            python = _interpreter(options, Path(scratch) / "interpreter")
            target = build(python, Path(scratch) / "once", options.output)
            if options.twice:
                _compare(target, build(python, Path(scratch) / "again", Path(scratch) / "output"))
    except FAILURES as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write(f"{target}\n")
    return 0


def build(python: Interpreter, scratch: Path, output: Path) -> Path:
    """Build the archive with an interpreter, and return its path. `scratch` is a new directory for other files."""
    target = output / f"terraform-provider-stitch_{__version__}_{this_platform()}.zip"
    assembly.install(python, scratch / "installed")
    assembly.assemble(__version__, python, scratch / "installed", scratch / "archive")
    zipping.write(scratch / "archive", target)
    return target


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/archive", description=DESCRIPTION)
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--interpreter", type=Path, metavar="FILE", help="the pinned interpreter, already downloaded")
    origin.add_argument("--python", type=Path, metavar="PATH", help="the installed Python to use, for development only")
    parser.add_argument("--twice", action="store_true", help="build it again and fail if the bytes differ")
    parser.add_argument("--output", type=Path, default=DIST, help="the directory of the archive")
    return parser.parse_args(arguments)


def _interpreter(options: argparse.Namespace, directory: Path) -> Interpreter:
    if options.python is not None:
        return interpreter.locate(options.python)
    file = options.interpreter or interpreter.download(this_platform(), DIST / "interpreters")
    return interpreter.unpack(file, this_platform(), directory)


def _compare(once: Path, again: Path) -> None:
    if once.read_bytes() != again.read_bytes():
        raise DifferenceError(f"{once} has other bytes than a second archive from the same files.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
