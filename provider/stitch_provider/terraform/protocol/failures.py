"""Converts exceptions to diagnostics, and diagnostics to the response of an rpc."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Protocol

from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error
from stitch_provider.terraform.protocol import to_proto
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.protobuf.message import Message


class Log(Protocol):
    """Logs the traceback of an unexpected failure."""

    def __call__(self, rpc: str, reference: str, failure: BaseException) -> None:
        """Log the failure with its reference, which is also in the diagnostic."""


class Failures:
    """Converts exceptions to diagnostics."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def explain(self, rpc: str, failure: Exception) -> tuple[Diagnostic, ...]:
        """The diagnostics for an exception, which is logged if it is unexpected.

        The text of an unexpected exception may contain a secret, so the diagnostic contains a reference to the log.
        """
        if isinstance(failure, DiagnosticError):
            return failure.diagnostics
        reference = uuid.uuid4().hex[:8]
        self._log(rpc, reference, failure)
        return (
            error(
                "The provider failed",
                f"{rpc} failed with an unexpected error ({type(failure).__name__}, reference {reference}). This is a "
                "bug in the provider. Run the command again with TF_LOG=ERROR, and report the lines of the log that "
                "contain the new reference.",
            ),
        )


def undecodable(rpc: str) -> Diagnostic:
    """The error for bytes that are not a message of the protocol."""
    return error(
        "Request cannot be read",
        f"The bytes of a {rpc} request are not a message of plugin protocol 6. Use a released version of Terraform "
        "or OpenTofu.",
    )


def response(rpc: str, kind: type[Message], request: Any, diagnostics: Iterable[Diagnostic]) -> Message:
    """The response, or only event, of an rpc that failed. `request` is None if it could not be decoded.

    Terraform replaces its state by the state in the response of an apply or read, so these contain the given state.
    """
    messages = to_proto.diagnostics(diagnostics)
    match rpc:
        case "ApplyResourceChange" if request is not None:
            return pb.ApplyResourceChange.Response(
                new_state=request.prior_state, private=request.planned_private, diagnostics=messages
            )
        case "ReadResource" if request is not None:
            return pb.ReadResource.Response(
                new_state=request.current_state,
                private=request.private,
                new_identity=request.current_identity if request.HasField("current_identity") else None,
                diagnostics=messages,
            )
        case "CallFunction":
            return pb.CallFunction.Response(error=pb.FunctionError(text=_as_text(messages)))
        case "StopProvider":
            return pb.StopProvider.Response(Error=_as_text(messages))
        case "InvokeAction":
            return pb.InvokeAction.Event(completed=pb.InvokeAction.Event.Completed(diagnostics=messages))
        case _:
            return kind(**{_diagnostics_field(kind): messages})


def _diagnostics_field(kind: type[Message]) -> str:
    """The name of the field for diagnostics, which differs between responses."""
    return next(field.name for field in kind.DESCRIPTOR.fields if field.message_type is pb.Diagnostic.DESCRIPTOR)


def _as_text(messages: Iterable[pb.Diagnostic]) -> str:
    return "\n".join(f"{message.summary}: {message.detail}" for message in messages)
