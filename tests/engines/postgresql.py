"""A PostgreSQL server for a test, if the packages of the system have one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator

_USER = "postgres"
"""The user that the packages create. PostgreSQL does not run as root."""

_AS_USER = ("setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups")


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """The programs of PostgreSQL in a directory, which are run with `prefix`, a command that changes the user."""

    programs: Path
    prefix: tuple[str, ...]

    @contextmanager
    def running(self) -> Iterator[str]:
        """Start a server with an empty database; yields how to connect to it, as a URL."""
        with tempfile.TemporaryDirectory() as directory:
            if self.prefix:
                shutil.chown(directory, _USER)
            data = f"{directory}/data"
            self._run("initdb", "--pgdata", data, "--username=terraform", "--auth=trust", "--no-sync", "--no-locale")
            server = (str(self.programs / "postgres"), "-D", data, "-F", "-k", directory, "-c", "listen_addresses=")
            with running((*self.prefix, *server), stderr=subprocess.STDOUT, directory=Path("/")) as process:
                lines = []
                while "ready to accept connections" not in (
                    line := process.stdout.readline() if process.stdout else ""
                ):
                    lines.append(line)
                    assert line, "".join(lines)
                yield f"postgres://terraform@/postgres?host={directory}&sslmode=disable"

    def _run(self, program: str, *arguments: str) -> None:
        command = (*self.prefix, str(self.programs / program), *arguments)
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert ended.returncode == 0, ended.stdout + ended.stderr


def from_system() -> PostgreSQL | None:
    """PostgreSQL on PATH, or where Debian installs it; None if there is none that this user can run."""
    on_path = shutil.which("initdb")
    # Debian's packages of the client alone install into the same folder.
    found = [Path(on_path).resolve()] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or (os.geteuid() == 0 and not _can_change_user()):
        return None
    return PostgreSQL(found[-1].parent, _AS_USER if os.geteuid() == 0 else ())


def _can_change_user() -> bool:
    """Whether the user exists, and the program that changes to it."""
    try:
        return subprocess.run((*_AS_USER, "true"), capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
