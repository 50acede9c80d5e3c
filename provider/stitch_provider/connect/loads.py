"""Loads (reference 2.12). They share an allowance with extractions (`budget`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stitch_provider.connect.polling import PolledLists, Records

if TYPE_CHECKING:
    from stitch_provider.connect.budget import Budget
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.deadline import Deadline


LOAD_PAGES = 20
"""Pages that are read. The allowance lets them pass in five minutes."""


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
        """The messages in the error state, the cause first (A52), or None. The shape of the state is not stable."""
        match self.error_state:
            case {"notification_data": {**data}} | {**data}:
                texts = [data.get("warehouse_message"), data.get("message") or data.get("error")]
                found = dict.fromkeys(text.strip() for text in texts if isinstance(text, str) and text.strip())
                return "; ".join(found) or None
        return None


class Loads:
    """Calls about loads. `client_id` is the account's."""

    def __init__(self, lists: PolledLists[Load], deadline: Deadline) -> None:
        self._lists = lists
        self._deadline = deadline

    async def list(self, client_id: int) -> Records[Load]:
        """The last load of each stream within 60 days, in any order (A22); up to `polling.KEPT` seconds old."""
        return await self._deadline.run(self._lists.of(client_id).recent)


def load_lists(calls: Calls, budget: Budget) -> PolledLists[Load]:
    """The lists of loads by account."""
    return PolledLists(
        calls,
        budget,
        lambda client_id: f"/v4/{client_id}/loads",
        Load,
        lambda load: (load.source_name, load.stream_name),
        most=LOAD_PAGES,
    )
