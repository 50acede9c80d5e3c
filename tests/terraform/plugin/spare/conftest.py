"""Runs of a fake host, whose launchers leave and use a spare, and what to wait for in them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes import host, launcher
from fakes.waiting import until
from stitch_provider.terraform.plugin.spare import client, orphans, places

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

COMMAND = (sys.executable, "-I", "-S", launcher.__file__)
FIRST = {"STITCH_API_TOKEN": "first", "TF_LOG": "trace", "TF_ONLY_FIRST": "1"}
"""Variables of the first process that its launchers do not have."""


def has_ended(process: int) -> bool:
    """Whether it runs no longer. Whoever inherits orphans can take its time to wait for them."""
    try:
        return b") Z " in client.read(b"/proc/%d/stat" % process)
    except OSError:
        return True


async def spare_of(first: int) -> int:
    """The spare that a first process has forked, when it has done all that comes before it waits.

    It is found without a connection. Many connections would fill the queue of a spare that does not accept them yet,
    and it forks a worker for each of them.
    """

    def found() -> list[int]:
        processes = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return [each for each in processes if is_spare_of(first, each)]

    (spare,) = await until(found)
    return spare


def is_spare_of(first: int, process: int) -> bool:
    try:
        return orphans.is_named_spare(process) and client.parent_of(process) == first
    except OSError:  # it has ended
        return False


@dataclass(frozen=True)
class Run:
    """A run of a host, which is this process."""

    directory: Path

    @contextlib.asynccontextmanager
    async def started(
        self, *, command: tuple[str, ...] = COMMAND, tls: bool = True, **changes: str
    ) -> AsyncIterator[host.Plugin]:
        async with host.started(command, tls=tls, TMPDIR=str(self.directory), **changes) as plugin:
            yield plugin

    async def served(self, **changes: str) -> int:
        """Start a process, call it, and end it. Returns the process that has served."""
        async with self.started(**changes) as plugin:
            await self._call_and_end(plugin)
            return self.serving(plugin)

    @staticmethod
    async def _call_and_end(plugin: host.Plugin) -> None:
        async with plugin.channel() as channel:
            await channel.unary_unary("/tfplugin6.Provider/GetMetadata")(b"")
        await plugin.shut_down()
        assert await plugin.process.wait() == 0

    @staticmethod
    def serving(plugin: host.Plugin) -> int:
        """The process that serves, according to the name of its directory."""
        return int(Path(plugin.handshake.path).parent.name.split("-")[1])

    @property
    def spares(self) -> list[int]:
        return list(places.running(os.fsencode(self.directory)))

    async def spare(self, **changes: str) -> int:
        """Start a first process, call it, and end it when its spare is ready. Returns the spare."""
        async with self.started(**changes) as first:
            spare = await spare_of(first.process.pid)
            await self._call_and_end(first)
        assert self.spares == [spare]
        return spare


@contextlib.contextmanager
def ended(run: Run) -> Iterator[Run]:
    """A run whose spares end with the block."""
    yield run
    for spare in run.spares:
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(spare, signal.SIGTERM)
        asyncio.run(until(lambda spare=spare: has_ended(spare)))  # type: ignore[misc]


@pytest.fixture
def run(temporary: Path) -> Iterator[Run]:
    """A run without a spare."""
    with ended(Run(temporary)) as started:
        yield started


@pytest.fixture(scope="module")
def spared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run with a spare, which several tests use. The variables of its first process are those of `FIRST`."""
    with ended(Run(tmp_path_factory.mktemp("t"))) as started:
        asyncio.run(started.spare(**FIRST))
        yield started
