"""Functions: pure computations that configurations can call, such as `provider::stitch::schema_name("GitHub")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from stitch_provider.terraform.values.types import Type

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value


class FunctionError(Exception):
    """Ends a call with a text for the user. `argument` is the number of the invalid argument, from 0, or None."""

    def __init__(self, text: str, argument: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.argument = argument


class Parameter(Struct, frozen=True, kw_only=True):
    """A parameter of a function. `description` is Markdown.

    Without `allow_null`, a null argument is an error. Without `allow_unknown`, the function is not called if an
    argument contains an unknown value, and its result is unknown.
    """

    name: str
    type: Type
    description: str
    allow_null: bool = False
    allow_unknown: bool = False


class Function(Protocol):
    """A function. It returns equal results for equal arguments, and does not use the provider's configuration."""

    name: str
    summary: str
    """A line without a full stop."""
    description: str
    """Markdown."""
    parameters: tuple[Parameter, ...]
    variadic: Parameter | None = None
    """The parameter for all further arguments."""
    return_type: Type

    def call(self, arguments: tuple[Value, ...]) -> Value:
        """The result for these arguments, whose types are those of the parameters; raises FunctionError."""
        ...
