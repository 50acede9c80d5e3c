"""What a launcher says about itself when it starts the provider because no spare serves in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Launcher(NamedTuple):
    """A program that asks a spare before it starts the provider.

    `installation` is a file that an update of the provider replaces. Importing modules needs the `descriptors`.
    `prepare` imports in a spare what an ordinary process imports only when it needs it.
    """

    installation: str
    descriptors: tuple[int, ...]
    prepare: Callable[[], None]
