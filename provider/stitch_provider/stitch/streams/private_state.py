"""The private state of a selection: what a plan stores for its apply, and an import for later operations.

An apply that succeeds removes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.terraform.resource import Private

_CHECKED = "checked"
_IMPORTED = "imported"


def with_checked(private: Private, names: Iterable[str]) -> Private:
    """The private state of a plan that has checked these streams, so that its apply need not repeat the warnings."""
    others = {key: value for key, value in private.items() if key != _CHECKED}
    listed = sorted(names)
    return {**others, _CHECKED: listed} if listed else others


def checked(private: Private) -> frozenset[str]:
    """The streams that the plan has checked."""
    return frozenset(private.get(_CHECKED, ()))


def with_imported(names: Iterable[str]) -> Private:
    """The private state of an import that has found these streams selected."""
    listed = sorted(names)
    return {_IMPORTED: listed} if listed else {}


def imported(private: Private) -> frozenset[str]:
    """The streams that an import has found, and that no apply has declared since.

    No configuration has declared them, so Terraform must not deselect them. An import without changes calls no provider
    at the apply, so this is also true of streams that the configuration has listed from the beginning.
    """
    return frozenset(private.get(_IMPORTED, ()))
