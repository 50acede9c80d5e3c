"""Claims: what the configuration declares, as far as operations of this run of Terraform have applied it.

Terraform may destroy one resource and create another for the same thing: after a rename without `moved`, or with
`create_before_destroy`. The two operations run in any order, or at the same time. What the configuration declares must
exist at the end, so each of them considers the other:

- The operation that creates or updates a thing calls `claim` before it reads the thing. If the result is False, another
  operation has ended the thing or is about to. Then it must write, even if it reads that nothing has to be changed.
- The operation that ends a thing calls `end` right before it sends. If the result is False, the thing is claimed, and
  it sends nothing for it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["job", "stream"]


class Claims:
    """The claims of one run, each of a kind of thing and of the ids that name one."""

    def __init__(self) -> None:
        self._claimed: set[tuple[Kind, tuple[str, ...]]] = set()
        self._ended: set[tuple[Kind, tuple[str, ...]]] = set()

    def claim(self, kind: Kind, *ids: str) -> bool:
        """Record that the configuration declares this. False if another operation has ended it, or is about to."""
        self._claimed.add((kind, ids))
        return (kind, ids) not in self._ended

    def end(self, kind: Kind, *ids: str) -> bool:
        """Record that an operation ends this. False, and nothing is recorded, if it is claimed."""
        if (kind, ids) in self._claimed:
            return False
        self._ended.add((kind, ids))
        return True
