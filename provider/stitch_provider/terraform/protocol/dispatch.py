"""Dispatch: every rpc of the service, from request bytes to response bytes, whatever happens in between.

The descriptor of the service says which rpcs there are. Here is the border at which exceptions end: bytes that do not
decode, requests that make no sense and faults of the provider all become an ordinary response with diagnostics, or the
last event of a stream.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from msgspec import Struct

from stitch_provider.terraform.diagnostics import DiagnosticError, error
from stitch_provider.terraform.protocol import failures
from stitch_provider.terraform.protocol.actions import ActionServicer
from stitch_provider.terraform.protocol.ephemeral import EphemeralServicer
from stitch_provider.terraform.protocol.functions import FunctionServicer
from stitch_provider.terraform.protocol.listing import ListServicer
from stitch_provider.terraform.protocol.schemas import SchemaServicer
from stitch_provider.terraform.protocol.servicer import Servicer
from stitch_provider.terraform.protocol.stubs.tfplugin6_pb2 import DESCRIPTOR

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

    from stitch_provider.terraform.engine.session import Session

SERVICE = "tfplugin6.Provider"

_Answer: TypeAlias = Callable[[Any], Awaitable[Message]]
_Events: TypeAlias = Callable[[Any], AsyncGenerator[Message, None]]


class Rpc(Struct, frozen=True):
    """An rpc with one response; where `many_to_one`, the request streams and its first message is what counts."""

    name: str
    answer: Callable[[bytes], Awaitable[bytes]]
    many_to_one: bool


class StreamingRpc(Struct, frozen=True):
    """An rpc whose response streams; each event is there as soon as it happened."""

    name: str
    events: Callable[[bytes], AsyncGenerator[bytes, None]]


def rpcs(session: Session, log: failures.Log) -> tuple[Rpc | StreamingRpc, ...]:
    """Every rpc of the service. They take a request's bytes and never raise, except when they are cancelled."""
    explained = failures.Failures(log)
    answers, events = _answers(session, explained), _events(session)
    return tuple(
        StreamingRpc(method.name, _guarded_stream(method, events.get(method.name, _refuse_stream), explained))
        if method.server_streaming
        else Rpc(method.name, _guarded(method, answers.get(method.name, _refuse), explained), method.client_streaming)
        for method in DESCRIPTOR.services_by_name["Provider"].methods
    )


def _answers(session: Session, explained: failures.Failures) -> Mapping[str, _Answer]:
    schemas, servicer = SchemaServicer(session), Servicer(session, explained)
    ephemeral, listing = EphemeralServicer(session), ListServicer(session)
    actions, functions = ActionServicer(session), FunctionServicer(session)
    return {
        "GetMetadata": schemas.get_metadata,
        "GetProviderSchema": schemas.get_provider_schema,
        "GetResourceIdentitySchemas": schemas.get_resource_identity_schemas,
        "GetFunctions": schemas.get_functions,
        "ValidateProviderConfig": servicer.validate_provider_config,
        "ValidateResourceConfig": servicer.validate_resource_config,
        "ValidateDataResourceConfig": servicer.validate_data_resource_config,
        "UpgradeResourceState": servicer.upgrade_resource_state,
        "UpgradeResourceIdentity": servicer.upgrade_resource_identity,
        "ConfigureProvider": servicer.configure_provider,
        "ReadResource": servicer.read_resource,
        "PlanResourceChange": servicer.plan_resource_change,
        "ApplyResourceChange": servicer.apply_resource_change,
        "ImportResourceState": servicer.import_resource_state,
        "MoveResourceState": servicer.move_resource_state,
        "ReadDataSource": servicer.read_data_source,
        "GenerateResourceConfig": servicer.generate_resource_config,
        "StopProvider": servicer.stop_provider,
        "ValidateEphemeralResourceConfig": ephemeral.validate_ephemeral_resource_config,
        "OpenEphemeralResource": ephemeral.open_ephemeral_resource,
        "RenewEphemeralResource": ephemeral.renew_ephemeral_resource,
        "CloseEphemeralResource": ephemeral.close_ephemeral_resource,
        "ValidateListResourceConfig": listing.validate_list_resource_config,
        "ValidateActionConfig": actions.validate_action_config,
        "PlanAction": actions.plan_action,
        "CallFunction": functions.call_function,
    }


def _events(session: Session) -> Mapping[str, _Events]:
    return {
        "ListResource": ListServicer(session).list_resource,
        "InvokeAction": ActionServicer(session).invoke_action,
    }


async def _refuse(_: Message) -> Message:
    raise _not_offered()


def _refuse_stream(_: Message) -> AsyncGenerator[Message, None]:
    raise _not_offered()


def _not_offered() -> DiagnosticError:
    """The error of the rpcs that nobody answers, which are those of state stores.

    Terraform knows from the schemas that there are none and does not ask; whoever asks all the same gets an answer.
    """
    text = "This provider offers no state stores: remove the block from the configuration."
    return DiagnosticError(error("Not offered", text))


def _guarded(
    method: MethodDescriptor, answer: _Answer, explained: failures.Failures
) -> Callable[[bytes], Awaitable[bytes]]:
    name = method.name
    request_class = GetMessageClass(method.input_type)
    response_class = GetMessageClass(method.output_type)

    async def guarded(data: bytes) -> bytes:
        try:
            request = request_class.FromString(data)
        except DecodeError:
            failed = failures.response(name, response_class, None, (failures.undecodable(name),))
            return failed.SerializeToString()
        try:
            return (await answer(request)).SerializeToString()
        except Exception as failure:  # noqa: BLE001 - the border: a provider's fault must not cost Terraform its state
            diagnostics = explained.explain(name, failure)
            return failures.response(name, response_class, request, diagnostics).SerializeToString()

    return guarded


def _guarded_stream(
    method: MethodDescriptor, events: _Events, explained: failures.Failures
) -> Callable[[bytes], AsyncGenerator[bytes, None]]:
    name = method.name
    request_class = GetMessageClass(method.input_type)
    response_class = GetMessageClass(method.output_type)

    async def guarded(data: bytes) -> AsyncGenerator[bytes, None]:
        try:
            request = request_class.FromString(data)
        except DecodeError:
            failed = failures.response(name, response_class, None, (failures.undecodable(name),))
            yield failed.SerializeToString()
            return
        try:
            async with aclosing(events(request)) as answered:
                async for event in answered:
                    yield event.SerializeToString()
        except Exception as failure:  # noqa: BLE001 - the border, as above; what was sent before stands
            diagnostics = explained.explain(name, failure)
            yield failures.response(name, response_class, request, diagnostics).SerializeToString()

    return guarded
