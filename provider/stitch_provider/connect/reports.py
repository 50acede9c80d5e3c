"""Reports about jobs (reference 2.11, 2.12): extractions, their logs, and loads.

All of them share an allowance (`budget`), so none is asked for more often than anyone needs. A list is kept for
`KEPT` seconds, or until a job is started or stopped. Whoever waits for an extraction to end takes part in one poll of
the process: any number of waiters, one list.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Hashable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from stitch_provider.connect.budget import Budget
from stitch_provider.connect.noun import Noun
from stitch_provider.connect.shared import SharedCall

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from stitch_provider.connect.calls import Calls

T = TypeVar("T")

PHASES = ("discovery", "tap", "target")
"""The phases of an extraction in their order."""

TERMINATED = "Terminated"

KEPT = 30.0
FIRST_INTERVAL = 2.0
LONGEST_INTERVAL = 30.0
"""Seconds. The allowance lasts for one request every thirty seconds for ever."""

GROWTH = 1.5


class Extraction(msgspec.Struct, frozen=True):
    """The last completed extraction of a source (reference 3.10). An exit status of 0 is success, None not ended."""

    job_name: str
    source_id: int
    stitch_client_id: int | None = None
    source_type: str | None = None
    tap_name: str | None = None
    start_time: str | None = None
    completion_time: str | None = None
    discovery_exit_status: int | None = None
    discovery_description: str | None = None
    tap_exit_status: int | None = None
    tap_description: str | None = None
    target_exit_status: int | None = None
    target_description: str | None = None

    @property
    def tap(self) -> str | None:
        """The type of the source as extractions name it, such as `tap-github`, under either key (A28)."""
        return self.source_type or self.tap_name

    @property
    def failed_phase(self) -> str | None:
        """The first phase of `PHASES` that failed, None where none did."""
        return next((phase for phase in PHASES if getattr(self, f"{phase}_exit_status") not in {None, 0}), None)

    @property
    def reason(self) -> str | None:
        """What the phase that failed said of itself."""
        return None if self.failed_phase is None else getattr(self, f"{self.failed_phase}_description")

    @property
    def status(self) -> str:
        """`running`, `succeeded`, `failed` or `terminated`: ended by force, which leaves no exit status."""
        if self.failed_phase is not None:
            return "failed"
        if any(getattr(self, f"{phase}_description") == TERMINATED for phase in PHASES):
            return "terminated"
        return "running" if self.completion_time is None else "succeeded"


class Load(msgspec.Struct, frozen=True):
    """The last load of a stream (reference 3.11). `source_name` is the `name` of the source; there is no id."""

    source_name: str | None = None
    stream_name: str | None = None
    stitch_client_id: int | None = None
    last_batch_loaded_at: str | None = None
    error_state: Any = None

    @property
    def failed(self) -> bool:
        """Whether loading is in an error state."""
        return bool(self.error_state)

    @property
    def reason(self) -> str | None:
        """What the error state says in words, where that can be found: its shape is not stable."""
        match self.error_state:
            case {"notification_data": {"message": str(text)} | {"error": str(text)}} | {"message": str(text)}:
                return text
        return None


class _Page(msgspec.Struct, Generic[T], frozen=True):
    data: tuple[T, ...] = ()
    links: Mapping[str, str | None] = {}


class _Listing(Generic[T]):
    """One list as it was last seen, and the poll of it.

    `fetch` makes the calls. The first poll is due at a moment of the event loop's clock.
    """

    def __init__(self, fetch: Callable[[], Coroutine[Any, Any, tuple[T, ...]]], due: float) -> None:
        self._fetch = fetch
        self._seen: tuple[T, ...] | None = None
        self._seen_at = 0.0
        self._due = due
        self._interval = FIRST_INTERVAL
        self._call: SharedCall[tuple[T, ...]] | None = None
        self._hurry = asyncio.Event()

    async def recent(self) -> tuple[T, ...]:
        """The list, not older than `KEPT`."""
        if self._seen is not None and _clock() < self._seen_at + KEPT:
            return self._seen
        call = self._join()
        self._hurry.set()
        return await call.result()

    async def next(self) -> tuple[T, ...]:
        """The list as the next poll finds it."""
        return await self._join().result()

    def forget(self, due: float) -> None:
        """Keep nothing of what was seen, or is being fetched, and begin a poll anew."""
        self._seen = None
        self._call = None
        self._interval = FIRST_INTERVAL
        self._due = due

    def _join(self) -> SharedCall[tuple[T, ...]]:
        if self._call is None or not self._call.under_way:
            self._hurry = asyncio.Event()
            self._call = SharedCall(lambda: self._run(self._due, self._hurry))
        return self._call

    async def _run(self, due: float, hurry: asyncio.Event) -> tuple[T, ...]:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await hurry.wait()
        began, call = _clock(), self._call
        seen = await self._fetch()
        if self._call is call:
            self._seen, self._seen_at = seen, began
            self._due = _clock() + self._interval
            self._interval = min(self._interval * GROWTH, LONGEST_INTERVAL)
        return seen


class JobReports:
    """What one process knows of jobs, and its allowance to ask. `Connect` and its views share one."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.budget = Budget()
        self._extractions: dict[int, _Listing[Extraction]] = {}
        self._loads: dict[int, _Listing[Load]] = {}
        self._due = 0.0

    def extractions(self, client_id: int) -> _Listing[Extraction]:
        """The extractions of an account."""

        async def fetch() -> tuple[Extraction, ...]:
            path = f"/v4/{client_id}/extractions"
            return await self._pages(path, _Page[Extraction], lambda extraction: extraction.source_id)

        return self._extractions.setdefault(client_id, _Listing(fetch, self._due))

    def loads(self, client_id: int) -> _Listing[Load]:
        """The loads of an account."""

        async def fetch() -> tuple[Load, ...]:
            path = f"/v4/{client_id}/loads"
            return await self._pages(path, _Page[Load], lambda load: (load.source_name, load.stream_name))

        return self._loads.setdefault(client_id, _Listing(fetch, self._due))

    def forget(self) -> None:
        """Jobs have changed, so that nothing holds that was seen, and none can have ended yet."""
        self._due = _clock() + FIRST_INTERVAL
        for extractions in self._extractions.values():
            extractions.forget(self._due)
        for loads in self._loads.values():
            loads.forget(self._due)

    async def _pages(self, path: str, type: type[_Page[T]], key: Callable[[T], Hashable]) -> tuple[T, ...]:  # noqa: A002
        """All pages. Records may move from one to another in the meantime (reference 1.8): each counts once."""
        found: dict[Hashable, T] = {}
        for number in count(1):
            await self.budget.spend()
            page = await self._calls.get(f"{path}?page={number}", type)
            before = len(found)
            found.update((key(one), one) for one in page.data)
            if not page.links.get("next") or len(found) == before:
                break
        return tuple(found.values())


class Reports(Noun):
    """Calls about extractions and loads. `client_id` is the account's."""

    _job_reports: JobReports

    async def list_extractions(self, client_id: int) -> tuple[Extraction, ...]:
        """The last completed extraction of each source within 60 days; a list that is up to `KEPT` seconds old."""
        return await self._patience.wait(self._job_reports.extractions(client_id).recent)

    async def next_extractions(self, client_id: int) -> tuple[Extraction, ...]:
        """The same as the next poll finds it, for those who wait for a job: it takes its time."""
        return await self._patience.wait(self._job_reports.extractions(client_id).next)

    async def get_extraction_log(self, client_id: int, job_name: str) -> str:
        """The log of an extraction. Raises NotFoundError. The token stays with the service (reference 2.11)."""
        await self._patience.wait(self._job_reports.budget.spend)
        path = f"/v4/{client_id}/extractions/{quote(job_name, safe='')}"
        return await self._patience.wait(lambda: self._calls.get_redirected(path, self._patience))

    async def list_loads(self, client_id: int) -> tuple[Load, ...]:
        """The last load of each stream within 60 days; a list that is up to `KEPT` seconds old, in any order (A22)."""
        return await self._patience.wait(self._job_reports.loads(client_id).recent)


def _clock() -> float:
    return asyncio.get_running_loop().time()
