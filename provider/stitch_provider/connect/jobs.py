"""Replication jobs (reference 2.10): start one, stop the one that runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from stitch_provider.connect.errors import EndedError, LostAnswerError, MalformedError, RefusedError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.polling import PolledLists

_ALREADY_RUNNING = "already_running"


class JobStarted(Struct, frozen=True):
    """What came of a start.

    `job_name` is None where the source's job ran already, and where the answer that named the job was lost. `at` is
    the service's clock, to the second.
    """

    job_name: str | None
    already_running: bool
    at: datetime


class _Refusal(msgspec.Struct, frozen=True):
    type: str | None = None
    message: str | None = None


class _Started(msgspec.Struct, frozen=True):
    job_name: str | None = None
    error: _Refusal | None = None


class Jobs:
    """Calls about replication jobs. `reports` are the lists that a start or a stop outdates."""

    def __init__(self, calls: Calls, reports: Sequence[PolledLists[Any]], deadline: Deadline) -> None:
        self._calls = calls
        self._reports = reports
        self._deadline = deadline

    async def start(self, source_id: int) -> JobStarted:
        """Start a job, paused sources included. Raises NotFoundError for a source that is unknown or deleted.

        One job runs at a time (A34); "one runs already" is a success of the service and of this call. A lost answer
        may be asked again: then "one runs already" means the job of the first request. Where that gets no answer
        either, it is a LostAnswerError.
        """
        try:
            started, at, lost = await self._start(source_id)
        finally:
            self._forget_reports()
        if started.error is None:
            return JobStarted(started.job_name, already_running=False, at=at)
        if started.error.type == _ALREADY_RUNNING:
            return JobStarted(None, already_running=not lost, at=at)
        raise RefusedError(started.error.message or "the job was not started", status=200, code=started.error.type)

    async def _start(self, source_id: int) -> tuple[_Started, datetime, bool]:
        """The answer, the service's clock, and whether an answer before it was lost."""
        try:
            return *await self._calls.post(_path(source_id), _Started, self._deadline, create=True), False
        except LostAnswerError as error:
            lost = error
        try:
            return *await self._calls.post(_path(source_id), _Started, self._deadline), True
        except (UnavailableError, MalformedError, EndedError) as error:
            raise lost from error

    async def stop(self, source_id: int) -> None:
        """Stop the job of a source if one runs. Raises NotFoundError for an unknown source."""
        try:
            await self._calls.end(_path(source_id), self._deadline)
        finally:
            self._forget_reports()

    def _forget_reports(self) -> None:
        for lists in self._reports:
            lists.forget()


def _path(source_id: int) -> str:
    return f"/v4/sources/{source_id}/sync"
