"""The simulator's state: everything that one server holds, in one object that hangs on the application."""

from __future__ import annotations

import secrets
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import msgspec

from stitch_provider.simulator.faults import Faults, parse_faults
from stitch_provider.simulator.records import Account
from stitch_provider.simulator.request_log import RequestLog
from stitch_provider.simulator.store import ACCOUNTS, SHAPES, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stitch_provider.simulator.faults import Fault
    from stitch_provider.simulator.options import Options, Switches
    from stitch_provider.simulator.records import Shape


class Inventor(Protocol):
    """Where made-up values come from; tests put a scripted one in its place."""

    def uuid(self) -> str:
        """A UUID, as in job names."""
        ...

    def secret(self, prefix: str) -> str:
        """A secret that begins with the prefix."""
        ...


class RandomInventor:
    """Made-up values that nobody can foresee."""

    def uuid(self) -> str:
        """A random UUID."""
        return str(uuid.uuid4())

    def secret(self, prefix: str) -> str:
        """The prefix and forty hexadecimal digits."""
        return prefix + secrets.token_hex(20)


def _faults_of(options: Options) -> Sequence[Fault]:
    try:
        return parse_faults(options.faults.encode()) if options.faults else ()
    except msgspec.DecodeError as error:
        raise ValueError(f"the faults: {error}") from error


class Simulator:
    """One simulated service: its store, switches, faults, request log, and what it has rendered.

    Rendered sources are kept as bytes until the source is written or its next fire time passes. All use is from one
    thread.
    """

    def __init__(
        self, options: Options, *, clock: Callable[[], float] = time.time, inventor: Inventor | None = None
    ) -> None:
        self.options = options
        self.clock = clock
        self.inventor = inventor or RandomInventor()
        self.faults = Faults(_faults_of(options))
        self.store = Store(options.database)
        self.requests = RequestLog()
        self.rendered: dict[int, tuple[bytes, float]] = {}
        self._shapes: dict[int, Shape] = {}
        self._switches = options.effective_switches()
        self.scheduled_until = self.now()
        self.client_id = options.client_id
        self.token = ""
        self.open_account()

    @property
    def switches(self) -> Switches:
        """The switches that hold now."""
        return self._switches

    def switch(self, switches: Switches) -> None:
        """Let other switches hold from now on."""
        self._switches = switches
        self.rendered.clear()

    def now(self) -> float:
        """Seconds since the epoch, by the simulator's clock."""
        return self.clock() + self._switches.clock_offset

    def open_account(self) -> None:
        """Have the account and its token, remembered ones if the database has them."""
        store = self.store
        with self.transaction():
            remembered = store.setting("client_id")
            self.client_id = int(remembered) if remembered else self.options.client_id
            self.token = self.options.token or store.setting("token") or self.inventor.secret("ac_")
            store.remember("client_id", str(self.client_id))
            store.remember("token", self.token)
            store.add_token(self.token, self.client_id)
            if store.one(ACCOUNTS, "client_id = ?", self.client_id) is None:
                store.save(ACCOUNTS, Account(client_id=self.client_id, email=None, region="us-east-1"))
                store.reserve_id("account", self.client_id, self.client_id)

    def reset(self) -> None:
        """Forget everything but the account, its token and the switches; the id sequences start again."""
        with self.transaction():
            self.store.clear()
        self.rendered.clear()
        self._shapes.clear()
        self.faults.clear()
        self.requests.clear()
        self.open_account()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of the store; afterwards nothing rendered is older than what was written."""
        try:
            with self.store.transaction():
                yield
        finally:
            for source_id in self.store.touched:
                self.rendered.pop(source_id, None)
            self.store.touched.clear()

    def shape(self, shape_id: int) -> Shape:
        """A shape by its id; shapes never change, so each is read once."""
        found = self._shapes.get(shape_id)
        if found is None:
            found = self.store.one(SHAPES, "id = ?", shape_id)
            if found is None:
                raise LookupError(f"no shape {shape_id}")
            self._shapes[shape_id] = found
        return found

    def job_name(self, client_id: int, owner_id: int, kind: str) -> str:
        """A job name, such as `204417.731905.check.<uuid>`."""
        return f"{client_id}.{owner_id}.{kind}.{self.inventor.uuid()}"
