"""The rpcs of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.engine import call_function
from stitch_provider.terraform.protocol import from_proto, to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb
from stitch_provider.terraform.resource import FunctionError

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.resource import Parameter
    from stitch_provider.terraform.values.value import Value


class FunctionServicer:
    """The rpcs of functions, for one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def call_function(self, request: pb.CallFunction.Request) -> pb.CallFunction.Response:
        """Call a function."""
        function = self._session.function(request.name)
        try:
            parameters = call_function.parameters(function, len(request.arguments))
            arguments = tuple(
                _argument(message, parameter, at)
                for at, (message, parameter) in enumerate(zip(request.arguments, parameters, strict=True))
            )
        except FunctionError as refused:
            return pb.CallFunction.Response(error=to_proto.function_error(refused))
        answer = await call_function.call_function(
            self._session, call_function.Request(name=request.name, arguments=arguments)
        )
        if answer.error is not None:
            return pb.CallFunction.Response(error=to_proto.function_error(answer.error))
        return pb.CallFunction.Response(result=to_proto.dynamic_value(answer.result, function.return_type))


def _argument(message: pb.DynamicValue, parameter: Parameter, at: int) -> Value:
    """The value of the argument number `at`; raises FunctionError if it cannot be decoded.

    A message without a value is null: that is what OpenTofu sends where a parameter allows null.
    """
    if not message.ByteSize():
        return None
    try:
        return from_proto.to_value(message, parameter.type, parameter.name)
    except DiagnosticError as refused:
        raise FunctionError("\n".join(each.detail for each in refused.diagnostics), at) from refused
