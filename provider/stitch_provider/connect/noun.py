"""What the calls of every noun of the API stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.memory import Memory
    from stitch_provider.connect.models import ConnectionCheck
    from stitch_provider.connect.patience import Patience
    from stitch_provider.connect.recovery import Creations
    from stitch_provider.connect.shared import Remembered

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")


class Noun:
    """The calls of one noun. `Connect` is all nouns in one: it sets these up, and its views differ in `_patience`."""

    _calls: Calls
    _patience: Patience
    _creations: Creations
    _memory: Memory

    async def _last_check(self, path: str) -> ConnectionCheck | None:
        """The last check of what has this path."""

        async def fetch() -> ConnectionCheck | None:
            return await self._calls.get_check(f"{path}/last-connection-check", self._patience)

        return await self._patience.wait(fetch)

    async def _remembered(
        self, results: Remembered[K, T], key: K, fetch: Callable[[], Coroutine[Any, Any, T]], *, fresh: bool = False
    ) -> T:
        """What is remembered under a key, else what `fetch` brings."""
        known = None if fresh else results.get(key)
        if known is not None:
            return known
        return await self._patience.wait(lambda: results.fetch(key, fetch, fresh=fresh))


def without(missing: Any, **content: Any) -> dict[str, Any]:
    """The content whose values are not `missing`."""
    return {name: value for name, value in content.items() if value is not missing}
