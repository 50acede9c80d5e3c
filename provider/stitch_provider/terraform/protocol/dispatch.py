"""The rpcs of the service, as functions from request bytes to response bytes.

The list of rpcs is taken from the descriptor of the service. Every exception is caught here. Bytes that cannot be
decoded, invalid requests and bugs of the provider all result in an ordinary response with diagnostics, or in the last
event of a stream.
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
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

    from stitch_provider.terraform.engine.session import Session

PROVIDER: ServiceDescriptor = DESCRIPTOR.services_by_name["Provider"]
"""The service that a provider serves."""

_STATE_STORES = frozenset(
    {
        "ValidateStateStoreConfig",
        "ConfigureStateStore",
        "ReadStateBytes",
        "WriteStateBytes",
        "LockState",
        "UnlockState",
        "GetStates",
        "DeleteState",
    }
)
"""The rpcs of state stores. The schemas of this provider contain none, so Terraform does not call them."""

_Answer: TypeAlias = Callable[[Any], Awaitable[Message]]
_Events: TypeAlias = Callable[[Any], AsyncGenerator[Message, None]]


class Rpc(Struct, frozen=True):
    """An rpc with one response. If `many_to_one` is true, the request is a stream whose first message is used."""

    name: str
    answer: Callable[[bytes], Awaitable[bytes]]
    many_to_one: bool


class StreamingRpc(Struct, frozen=True):
    """An rpc whose response is a stream of events."""

    name: str
    events: Callable[[bytes], AsyncGenerator[bytes, None]]


def rpcs(session: Session, log: failures.Log, service: ServiceDescriptor = PROVIDER) -> tuple[Rpc | StreamingRpc, ...]:
    """Every rpc of the service. Its functions take the bytes of a request, and raise nothing unless cancelled.

    An rpc that is not implemented answers with an error that names it.
    """
    explained = failures.Failures(log)
    answers, events = _answers(session, explained), _events(session)

    def rpc(method: MethodDescriptor) -> Rpc | StreamingRpc:
        name = method.name
        if method.server_streaming:
            return StreamingRpc(name, _guarded_stream(method, events.get(name, _refused_stream(name)), explained))
        answer = answers.get(name, _refused(name))
        return Rpc(name, _guarded(method, answer, explained), method.client_streaming)

    return tuple(map(rpc, service.methods))


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


def _refused(name: str) -> _Answer:
    async def refuse(_: Message) -> Message:
        raise _not_served(name)

    return refuse


def _refused_stream(name: str) -> _Events:
    def refuse(_: Message) -> AsyncGenerator[Message, None]:
        raise _not_served(name)

    return refuse


def _not_served(name: str) -> DiagnosticError:
    if name in _STATE_STORES:
        text = "This provider offers no state stores. Remove the block from the configuration."
        return DiagnosticError(error("Provider has no state stores", text))
    return DiagnosticError(
        error(
            "Provider does not implement an operation",
            f"This version of the provider does not implement the rpc {name}. Use a newer version of the provider, or "
            "an older one of Terraform or OpenTofu.",
        )
    )


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
        except Exception as failure:
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
        except Exception as failure:
            diagnostics = explained.explain(name, failure)
            yield failures.response(name, response_class, request, diagnostics).SerializeToString()

    return guarded
