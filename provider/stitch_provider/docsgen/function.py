"""The sections of a function's page: signature and arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.docsgen.schema import type_name
from stitch_provider.terraform.values.types import ListType, MapType, ObjectType, PrimitiveType, SetType, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.resource import Function, Parameter


def function_sections(name: str, function: Function) -> Iterator[str]:
    """The sections `Signature` and `Arguments`."""
    parameters = [f"{parameter.name} {_type(parameter.type)}" for parameter in function.parameters]
    arguments = [_argument(parameter) for parameter in function.parameters]
    if function.variadic:
        parameters.append(f"{function.variadic.name} {_type(function.variadic.type)}...")
        arguments.append(_argument(function.variadic, variadic=True))
    yield "## Signature"
    yield f"```text\n{name}({', '.join(parameters)}) {_type(function.return_type)}\n```"
    if arguments:
        yield "## Arguments"
        yield "\n".join(arguments)


def _argument(parameter: Parameter, *, variadic: bool = False) -> str:
    traits = ("Variadic",) * variadic + (type_name(parameter.type),) + ("Nullable",) * parameter.allow_null
    return f"1. `{parameter.name}` ({', '.join(traits)}) {parameter.description}"


def _type(type_: Type) -> str:
    """A type in Terraform's syntax, such as `list(string)`."""
    match type_:
        case PrimitiveType(name):
            return name
        case ListType(element):
            return f"list({_type(element)})"
        case SetType(element):
            return f"set({_type(element)})"
        case MapType(element):
            return f"map({_type(element)})"
        case ObjectType(attributes):
            return f"object({{ {', '.join(f'{name} = {_type(each)}' for name, each in attributes.items())} }})"
        case _:
            return "any"
