"""The entries of a list, and how many of them could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from stitch_provider.connect.errors import IncompleteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
U = TypeVar("U")


class Entries(Struct, Generic[T], frozen=True):
    """A list as `call` returned it: its `readable` entries, and how many others it has.

    A list with unreadable entries does not show which objects do not exist. So it is not iterable: `readable` is for
    those who show what there is, `all` and `find` are for those who conclude anything from what is missing.
    """

    call: str
    readable: tuple[T, ...] = ()
    unreadable: int = 0

    def all(self) -> tuple[T, ...]:
        """Every entry. Raises IncompleteError where one could not be read."""
        if self.unreadable:
            raise IncompleteError(self.call, self.unreadable)
        return self.readable

    def find(self, fits: Callable[[T], bool]) -> T | None:
        """The first entry that fits, None where there is none. Raises IncompleteError where that is not certain."""
        for entry in self.readable:
            if fits(entry):
                return entry
        self.all()
        return None

    def where(self, fits: Callable[[T], bool]) -> Entries[T]:
        """The entries that fit. An unreadable one may be among them."""
        return Entries(self.call, tuple(filter(fits, self.readable)), self.unreadable)

    def each(self, change: Callable[[T], U]) -> Entries[U]:
        """The same list with its entries changed."""
        return Entries(self.call, tuple(map(change, self.readable)), self.unreadable)


def check_complete(lists: Iterable[Entries[Any]]) -> None:
    """Raise IncompleteError where any of these lists has unreadable entries."""
    incomplete = [each for each in lists if each.unreadable]
    if incomplete:
        raise IncompleteError(incomplete[0].call, sum(each.unreadable for each in incomplete))


class Page(Struct, Generic[T], frozen=True):
    """A page of a list (reference 1.8): its records, and whether there may be another page.

    `total` is how many records all pages have, None if the service does not show it.
    """

    records: Entries[T]
    more: bool
    total: int | None
