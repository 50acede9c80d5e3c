"""Names of types: finds a type in the catalog, and the page and the command that describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.stitch.types.rules import Noun, TypeRules, from_catalog, known_types
from stitch_provider.terraform.schema.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

NOUNS: tuple[Noun, Noun] = ("source", "destination")

_DOCUMENTATION = "https://registry.terraform.io/providers/stitchdata/stitch/latest/docs"
"""The address of the pages."""

_WITHOUT_PAGE = frozenset({"hp.rando", "platform.x-y"})
"""Types that Stitch uses for tests, according to their names. The listing contains them anyway."""


def find(type_name: str) -> TypeRules | None:
    """The rules of the source or destination type of this name in the catalog. No name is that of both."""
    return next((from_catalog(noun, type_name) for noun in NOUNS if type_name in known_types(noun)), None)


def no_such_type(type_name: str) -> str:
    """What to say about a name that no type in the catalog has."""
    return (
        f'There is no type "{type_name}".{nearest_type(type_name, NOUNS)} The command '
        '"terraform-provider-stitch types" lists all types.'
    )


def nearest_type(type_name: str, nouns: Iterable[Noun]) -> str:
    """A sentence, with a space before it, that suggests other types in place of `type_name`; empty if none is similar.

    A name without a prefix, such as `github`, is compared with the names of types without theirs.
    """
    others = (name for noun in nouns for name in known_types(noun) if name != type_name)
    return nearest(type_name, others, key=str if "." in type_name else _without_prefix)


def _without_prefix(type_name: str) -> str:
    return type_name.rpartition(".")[2]


def has_page(noun: Noun, type_name: str) -> bool:
    """Whether the documentation has a page about the type."""
    return type_name in known_types(noun) and type_name not in _WITHOUT_PAGE


def page(noun: Noun, type_name: str) -> str:
    """The name of the page, such as `source-platform-github`. It is in the folder `guides`."""
    return f"{noun}-{type_name.replace('.', '-')}"


def address(noun: Noun, type_name: str) -> str:
    """The address of the page in the Terraform Registry."""
    return f"{_DOCUMENTATION}/guides/{page(noun, type_name)}"


def pointer(rules: TypeRules) -> str:
    """A sentence, with a space before it, that says where a type is described; empty for one that has no page."""
    if not has_page(rules.noun, rules.type):
        return ""
    return (
        f' For all properties of the type, run "terraform-provider-stitch types {rules.type}" or see '
        f"{address(rules.noun, rules.type)}"
    )
