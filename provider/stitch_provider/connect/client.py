"""The Connect API as Python calls: all nouns in one client."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from stitch_provider.connect.accounts import Accounts
from stitch_provider.connect.address import check_base_url, check_token
from stitch_provider.connect.calls import Calls
from stitch_provider.connect.destinations import Destinations
from stitch_provider.connect.errors import NotFoundError
from stitch_provider.connect.memory import Memory
from stitch_provider.connect.notifications import Notifications
from stitch_provider.connect.patience import Patience
from stitch_provider.connect.recovery import Creations
from stitch_provider.connect.report_cards import ReportCards
from stitch_provider.connect.reports import JobReports, Reports
from stitch_provider.connect.sources import Sources
from stitch_provider.connect.streams import Streams
from stitch_provider.connect.syncs import Syncs
from stitch_provider.connect.tokens import Tokens
from stitch_provider.connect.transport import Transport
from stitch_provider.connect.writes import StreamWrites

if TYPE_CHECKING:
    import asyncio

    import httpx


class Connect(Destinations, Sources, ReportCards, Streams, Tokens, Syncs, Reports, Notifications, Accounts):
    """The Connect API of one account.

    Every call raises ConnectError: UnauthorizedError, UnavailableError, MalformedError, StoppedError and OutOfTimeError
    anywhere, RefusedError where it sends something, NotFoundError where it names an object. What a read brought is
    remembered until a write touches it, or it is asked for with `fresh`.
    """

    def __init__(
        self,
        token: str | None,
        *,
        base_url: str,
        user_agent: str,
        stop: asyncio.Event,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Connect nothing yet. Raises InvalidBaseUrlError and, for what cannot be a token, UnauthorizedError.

        Without a token only the calls about accounts can be made; the others raise UnauthorizedError. `stop` is set
        when Terraform asks every operation to end: waits, retries and reads then raise StoppedError, a write under way
        is finished. `transport` stands in for the network in tests.
        """
        self._patience = Patience(stop)
        self._transport = Transport(
            None if token is None else check_token(token),
            base_url=check_base_url(base_url),
            user_agent=user_agent,
            transport=transport,
        )
        self._calls = Calls(self._transport)
        self._memory = Memory(self._calls)
        self._stream_writes = StreamWrites(self._put_streams)
        self._creations = Creations()
        self._job_reports = JobReports(self._calls)

    def within(self, seconds: float) -> Connect:
        """A view that shares connection and caches, whose calls and pauses end after so many seconds."""
        view = copy.copy(self)
        view._patience = self._patience.within(seconds)  # noqa: SLF001 - it is one of us
        return view

    async def pause(self, seconds: float) -> None:
        """Wait. Raises StoppedError at once when asked to stop, OutOfTimeError at the deadline."""
        await self._patience.pause(seconds)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def client_id(self) -> int:
        """The id of the account, learnt from any of its objects: nothing else tells (reference 1.3).

        Raises NotFoundError where the account has no object.
        """
        known = (self._memory.sources.sighted(), *(self._memory.destinations.get(None) or ()))
        for one in known:
            if one is not None and one.stitch_client_id is not None:
                return one.stitch_client_id
        for list_objects in (self.list_destinations, self.list_sources):
            for found in await list_objects():
                if found.stitch_client_id is not None:
                    return found.stitch_client_id
        for list_notices in (self.list_emails, self.list_hooks):
            for notice in await list_notices():
                if notice.client_id is not None:
                    return notice.client_id
        raise NotFoundError("the account has no destination, source or notification that tells its id")
