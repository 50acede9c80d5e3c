"""The state of a simulator, in one object. The application has it as `state.simulator`."""

from __future__ import annotations

import secrets
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import msgspec

from stitch_provider.simulator.allowance import Allowance
from stitch_provider.simulator.faults import Faults, parse_faults
from stitch_provider.simulator.request_log import RequestLog
from stitch_provider.simulator.store import Store
from stitch_provider.simulator.tables import ACCOUNTS, SHAPES, Account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stitch_provider.simulator.faults import Fault
    from stitch_provider.simulator.options import Options, Switches
    from stitch_provider.simulator.tables import Shape


class ValueGenerator(Protocol):
    """Generates ids and secrets. Tests use one whose values are known."""

    def uuid(self) -> str:
        """A UUID, for the names of jobs."""
        ...

    def secret(self, prefix: str) -> str:
        """A secret that begins with the prefix."""
        ...


class RandomValues:
    """Generates random values."""

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
    """One simulated service: its store, switches, faults, request log, allowance and cache.

    `rendered` is the cache of rendered sources, each with the time until which it is valid. Writing a source removes it
    from the cache. A simulator must be used from one thread only.
    """

    def __init__(
        self, options: Options, *, clock: Callable[[], float] = time.time, generator: ValueGenerator | None = None
    ) -> None:
        self.options = options
        self.clock = clock
        self.generator = generator or RandomValues()
        self.faults = Faults(_faults_of(options))
        self.store = Store(options.database)
        self.requests = RequestLog()
        self.allowance = Allowance()
        self.rendered: dict[int, tuple[bytes, float]] = {}
        self._shapes: dict[int, Shape] = {}
        self._switches = options.effective_switches()
        self.scheduled_until = self.now()
        self.client_id = options.client_id
        self.token = ""
        self.open_account()

    @property
    def switches(self) -> Switches:
        """The current switches."""
        return self._switches

    def switch(self, switches: Switches) -> None:
        """Replace the switches."""
        self._switches = switches
        self.rendered.clear()

    def now(self) -> float:
        """Seconds since the epoch, by the simulator's clock."""
        return self.clock() + self._switches.clock_offset

    def open_account(self) -> None:
        """Load the account and its token from the database, or create them."""
        store = self.store
        with self.transaction():
            stored_id = store.setting("client_id")
            self.client_id = int(stored_id) if stored_id else self.options.client_id
            self.token = self.options.token or store.setting("token") or self.generator.secret("ac_")
            store.save_setting("client_id", str(self.client_id))
            store.save_setting("token", self.token)
            store.add_token(self.token, self.client_id)
            if store.one(ACCOUNTS, "client_id = ?", self.client_id) is None:
                store.save(ACCOUNTS, Account(client_id=self.client_id, email=None, region="us-east-1"))
                store.reserve_id("account", self.client_id, self.client_id)

    def reset(self) -> None:
        """Delete everything except the account, its token and the switches, and restart the sequences of ids."""
        with self.transaction():
            self.store.clear()
            self.store.save_setting("client_id", str(self.client_id))
            self.store.save_setting("token", self.token)
        self.rendered.clear()
        self._shapes.clear()
        self.faults.clear()
        self.requests.clear()
        self.allowance.clear()
        self.open_account()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of the store. Afterwards the sources that it wrote are removed from the cache."""
        try:
            with self.store.transaction():
                yield
        finally:
            for source_id in self.store.touched:
                self.rendered.pop(source_id, None)
            self.store.touched.clear()

    def shape(self, shape_id: int) -> Shape:
        """A shape by its id. Shapes never change, so each one is read once."""
        found = self._shapes.get(shape_id)
        if found is None:
            found = self.store.one(SHAPES, "id = ?", shape_id)
            if found is None:
                raise LookupError(f"no shape {shape_id}")
            self._shapes[shape_id] = found
        return found

    def job_name(self, client_id: int, owner_id: int, kind: str) -> str:
        """A job name, such as `204417.731905.check.<uuid>`."""
        return f"{client_id}.{owner_id}.{kind}.{self.generator.uuid()}"
