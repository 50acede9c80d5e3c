"""What a spare has from its own start, and each launcher must have too."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from stitch_provider.terraform.plugin.spare import client, likeness


@dataclass(frozen=True, slots=True)
class Origin:
    """The first process: what it runs, its variables as a hash, and the files of its modules with their versions.

    `parent` is the process with which its spare ends; None if the spare stays longer.
    """

    identity: tuple[bytes, ...]
    variables: bytes
    files: Mapping[str, tuple[int, ...]]
    parent: int | None

    def is_current(self) -> bool:
        """Whether the files are still those that were imported."""
        return self.files == {path: _version(path) for path in self.files}


def of_this_process(installation: str, parent: int | None) -> Origin:
    """What this process has."""
    origins = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
    files = {each for each in origins if each} | {installation}
    return Origin(
        identity=client.identity(installation),
        variables=likeness.digest(os.environb),
        files={path: _version(path) for path in files},
        parent=parent,
    )


def _version(path: str) -> tuple[int, ...]:
    """What changes when a file is written or replaced; nothing if it does not exist, as modules of an archive."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
