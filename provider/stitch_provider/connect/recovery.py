"""Creates whose answer was lost: no second object, and no object that is missing in the state.

When a create gets no answer (timeout, broken connection, 5xx, an answer that cannot be read), the object may exist, or
come to exist in a moment. Sending again could make a second one; giving up would leave one that is missing in
Terraform's state. So a fresh list is searched for it, a few times with pauses, and it is only sent again where it was
not found.

The object that is found must be the one that was created: Terraform would change and destroy any other. All of these
must hold:

- type and name (source: display name) are what was sent, and it is not deleted;
- its id was not known before the create: not seen by any read of this process (for destinations a list is always made
  first), and not handed to another create of this process;
- its `created_at` is not before the create. No clock of ours is compared: the create was sent as long before the list
  as our monotonic clock says, and the list carries the service's own `Date`. Both are to the second and may come from
  different hosts, hence `SLACK`.

Sources have a second guard: their derived names are unique, so a create that is sent again after all is refused when
the first took effect late, and a refusal after a lost answer leads to another search. Destinations have none, and
are searched for longer. Where several objects fit, none is adopted and the error names them.

Two creates of one process with the same name could find each other's object, so they take turns (`Creations.turn`). The
searches end neither when Terraform asks to stop nor at the operation's deadline, since they decide what is kept in
state; `GRACE` bounds them.

The design note is `docs/design/lost-creates.md`.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct

from stitch_provider.connect.deadline import NO_DEADLINE, Deadline
from stitch_provider.connect.errors import (
    ConnectError,
    EndedError,
    LostAnswerError,
    RefusedError,
    SearchResult,
    UnavailableError,
)
from stitch_provider.connect.retry import RetryPolicy

if TYPE_CHECKING:
    from stitch_provider.connect.models import Destination, Source

SLACK = timedelta(seconds=5)

GRACE = 30.0
"""Seconds for all searches after one lost answer."""

SENDS = 2

ONE_SEARCH = RetryPolicy(first=0, longest=0, attempts=1)

_SEARCHES = RetryPolicy(first=1, longest=2, attempts=3)


class Created(Protocol):
    """A source or a destination."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def created_at(self) -> str | None:
        """ISO 8601."""


T = TypeVar("T", bound=Created)


class Candidates(Struct, Generic[T], frozen=True):
    """A fresh list of objects that fit by type and name, and the service's clock when it answered."""

    objects: Sequence[T]
    server_time: datetime


class Creation(Struct, Generic[T], frozen=True, kw_only=True):
    """One create. `search` makes a fresh list, as often as `searches` says. The ids in `known` existed before."""

    send: Callable[[], Coroutine[Any, Any, T]]
    search: Callable[[Deadline], Coroutine[Any, Any, Candidates[T]]]
    known: frozenset[int]
    searches: RetryPolicy


class Creations:
    """The creates of one process."""

    def __init__(self) -> None:
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._made: set[int] = set()

    def turn(self, name: str) -> asyncio.Lock:
        """Held by the create whose turn it is among those of this name."""
        return self._turns[name]

    async def create(self, creation: Creation[T], deadline: Deadline) -> T:
        """The one object that a create made. Raises ConnectError; LostAnswerError where it stays unknown."""
        created = await _Creating(creation, creation.known | self._made, deadline).result()
        self._made.add(created.id)
        return created

    async def create_after_search(
        self,
        name: str,
        send: Callable[[], Coroutine[Any, Any, T]],
        search: Callable[[Deadline], Coroutine[Any, Any, Candidates[T]]],
        deadline: Deadline,
    ) -> T:
        """Create an object of a kind that is never cached: what a first search shows existed before the create.

        Creates of one `name` take turns.
        """
        async with self.turn(name):
            before = await deadline.run(lambda: search(deadline))
            known = frozenset(one.id for one in before.objects)
            creation = Creation(send=send, search=search, known=known, searches=_SEARCHES)
            return await self.create(creation, deadline)


class _Creating(Generic[T]):
    """A create under way."""

    def __init__(self, creation: Creation[T], known: frozenset[int], deadline: Deadline) -> None:
        self._creation = creation
        self._known = known
        self._deadline = deadline
        self._began = _clock()

    async def result(self) -> T:
        lost: LostAnswerError | None = None
        for _ in range(SENDS):
            try:
                return await self._creation.send()
            except ConnectError as error:
                failed = error
            lost = _add(lost, failed)
            if lost is None:
                raise failed
            refused = isinstance(failed, RefusedError)
            if not refused and not isinstance(failed, LostAnswerError):
                raise lost from failed
            found = await self._search(ONE_SEARCH if refused else self._creation.searches, lost)
            if found is not None:
                return found
            if refused:
                raise failed
        raise lost or AssertionError("nothing was sent")

    async def _search(self, searches: RetryPolicy, lost: LostAnswerError) -> T | None:
        """What the create made, if one of the searches shows it: the first at once, the others after pauses."""
        grace = NO_DEADLINE.within(GRACE)
        for pause in (0.0, *searches.pauses()):
            ended = await _ended(self._deadline, pause)
            try:
                found = await self._creation.search(grace)
            except ConnectError as error:
                raise _unknown(lost, "failed", message=f"{lost.message}; the search failed: {error.message}") from error
            since = found.server_time - timedelta(seconds=_clock() - self._began) - SLACK
            ours = [one for one in found.objects if one.id not in self._known and _not_before(one.created_at, since)]
            if len(ours) > 1:
                raise _unknown(lost, "several", candidates=tuple(one.id for one in ours))
            if ours:
                return ours[0]
            if ended:
                break
        return None


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


def _unknown(
    lost: LostAnswerError,
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
        attempts=attempts or lost.attempts,
        host=lost.host,
        search=search,
        candidates=candidates,
    )


def _not_before(timestamp: str | None, moment: datetime) -> bool:
    try:
        return timestamp is not None and datetime.fromisoformat(timestamp) >= moment
    except (ValueError, TypeError):
        return False


def fits(one: Source | Destination, type: str) -> bool:
    """Whether an object can be the one that a create of this type made."""
    return one.type == type and one.deleted_at is None


def _clock() -> float:
    return asyncio.get_running_loop().time()
