"""Waiting: reads that are repeated until one of them shows that Stitch has finished.

The object exists already, and an error would make Terraform replace it. So a read that fails is repeated while there is
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from stitch_provider.connect import ConnectError, EndedError, NotFoundError, OutOfTimeError, UnauthorizedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from stitch_provider.stitch.provider_data import ProviderData

T = TypeVar("T")

_FORBIDDEN = 403


async def look_until(provider: ProviderData, look: Callable[[], Awaitable[T | None]], pauses: Iterator[float]) -> T:
    """The first result of `look` that is not None. `pauses` has the seconds between two looks.

    Raises EndedError at the end of the operation; its `attempts` are not 0 where the last look failed. Raises the
    failure of a look that would be the same again: 401, 403 or no such object, twice in a row.
    """
    failed: ConnectError | None = None
    try:
        while True:
            try:
                found = await look()
            except EndedError:
                raise
            except ConnectError as error:
                if failed is not None and _refuses(failed) and _refuses(error):
                    raise
                failed = error
            else:
                if found is not None:
                    return found
                failed = None
            await provider.connect.pause(next(pauses))
    except EndedError as ended:
        if failed is None or ended.attempts:
            raise
        raise ended.after(failed, 1) from failed


def inconclusive(failure: BaseException | None) -> bool:
    """Whether a wait failed without a sign that what was waited for takes too long or failed."""
    return isinstance(failure, ConnectError) and not (isinstance(failure, OutOfTimeError) and failure.attempts == 0)


def _refuses(failure: ConnectError) -> bool:
    return isinstance(failure, (UnauthorizedError, NotFoundError)) or failure.status == _FORBIDDEN
