"""Call a function (rpc CallFunction)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.terraform.resource import FunctionError
from stitch_provider.terraform.values.value import UNKNOWN, Value, wholly_known

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Function, Parameter


class Request(Struct, frozen=True, kw_only=True):
    """A function by name and its arguments, whose types are those of `parameters`."""

    name: str
    arguments: tuple[Value, ...]


class Response(Struct, frozen=True, kw_only=True):
    """The result, or an error."""

    result: Value = None
    error: FunctionError | None = None


async def call_function(session: Session, request: Request) -> Response:
    """Call the function. Its result is unknown if it does not take unknown arguments and an argument is unknown."""
    function = session.function(request.name)
    try:
        expected = parameters(function, len(request.arguments))
        _refuse_nulls(expected, request.arguments)
        if not all(
            parameter.allow_unknown or wholly_known(argument)
            for parameter, argument in zip(expected, request.arguments, strict=True)
        ):
            return Response(result=UNKNOWN)
        return Response(result=function.call(request.arguments))
    except FunctionError as refused:
        return Response(error=refused)


def _refuse_nulls(expected: tuple[Parameter, ...], arguments: tuple[Value, ...]) -> None:
    for at, (parameter, argument) in enumerate(zip(expected, arguments, strict=True)):
        if argument is None and not parameter.allow_null:
            raise FunctionError(f"The argument {parameter.name} cannot be null.", at)


def parameters(function: Function, count: int) -> tuple[Parameter, ...]:
    """The parameter of each of `count` arguments; raises FunctionError if the function takes another number."""
    fixed = len(function.parameters)
    if count < fixed or (count > fixed and function.variadic is None):
        least = "at least " if function.variadic is not None else ""
        raise FunctionError(f"The function {function.name} takes {least}{fixed} arguments, not {count}.")
    return function.parameters + (() if function.variadic is None else (function.variadic,) * (count - fixed))
