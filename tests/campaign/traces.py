"""What a run leaves behind: secrets in texts and files, files in its temporary directory, and processes."""

from __future__ import annotations

import os
import signal
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARK = "CAMPAIGN_RUN"
"""An environment variable that all processes of a run have, with the directory of the run."""

_CONFIGURATION = "tfconfig/"
"""The part of a plan file that contains the configuration, with everything that the user wrote."""

PROCESSES = Path("/proc")


def leaks(secrets: Iterable[str], texts: Mapping[str, str], files: Iterable[Path]) -> Iterator[str]:
    """Where the secrets are: in which text, file or member of a plan file."""
    places = {name: text.encode() for name, text in texts.items()} | dict(_contents(files))
    for secret in secrets:
        for name, content in places.items():
            if secret.encode() in content:
                yield f"{secret!r} is in {name}"


def _contents(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for path in files:
        if not path.is_file():
            continue
        if not zipfile.is_zipfile(path):
            yield path.name, path.read_bytes()
            continue
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.startswith(_CONFIGURATION):
                    yield f"{path.name}, {name}", archive.read(name)


def processes(mark: str) -> dict[int, str]:
    """The running processes of a run: number and command line. There are none where `/proc` is missing."""
    wanted = f"{MARK}={mark}".encode()
    found: dict[int, str] = {}
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return found


def ended(mark: str, seconds: float) -> dict[int, str]:
    """Wait until all processes of a run have ended. Those that have not are killed, and returned."""
    until = time.monotonic() + seconds
    while (left := processes(mark)) and time.monotonic() < until:
        time.sleep(0.05)
    for number in left:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return left


def old_files(directory: Path, seconds: float) -> list[str]:
    """The entries of a directory. They are made older by some seconds, so that a later process may remove them."""
    entries = sorted(directory.iterdir())
    for entry in entries:
        changed = entry.stat().st_mtime - seconds
        os.utime(entry, (changed, changed))
    return [entry.name for entry in entries]
