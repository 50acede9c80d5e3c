"""Dispatch: every rpc of the service, from request bytes to response bytes, whatever happens in between.

The descriptor of the service says which rpcs there are. Here is the border at which exceptions end: bytes that do not
decode, requests that make no sense and faults of the provider all become an ordinary response with diagnostics.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from stitch_provider.terraform.protocol import failures, unoffered
from stitch_provider.terraform.protocol.servicer import Servicer
from stitch_provider.terraform.protocol.stubs.tfplugin6_pb2 import DESCRIPTOR

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

    from stitch_provider.terraform.engine.session import Session

SERVICE = "tfplugin6.Provider"

_Answer: TypeAlias = Callable[[Any], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Rpc:
    """One rpc; `one_to_many` and `many_to_one` say which side streams, if any."""

    name: str
    answer: Callable[[bytes], Awaitable[bytes]]
    one_to_many: bool
    many_to_one: bool


def rpcs(session: Session, log: failures.Log) -> tuple[Rpc, ...]:
    """Every rpc of the service. An answer takes a request's bytes and never raises, except when it is cancelled.

    A streamed answer is a single message; of a streamed request the answer takes the first message.
    """
    explained = failures.Failures(log)
    offered = _offered(Servicer(session, explained))
    methods = DESCRIPTOR.services_by_name["Provider"].methods
    return tuple(
        Rpc(
            name=method.name,
            answer=_guarded(method, offered.get(method.name) or _refuse(method.name), explained),
            one_to_many=method.server_streaming,
            many_to_one=method.client_streaming,
        )
        for method in methods
    )


def _offered(servicer: Servicer) -> Mapping[str, _Answer]:
    return {
        "GetMetadata": servicer.get_metadata,
        "GetProviderSchema": servicer.get_provider_schema,
        "GetResourceIdentitySchemas": servicer.get_resource_identity_schemas,
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
        "GetFunctions": unoffered.get_functions,
        "StopProvider": servicer.stop_provider,
    }


def _refuse(rpc: str) -> _Answer:
    async def answer(_: Message) -> Message:
        raise unoffered.refusal(rpc)

    return answer


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
