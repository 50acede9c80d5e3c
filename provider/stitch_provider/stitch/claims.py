"""Claims: what the configuration declares, as far as operations of this run of Terraform have applied it.

Terraform may destroy one resource and create another for the same thing: after a rename without `moved`, or with
`create_before_destroy`. A destroy does not end what an operation of the same run has claimed.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["job"]


class Claims:
    """The claims of one run, each of a kind of thing and of the ids that name one."""

    def __init__(self) -> None:
        self._claimed: set[tuple[Kind, tuple[str, ...]]] = set()

    def claim(self, kind: Kind, *ids: str) -> None:
        """Say that the configuration declares this."""
        self._claimed.add((kind, ids))

    def has(self, kind: Kind, *ids: str) -> bool:
        """Whether an operation has claimed this."""
        return (kind, ids) in self._claimed
