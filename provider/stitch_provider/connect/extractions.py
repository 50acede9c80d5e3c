"""Extractions and their logs (reference 2.11). They share an allowance with loads (`budget`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from stitch_provider.connect.models import Id
from stitch_provider.connect.polling import PolledLists, Records

if TYPE_CHECKING:
    from stitch_provider.connect.budget import Budget
    from stitch_provider.connect.calls import Calls, Text
    from stitch_provider.connect.deadline import Deadline
    from stitch_provider.connect.entries import Entries

PHASES = ("discovery", "tap", "target")
"""The phases of an extraction in their order."""

TERMINATED = "Terminated"

EXTRACTION_PAGES = 100
"""Pages that are read. Waiting for a job needs them all; no account is known to have as many sources."""


class Extraction(msgspec.Struct, frozen=True):
    """The last completed extraction of a source (reference 3.10). An exit status of 0 is success, None not ended."""

    job_name: str
    source_id: Id
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
        """The description of the phase that failed."""
        return None if self.failed_phase is None else getattr(self, f"{self.failed_phase}_description")

    @property
    def status(self) -> str:
        """`running`, `succeeded`, `failed` or `terminated`: ended by force, which leaves no exit status."""
        if self.failed_phase is not None:
            return "failed"
        if any(getattr(self, f"{phase}_description") == TERMINATED for phase in PHASES):
            return "terminated"
        return "running" if self.completion_time is None else "succeeded"


class Extractions:
    """Calls about extractions. `client_id` is the account's."""

    def __init__(self, calls: Calls, budget: Budget, lists: PolledLists[Extraction], deadline: Deadline) -> None:
        self._calls = calls
        self._budget = budget
        self._lists = lists
        self._deadline = deadline

    async def list(self, client_id: int) -> Records[Extraction]:
        """The last completed extraction of each source within 60 days; up to `polling.KEPT` seconds old."""
        return await self._deadline.run(self._lists.of(client_id).recent)

    async def next(self, client_id: int) -> Entries[Extraction]:
        """The same list as the next poll finds it, for callers that wait for a job to end."""
        return (await self._deadline.run(self._lists.of(client_id).next)).found

    async def log(self, client_id: int, job_name: str) -> Text:
        """The log of an extraction. Raises NotFoundError. Redirects are followed without the token (reference 2.11)."""
        await self._deadline.run(self._budget.spend)
        path = f"/v4/{client_id}/extractions/{quote(job_name, safe='')}"
        return await self._deadline.run(lambda: self._calls.get_text(path, self._deadline))


def extraction_lists(calls: Calls, budget: Budget) -> PolledLists[Extraction]:
    """The lists of extractions by account."""
    return PolledLists(
        calls,
        budget,
        lambda client_id: f"/v4/{client_id}/extractions",
        Extraction,
        lambda extraction: extraction.source_id,
        most=EXTRACTION_PAGES,
    )
