"""The spare: a process that waits for launchers, and forks a worker for each.

It has one thread, and blocks only in `poll`. So it always reacts to the end of Terraform, a launcher or a worker.
What a launcher sends is read by its worker.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin.spare import client, detaching, likeness, orphans, worker
from stitch_provider.terraform.plugin.spare.places import Place
from stitch_provider.terraform.plugin.started import Launcher

if TYPE_CHECKING:
    from stitch_provider.terraform.plugin.spare.likeness import Origin
    from stitch_provider.terraform.plugin.started import Started

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Spare:
    """A forked process that becomes a spare.

    It listens in `place`, and ends with the process `parent`, or `seconds` after its last use. `start` is the start
    time of the process that has forked it.
    """

    place: Place
    launcher: Launcher
    parent: int
    seconds: int | None
    start: int

    def wait(self) -> Started | None:
        """Wait for launchers. Returns the one in whose place this process serves, or None when the spare has to end.

        It closes all descriptors of its parent, so no object of the caller may have one any more.
        """
        spare = os.getpid()
        try:
            detaching.detach({*self.launcher.descriptors, *self.place.descriptors})
            self.place.listener.listen()  # The kernel shows launchers the process that has called this last.
            return self._wait()
        except OSError:
            return None
        finally:
            if os.getpid() == spare:
                self.place.remove()

    def _wait(self) -> Started | None:
        parent = self._parent()
        if orphans.remain():
            return None
        with detaching.Termination() as termination:
            # A launcher that connects now waits until the imports are done, which takes less time than its own.
            self.launcher.prepare()
            if client.threads_of(os.getpid()) != 1:
                return None
            only_parent = self.parent if self.seconds is None else None
            origin = likeness.of_this_process(self.launcher.installation, only_parent, self.start)
            detaching.forget_environment()
            gc.freeze()  # A worker that collected garbage would copy the memory of all modules.
            orphans.name_spare()
            started = _Waiting(self.place, parent, termination, self.seconds).serve(origin)
            if started is None:
                orphans.name_ended_spare()
            return started

    def _parent(self) -> int | None:
        """A descriptor of the process with which the spare ends. Raises OSError if it has ended already."""
        if self.seconds is not None:
            return None
        descriptor = os.pidfd_open(self.parent)
        if client.directory(os.environb, self.parent, self.launcher.installation) != self.place.path:
            raise ProcessLookupError  # another process has the same id
        return descriptor


@dataclass(frozen=True, slots=True)
class _Worker:
    process: int
    connection: socket.socket


class _Waiting:
    """What a spare waits for: launchers, its own end, and the ends of workers and their launchers."""

    def __init__(
        self, place: Place, parent: int | None, termination: detaching.Termination, seconds: int | None
    ) -> None:
        self._place = place
        self._listener = place.listener
        self._parent = parent
        self._termination = termination
        self._seconds = seconds
        self._uses = os.eventfd(0)  # Each worker that has served adds one.
        self._used = time.monotonic()
        self._listens = True
        # By descriptors of processes and of connections.
        self._workers: dict[int, _Worker] = {}
        self._launchers: dict[int, _Worker] = {}
        self._poll = select.poll()
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(termination, select.POLLIN)
        self._poll.register(self._uses, select.POLLIN)
        if parent is not None:
            self._poll.register(parent, select.POLLIN)

    def serve(self, origin: Origin) -> Started | None:
        """The process in whose place this process serves, in a worker; None when the spare has to end."""
        while self._listens or self._workers:
            ready = [descriptor for descriptor, _ in self._poll.poll(self._timeout())]
            if self._listens and (self._has_to_end(ready) or self._is_unused()):
                self._end()
            for descriptor in ready:
                if descriptor in self._workers:
                    self._report(descriptor)
                elif descriptor in self._launchers:
                    self._kill(descriptor)
                elif descriptor == self._uses:
                    os.eventfd_read(self._uses)
                    self._used = time.monotonic()
                elif self._listens and descriptor == self._listener.fileno():
                    connection = self._accepted()
                    if connection is not None:
                        return self._become(connection, origin)
        return None

    def _timeout(self) -> float | None:
        if self._seconds is None or self._workers:
            return None
        return max(0.0, self._used + self._seconds - time.monotonic()) * _MILLISECONDS

    def _is_unused(self) -> bool:
        return self._timeout() == 0.0

    def _has_to_end(self, ready: list[int]) -> bool:
        return self._termination.fileno() in ready or self._parent in ready

    def _end(self) -> None:
        """Listen no longer. The spare remains until the last worker has ended, as it reports how a worker ends.

        The directory is removed before another spare can claim it.
        """
        self._listens = False
        self._place.remove()
        self._poll.unregister(self._listener)
        self._poll.unregister(self._termination)
        self._listener.close()
        if self._parent is not None:
            self._poll.unregister(self._parent)

    def _accepted(self) -> socket.socket | None:
        """In a new worker the connection to its launcher; None in the spare."""
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return None
        except OSError:  # Too many files are open. The launcher would wait, and `poll` would return at once.
            self._end()
            return None
        try:
            process = os.fork()
        except OSError:
            connection.close()
            return None
        if process == 0:
            return connection
        try:
            descriptor = os.pidfd_open(process)
        except OSError:  # Too many files are open. Later launchers would connect in vain.
            os.kill(process, detaching.KILL)
            os.waitpid(process, 0)
            connection.close()
            self._end()
            return None
        self._workers[descriptor] = self._launchers[connection.fileno()] = _Worker(process, connection)
        self._poll.register(descriptor, select.POLLIN)
        self._poll.register(connection, 0)  # `poll` reports its end nevertheless
        return None

    def _report(self, descriptor: int) -> None:
        """Report to a launcher how its worker has ended."""
        ended = self._workers.pop(descriptor)
        status = os.waitstatus_to_exitcode(os.waitpid(ended.process, 0)[1])
        if self._launchers.pop(ended.connection.fileno(), None) is not None:
            self._poll.unregister(ended.connection)
        with contextlib.suppress(OSError):
            ended.connection.send(client.number(status), socket.MSG_DONTWAIT)
        ended.connection.close()
        self._poll.unregister(descriptor)
        os.close(descriptor)

    def _kill(self, descriptor: int) -> None:
        """End a worker whose launcher has ended, as if the host had killed the worker itself.

        If the worker has reported that it has served, it ends anyway.
        """
        abandoned = self._launchers.pop(descriptor)
        self._poll.unregister(descriptor)
        os.kill(abandoned.process, detaching.KILL)

    def _become(self, connection: socket.socket, origin: Origin) -> Started:
        """Take over from a launcher, in a worker. Ends the process if it cannot."""
        self._place.close()
        self._termination.close()
        for each in self._launchers.values():
            each.connection.close()
        for descriptor in (*self._workers, *(() if self._parent is None else (self._parent,))):
            os.close(descriptor)
        try:
            started = worker.take_over(connection, origin)
        except (OSError, worker.RefusedError):
            os._exit(1)
        return started._replace(connection=connection.detach(), uses=self._uses)
