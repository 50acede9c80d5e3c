"""The Connect API as Python calls, one attribute per noun."""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect.accounts import Accounts
from stitch_provider.connect.address import check_base_url, check_token
from stitch_provider.connect.budget import Budget
from stitch_provider.connect.caches import Caches
from stitch_provider.connect.calls import Calls
from stitch_provider.connect.deadline import NO_DEADLINE, Deadline
from stitch_provider.connect.destinations import Destinations
from stitch_provider.connect.emails import Emails
from stitch_provider.connect.errors import NotFoundError, RefusedError
from stitch_provider.connect.extractions import Extraction, Extractions, extraction_lists
from stitch_provider.connect.hooks import Hooks
from stitch_provider.connect.jobs import Jobs
from stitch_provider.connect.limits import DEFAULT_LIMITS, Limits
from stitch_provider.connect.loads import Load, Loads, load_lists
from stitch_provider.connect.new_sources import NewSources
from stitch_provider.connect.polling import PolledLists
from stitch_provider.connect.recovery import Creations
from stitch_provider.connect.sessions import Sessions
from stitch_provider.connect.sources import Sources
from stitch_provider.connect.streams import Streams, put_metadata
from stitch_provider.connect.tokens import Tokens
from stitch_provider.connect.transport import Transport
from stitch_provider.connect.types import Types
from stitch_provider.connect.writes import StreamWrites

if TYPE_CHECKING:
    import asyncio

    import httpx


class _Shared(Struct, frozen=True, kw_only=True):
    """What a `Connect` and those made by its `within` have in common."""

    transport: Transport
    calls: Calls
    caches: Caches
    creations: Creations
    stream_writes: StreamWrites
    budget: Budget
    extractions: PolledLists[Extraction]
    loads: PolledLists[Load]


class Connect:
    """The Connect API of one account. `Connect.to` makes one.

    Every call raises ConnectError: UnauthorizedError, UnavailableError, MalformedError, StoppedError and OutOfTimeError
    anywhere, RefusedError where it sends something, NotFoundError where it names an object. The result of a read is
    kept until a write changes what it read, or until it is read with `fresh`.
    """

    def __init__(self, shared: _Shared, deadline: Deadline) -> None:
        self._shared = shared
        self._deadline = deadline
        calls, caches, creations = shared.calls, shared.caches, shared.creations
        self.destinations = Destinations(calls, caches, creations, deadline)
        new_sources = NewSources(calls, creations)
        self.sources = Sources(calls, caches, creations, new_sources, deadline)
        self.source_types = Types("source type", "/v4/source-types", calls, caches.source_types, deadline)
        self.destination_types = Types(
            "destination type", "/v4/destination-types", calls, caches.destination_types, deadline
        )
        self.streams = Streams(calls, caches, shared.stream_writes, new_sources, deadline)
        self.tokens = Tokens(calls, creations, new_sources, deadline)
        self.jobs = Jobs(calls, (shared.extractions, shared.loads), deadline)
        self.extractions = Extractions(calls, shared.budget, shared.extractions, deadline)
        self.loads = Loads(shared.loads, deadline)
        self.emails = Emails(calls, creations, caches.owner, deadline)
        self.hooks = Hooks(calls, creations, caches.owner, deadline)
        self.accounts = Accounts(calls, deadline)
        self.sessions = Sessions(calls, deadline)

    @classmethod
    def to(
        cls,
        base_url: str,
        *,
        token: str | None,
        user_agent: str,
        stop: asyncio.Event,
        limits: Limits = DEFAULT_LIMITS,
        ca_bundle: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> Connect:
        """The service at an address; opens no connection yet.

        Raises InvalidBaseUrlError and, for what cannot be a token, UnauthorizedError. Without a token only
        `accounts` can be used; other calls raise UnauthorizedError. `stop` is set when Terraform asks every operation
        to end: waits, retries and reads then raise StoppedError, and a write that has begun is finished. `ca_bundle` is
        a file of certificates to trust in addition (see `trust`). `transport` replaces the network in tests.
        """
        sender = Transport(
            None if token is None else check_token(token),
            base_url=check_base_url(base_url),
            user_agent=user_agent,
            limits=limits,
            ca_bundle=ca_bundle,
            transport=transport,
        )
        calls, budget = Calls(sender), Budget()
        caches = Caches(calls)
        shared = _Shared(
            transport=sender,
            calls=calls,
            caches=caches,
            creations=Creations(limits),
            stream_writes=StreamWrites(functools.partial(put_metadata, calls, caches)),
            budget=budget,
            extractions=extraction_lists(calls, budget),
            loads=load_lists(calls, budget),
        )
        return cls(shared, Deadline(stop))

    def within(self, seconds: float) -> Connect:
        """The same connection and caches, with calls and pauses that end after so many seconds."""
        return Connect(self._shared, self._deadline.within(seconds))

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        await self._deadline.pause(seconds)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._shared.transport.aclose()

    async def client_id(self) -> int:
        """The id of the account, as any object of it has shown or shows it.

        Lists objects only where none has shown it, and that once. Raises NotFoundError where none shows it.
        """
        owner = self._shared.caches.owner

        async def search() -> None:
            shared = Connect(self._shared, NO_DEADLINE)
            for list_objects in (shared.destinations.list, shared.sources.list, shared.emails.list, shared.hooks.list):
                with suppress(RefusedError):  # not every plan has notifications
                    await list_objects()
                if owner.id is not None:
                    return

        if owner.id is None:
            await owner.search.read(None, search, self._deadline)
        if owner.id is None:
            raise NotFoundError("the account has no destination, source or notification that shows its id")
        return owner.id
