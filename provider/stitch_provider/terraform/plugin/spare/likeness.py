"""What a spare has from its own start, and each launcher must have too.

A process cannot change later what it has from its start, such as its limits, and libraries read variables when they are
imported.

Sources: proc(5), environ(7).
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Iterable

_STATUS = frozenset({
    b"Umask", b"Uid", b"Gid", b"Groups", b"SigBlk", b"SigIgn", b"CapInh", b"CapPrm", b"CapEff", b"CapBnd", b"CapAmb",
    b"NoNewPrivs", b"Seccomp", b"Seccomp_filters", b"Cpus_allowed", b"Mems_allowed",
})  # fmt: skip
"""Lines of /proc/PID/status."""

_FILES = ("cgroup", "limits", "oom_score_adj", "personality")
_OPTIONAL_FILES = ("attr/current",)
"""The security module of Linux. Without one, the file cannot be read."""

_LINKS = ("exe", "root")

_MAY_BE_IGNORED = sum(1 << (number - 1) for number in (signal.SIGINT, 32, 33, 34))
"""Signals of which it does not matter whether a process ignores them, as a mask.

Every plugin process ignores SIGINT, but not from its start. C libraries use the other numbers for themselves, and their
`posix_spawn` lets a new process ignore them.
"""

_MAY_DIFFER = (b"STITCH_", b"TF_", b"PLUGIN_")
_MAY_DIFFER_EXACTLY = frozenset({b"_", b"OLDPWD", b"PWD", b"SHLVL"})
"""Variables that nothing reads before a process serves, by their beginnings and by their names."""

_Version: TypeAlias = tuple[int, ...]
"""What changes when a file is written or replaced; empty if it does not exist, as in an archive."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The first process: what it runs, its variables as a hash, and the files of its modules with their versions.

    The paths of the files are one string, in which zero bytes separate them. A worker that uses an object changes the
    count of its references, so the kernel copies the page of memory around it. Hundreds of strings would be slow.
    `parent` is the process with which the spare ends; None if the spare stays longer.
    """

    identity: tuple[bytes, ...]
    variables: bytes
    files: bytes
    versions: Sequence[_Version]
    parent: int | None

    def is_current(self) -> bool:
        """Whether the files are still those that were imported."""
        return self.versions == tuple(_version(path) for path in self.files.split(b"\0"))


def of_this_process(installation: str, parent: int | None, start: int) -> Origin:
    """What this process has. `start` is the start time of the process that has imported the modules.

    Raises OSError if a file has changed since then, because the module may be of the file before.
    """
    modules = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
    paths = dict.fromkeys(os.fsencode(path) for path in (installation, *modules) if path)
    versions = {path: version for path in paths if (version := _version(path))}
    # One tick later, as the kernel rounds down. Python needs longer than that until it imports anything.
    began = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + (start + 1) / os.sysconf("SC_CLK_TCK")
    if any(os.stat(path).st_ctime > began for path in versions):
        raise OSError
    return Origin(
        identity=client.identity(installation),
        variables=digest(os.environb),
        files=b"\0".join(versions),
        versions=tuple(versions.values()),
        parent=parent,
    )


def traits(process: int) -> tuple[object, ...]:
    """What a process has from its start, without its environment, to be compared with that of another one.

    Raises OSError if the process does not exist or belongs to somebody else.
    """
    folder = b"/proc/%d/" % process
    return (
        tuple(_status(client.read(folder + b"status"))),
        tuple(client.read(folder + name.encode()) for name in _FILES),
        tuple(_read_if_possible(folder + name.encode()) for name in _OPTIONAL_FILES),
        tuple(os.readlink(folder + name.encode()) for name in _LINKS),
        tuple(client.namespaces(process)),
        os.getsid(process),
        os.getpriority(os.PRIO_PROCESS, process),
        os.sched_getscheduler(process),
    )


def _status(content: bytes) -> Iterable[tuple[bytes, bytes]]:
    for line in content.splitlines():
        name, _, value = line.partition(b":")
        if name == b"SigIgn":
            yield name, b"%x" % (int(value, 16) | _MAY_BE_IGNORED)
        elif name in _STATUS:
            yield name, value


def _read_if_possible(path: bytes) -> bytes:
    try:
        return client.read(path)
    except OSError:
        return b""


def digest(environment: Mapping[bytes, bytes]) -> bytes:
    """A hash of the variables that must be equal."""
    kept = sorted(
        b"%s=%s" % (name, value)
        for name, value in environment.items()
        if not name.startswith(_MAY_DIFFER) and name not in _MAY_DIFFER_EXACTLY
    )
    return hashlib.sha256(b"\0".join(kept)).digest()


def _version(path: bytes) -> _Version:
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
