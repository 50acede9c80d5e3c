"""The features that not every supported version of Terraform and OpenTofu has, and the first versions with them.

The pages, the README and the tests with every engine (`scripts/test-engines`) use this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature and the first versions with it, in ascending order.

    There are several if the feature was added to several lines of releases, and none if the engine does not have it.
    """

    name: str
    terraform: tuple[str, ...]
    opentofu: tuple[str, ...]

    def is_in(self, product: str, version: Version) -> bool:
        """Whether this version of `Terraform` or `OpenTofu` has the feature."""
        firsts = [tuple(map(int, first.split("."))) for first in self._firsts[product]]
        return any(
            version >= first and (first == firsts[-1] or version[: len(first) - 1] == first[:-1]) for first in firsts
        )

    @property
    def requirement(self) -> str:
        """What the feature requires, in words."""
        if self.terraform == self.opentofu:
            return f"Terraform or OpenTofu {_or_newer(self.terraform)}"
        return ", or ".join(f"{product} {_or_newer(firsts)}" for product, firsts in self._firsts.items() if firsts)

    @property
    def _firsts(self) -> Mapping[str, tuple[str, ...]]:
        return {"Terraform": self.terraform, "OpenTofu": self.opentofu}


FEATURES: Mapping[str, Feature] = {
    each.name: each
    for each in (
        Feature("functions", ("1.8",), ("1.7",)),
        Feature("ephemeral resources", ("1.10",), ("1.11",)),
        Feature("write-only attributes", ("1.11",), ("1.11",)),
        Feature("import by identity", ("1.12",), ("1.12",)),
        Feature("`moved` blocks from a resource of another provider", ("1.8",), ("1.11.12", "1.12.4")),
        Feature("actions", ("1.14",), ()),
        Feature("actions on destroy", ("1.16",), ()),
        Feature("list resources", ("1.14",), ()),
    )
}


def feature_table() -> str:
    """The features as a table in Markdown."""
    return "\n".join(
        (
            "| feature | Terraform | OpenTofu |",
            "|---|---|---|",
            *(f"| {each.name} | {_cell(each.terraform)} | {_cell(each.opentofu)} |" for each in FEATURES.values()),
        )
    )


def _cell(firsts: Iterable[str]) -> str:
    return ", ".join(firsts) or "not supported"


def _or_newer(firsts: Iterable[str]) -> str:
    return f"{' or '.join(firsts)} or newer"
