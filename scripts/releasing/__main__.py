"""The command `scripts/release`."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
from pathlib import Path

from releasing import gathering
from releasing.bom import Commit
from releasing.refusal import RefusedError
from stitch_provider import __version__

DESCRIPTION = """\
Gather the archives in dist/ into dist/release/: archives, checksums, their signature, manifest, bill of materials,
notes, and a directory mirror/ for a web server. What a complete release lacks is a warning, and an error with --tag.
"""

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"


def main(arguments: list[str]) -> int:
    """Run the command; the exit code is 1 if there is no release."""
    options = _options(arguments)
    try:
        release = gathering.prepared(ROOT, DIST, __version__, commit(ROOT))
        check_publishable(release, options.tag)
        gathering.write(release, DIST / "release", options.mirror or DIST / "release" / "mirror", options.key)
    except (RefusedError, OSError, subprocess.CalledProcessError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stderr.writelines(f"Warning: {each}\n" for each in release.shortcomings)
    sys.stdout.write(f"{DIST / 'release'}\n")
    return 0


def check_publishable(release: gathering.Release, tag: str | None) -> None:
    """Raises RefusedError if the tag is not that of the version, or if a tagged release lacks something."""
    version = release.contents.version
    if tag is not None and tag != f"v{version}":
        raise RefusedError(f"The tag is {tag}, but stitch_provider/__init__.py contains the version {version}.")
    if tag is not None and release.shortcomings:
        raise RefusedError("\n".join(release.shortcomings))


def commit(root: Path) -> Commit:
    """The commit that is checked out in a clone; raises CalledProcessError outside of a clone."""
    command = ("git", "log", "-1", "--format=%H %ct")
    name, seconds = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split()
    return Commit(name, dt.datetime.fromtimestamp(int(seconds), dt.UTC))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/release", description=DESCRIPTION)
    parser.add_argument("--tag", help="the tag of the release, which has to be v<version>")
    parser.add_argument("--key", metavar="FINGERPRINT", help="the key of GnuPG with which the checksums are signed")
    parser.add_argument("--mirror", type=Path, metavar="PATH", help="the mirror to which this version is added")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
