"""Creates whose answer was lost: no second object, and no object that is missing in the state.

When a create gets no answer (timeout, broken connection, 5xx, an answer that cannot be read), the object may exist, or
come to exist in a moment. Sending again could make a second one; giving up would leave one that is missing in
Terraform's state. So a fresh list is searched for it, a few times with pauses, and it is only sent again where it was
not found. The same search follows a refusal that may come from a gateway, and a 429: either can come after the effect.

The object that is found must be the one that was created: Terraform would change and destroy any other. All of these
must hold:

- type and name (source: display name) are what was sent, and it is not deleted;
- its id was not known before the create: not seen by any read of this process (for destinations a list is always made
  first), and not handed to another create of this process;
- its `created_at` is not before the create, unless its kind has no such time (`dated`). No clock of ours is compared:
  the create was sent as long before the list as our monotonic clock says, and the list carries the service's own
  `Date`. Both are to the second and may come from different hosts, hence `SLACK`.

Sources have a second guard: their derived names are unique, so a create that is sent again after all is refused when
the first took effect late, and a refusal after a lost answer leads to another search. Destinations have none, and
are searched for longer. Where several objects fit, none is adopted and the error names them. An object that is of no
use without the answer, a token whose value is lost, is removed instead (`discard`), and the create is sent again.

Two creates of one process with the same name could find each other's object, so they take turns (`Creations.turn`). The
searches end neither when Terraform asks to stop nor at the operation's deadline, since they decide what is kept in
state; `GRACE` bounds them.

The design note is `docs/design/lost-creates.md`.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeGuard, TypeVar

from msgspec import Struct

from stitch_provider.connect.attempts import Attempts
from stitch_provider.connect.deadline import NO_DEADLINE, Deadline
from stitch_provider.connect.entries import Entries
from stitch_provider.connect.errors import (
    ConnectError,
    EndedError,
    LostAnswerError,
    MalformedError,
    NotFoundError,
    RefusedError,
    SearchResult,
    UnavailableError,
)
from stitch_provider.connect.failures import created_nothing
from stitch_provider.connect.limits import DEFAULT_LIMITS, Limits
from stitch_provider.connect.retry import RetryPolicy

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from stitch_provider.connect.models import Destination, Source

SLACK = timedelta(seconds=5)

GRACE = 30.0
"""Seconds for all searches after one lost answer."""

SENDS = 2
"""How often a create is sent whose answer is lost. Those that are answered with 429 do not count."""

ONE_SEARCH = RetryPolicy(first=0, longest=0, attempts=1)

_SEARCHES = RetryPolicy(first=1, longest=2, attempts=3)


class Created(Protocol):
    """An object that is created, and listed with all others of its kind."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def created_at(self) -> str | None:
        """ISO 8601."""


T = TypeVar("T", bound=Created)

Discard: TypeAlias = Callable[[T, Deadline], Coroutine[Any, Any, None]]


class Candidates(Struct, Generic[T], frozen=True):
    """A fresh list, of which those `objects` fit by type and name, and the service's clock when it answered."""

    objects: Entries[T]
    server_time: datetime


class Creation(Struct, Generic[T], frozen=True, kw_only=True):
    """One create. `search` makes a fresh list, as often as `searches` says. The ids in `known` existed before.

    Without `dated` the objects have no `created_at` that could be compared.
    """

    send: Callable[[], Coroutine[Any, Any, T]]
    search: Callable[[Deadline], Coroutine[Any, Any, Candidates[T]]]
    known: frozenset[int]
    searches: RetryPolicy
    dated: bool = True
    discard: Discard[T] | None = None


class Creations:
    """The creates of one process."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._made: dict[tuple[type, int], float] = {}

    def turn(self, name: str, deadline: Deadline) -> AbstractAsyncContextManager[None]:
        """Wait until no other create of this name is under way, and let others wait. Raises EndedError."""
        return deadline.hold(self._turns[name])

    async def create(self, creation: Creation[T], deadline: Deadline) -> T:
        """The one object that a create made. Raises ConnectError; LostAnswerError where it stays unknown."""
        created = await _Creating(creation, self._made.keys(), deadline, self._limits).result()
        self._made[type(created), created.id] = _clock()
        return created

    def made_within(self, seconds: float, type: type, id: int) -> bool:
        """Whether an object was created within the last so many seconds."""
        made = self._made.get((type, id))
        return made is not None and _clock() - made <= seconds

    async def create_after_search(
        self,
        name: str,
        send: Callable[[], Coroutine[Any, Any, T]],
        search: Callable[[Deadline], Coroutine[Any, Any, Candidates[T]]],
        deadline: Deadline,
        *,
        dated: bool = True,
        discard: Discard[T] | None = None,
    ) -> T:
        """Create an object of a kind that is never cached: what a first search shows existed before the create.

        Creates of one `name` take turns.
        """
        async with self.turn(name, deadline):
            before = await deadline.run(lambda: search(deadline))
            known = frozenset(one.id for one in before.objects.readable)
            creation = Creation(send=send, search=search, known=known, searches=_SEARCHES, dated=dated, discard=discard)
            return await self.create(creation, deadline)


class _Creating(Generic[T]):
    """A create under way. `made` has what other creates of this process made."""

    def __init__(
        self, creation: Creation[T], made: AbstractSet[tuple[type, int]], deadline: Deadline, limits: Limits
    ) -> None:
        self._creation = creation
        self._made = made
        self._deadline = deadline
        self._began = _clock()
        self._lost: LostAnswerError | None = None
        self._sends = 0
        self._attempts = Attempts(limits, deadline)

    async def result(self) -> T:
        while True:
            sent = _clock()
            try:
                return await self._creation.send()
            except ConnectError as error:
                failed, took = error, _clock() - sent
            self._lost = _add(self._lost, failed)
            if (end := self._end(failed)) is not None:
                raise end from (None if end is failed else failed)
            searches = self._creation.searches
            if _turned_away(failed) or created_nothing(failed):
                searches = ONE_SEARCH
            end = await self._end_unless_found(failed, took)
            found = await self._search(searches, self._lost or _unknown(failed, "absent"))
            if found is not None:
                if self._creation.discard is None:
                    return found
                end = await self._remove(found, self._creation.discard, failed)
            if end is not None:
                raise end from (None if end is failed else failed)

    def _end(self, failed: ConnectError) -> ConnectError | None:
        """The error that ends the create without a search."""
        if not created_nothing(failed):
            return None
        if self._lost is None:
            return failed
        return None if isinstance(failed, RefusedError) else self._lost

    async def _end_unless_found(self, failed: ConnectError, took: float) -> ConnectError | None:
        """The error that ends the create if a search finds nothing, None if it is sent again. Waits after a 429.

        `took` is how many seconds the attempt took that failed.
        """
        if created_nothing(failed):
            return failed
        if _turned_away(failed):
            try:
                again = await self._attempts.next(too_many=True, asked=failed.retry_after, took=took)
            except EndedError as ended:
                return self._lost or ended.after(failed, failed.attempts)
            return None if again else self._lost or failed
        self._sends += 1
        again = isinstance(failed, LostAnswerError) and self._sends < SENDS
        return None if again else self._lost or failed

    async def _remove(self, found: T, discard: Discard[T], failed: ConnectError) -> ConnectError | None:
        """Remove an object that is of no use; the error that ends the create, None if it is sent again."""
        lost = self._lost or _unknown(failed, "absent")
        try:
            await discard(found, NO_DEADLINE.within(GRACE))
        except ConnectError as error:
            message = f"{lost.message}; what was created could not be removed: {error.message}"
            raise _unknown(lost, "several", message=message, candidates=(found.id,)) from error
        self._lost = _unknown(lost, "removed")
        if _turned_away(failed):
            self._sends += 1
        return None if self._sends < SENDS else self._lost

    async def _search(self, searches: RetryPolicy, lost: LostAnswerError) -> T | None:
        """What the create made, if one of the searches shows it: the first at once, the others after pauses."""
        grace = NO_DEADLINE.within(GRACE)
        for pause in (0.0, *searches.pauses()):
            ended = await _ended(self._deadline, pause)
            try:
                ours = await self._found(grace)
            except ConnectError as error:
                if isinstance(error, NotFoundError) or error.status == lost.status == HTTPStatus.UNAUTHORIZED:
                    raise
                raise _unknown(lost, "failed", message=f"{lost.message}; the search failed: {error.message}") from error
            if len(ours) > 1:
                raise _unknown(lost, "several", candidates=tuple(one.id for one in ours))
            if ours:
                return ours[0]
            if ended:
                break
        return None

    async def _found(self, grace: Deadline) -> Sequence[T]:
        """What the create may have made, of a fresh list. Raises MalformedError where the list does not show that."""
        found = await self._creation.search(grace)
        new = [
            one
            for one in found.objects.readable
            if one.id not in self._creation.known and (type(one), one.id) not in self._made
        ]
        ours = self._since(found.server_time, new) if self._creation.dated else new
        undated = next((one.id for one in new if moment(one.created_at) is None), None)
        if not ours and undated is not None:
            text = f"{found.objects.call}: object {undated} may be it, but does not show when it was created"
            raise MalformedError(text)
        if not ours:
            found.objects.all()
        return ours

    def _since(self, server_time: datetime, new: Sequence[T]) -> Sequence[T]:
        """Those that were created after this create was sent."""
        since = server_time - timedelta(seconds=_clock() - self._began) - SLACK
        return [one for one in new if (created := moment(one.created_at)) is not None and created >= since]


async def _ended(deadline: Deadline, pause: float) -> bool:
    """Wait; whether the deadline came first, which leaves time for one search and no more."""
    try:
        await deadline.pause(pause)
    except EndedError:
        return True
    return False


def _add(lost: LostAnswerError | None, failed: ConnectError) -> LostAnswerError | None:
    """The loss after one more failure, None while no answer was lost."""
    if lost is None:
        return _unknown(failed, "absent") if isinstance(failed, LostAnswerError) else None
    attempts = lost.attempts + (failed.attempts if isinstance(failed, (UnavailableError, EndedError)) else 1)
    return _unknown(failed if isinstance(failed, LostAnswerError) else lost, "absent", attempts=attempts)


def _turned_away(failed: ConnectError) -> TypeGuard[UnavailableError]:
    """Whether the service answered 429."""
    return isinstance(failed, UnavailableError) and failed.status == HTTPStatus.TOO_MANY_REQUESTS


def _unknown(
    lost: ConnectError,
    search: SearchResult,
    *,
    message: str | None = None,
    attempts: int | None = None,
    candidates: tuple[int, ...] = (),
) -> LostAnswerError:
    """A loss with the result of the search for the object."""
    return LostAnswerError(
        message or lost.message,
        status=lost.status,
        code=lost.code,
        attempts=attempts or (lost.attempts if isinstance(lost, UnavailableError) else 1),
        host=lost.host if isinstance(lost, UnavailableError) else "",
        search=search,
        candidates=candidates,
    )


def moment(timestamp: str | None) -> datetime | None:
    """The moment of a timestamp; None where it is no timestamp, or has no offset."""
    try:
        found = datetime.fromisoformat(timestamp or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def fits(one: Source | Destination, type: str) -> bool:
    """Whether an object can be the one that a create of this type made."""
    return one.type == type and not one.deleted


def _clock() -> float:
    return asyncio.get_running_loop().time()
