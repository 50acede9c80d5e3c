"""Functions: pure computations that configurations can call, such as `provider::stitch::schema_name("GitHub")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from stitch_provider.terraform.values.types import Type

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value


class FunctionError(Exception):
    """Ends a call with a text for the user; `argument` counts from 0, None where no single argument is to blame."""

    def __init__(self, text: str, argument: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.argument = argument


class Parameter(Struct, frozen=True, kw_only=True):
    """A parameter of a function; `description` is Markdown.

    Without `allow_null` a null argument is refused. Without `allow_unknown` the function is not called while an
    argument contains something unknown: its result is unknown then.
    """

    name: str
    type: Type
    description: str
    allow_null: bool = False
    allow_unknown: bool = False


class Function(Protocol):
    """A function: equal results for equal arguments, without a configured provider."""

    name: str
    summary: str
    """A line without a full stop."""
    description: str
    """Markdown."""
    parameters: tuple[Parameter, ...]
    variadic: Parameter | None = None
    """Takes all further arguments."""
    return_type: Type

    def call(self, arguments: tuple[Value, ...]) -> Value:
        """The result for these arguments, which fit their parameters; raises FunctionError."""
        ...
