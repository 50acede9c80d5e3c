"""Every rpc of the service has an answer, even a new one that the provider does not implement."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from google.protobuf import descriptor_pool
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from fakes.widgets import WidgetProvider
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.protocol.dispatch import PROVIDER, Rpc, StreamingRpc, rpcs
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor

NUMBERS = count()


def no_failure(rpc: str, reference: str, failure: BaseException) -> None:
    raise failure


def extended(rpc: str, response: str, *, streams: bool = False) -> ServiceDescriptor:
    """The descriptor of a service with this one rpc, whose messages are those of the protocol."""
    file = FileDescriptorProto(
        name=f"extended{next(NUMBERS)}.proto", dependency=[pb.DESCRIPTOR.name], syntax="proto3", package="made_up"
    )
    service = file.service.add(name=f"Provider{next(NUMBERS)}")
    service.method.add(
        name=rpc,
        input_type=".tfplugin6.GetMetadata.Request",
        output_type=f".tfplugin6.{response}",
        server_streaming=streams,
    )
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return pool.FindServiceByName(f"made_up.{service.name}")


def only(service: ServiceDescriptor) -> Rpc | StreamingRpc:
    (rpc,) = rpcs(Session(WidgetProvider()), no_failure, service)
    return rpc


@pytest.mark.parametrize("response", ["GetMetadata.Response", "ListResource.Event"])
async def test_a_new_rpc_of_the_protocol_is_an_error_that_names_it(response: str) -> None:
    rpc = only(extended("Frobnicate", response))
    assert isinstance(rpc, Rpc)
    answer = await rpc.answer(b"")
    if response == "GetMetadata.Response":
        (refused,) = pb.GetMetadata.Response.FromString(answer).diagnostics
    else:
        (refused,) = pb.ListResource.Event.FromString(answer).diagnostic
    assert refused.severity == pb.Diagnostic.ERROR
    assert "does not implement the rpc Frobnicate." in refused.detail


async def test_a_new_streaming_rpc_of_the_protocol_is_an_error_that_names_it() -> None:
    rpc = only(extended("FrobnicateAll", "ReadStateBytes.ResponseChunk", streams=True))
    assert isinstance(rpc, StreamingRpc)
    (event,) = [event async for event in rpc.events(b"")]
    (refused,) = pb.ReadStateBytes.ResponseChunk.FromString(event).diagnostics
    assert "does not implement the rpc FrobnicateAll." in refused.detail


@pytest.mark.parametrize("name", ["LockState", "ReadStateBytes"])
async def test_an_rpc_of_state_stores_is_an_error_that_says_there_are_none(name: str) -> None:
    (rpc,) = [rpc for rpc in rpcs(Session(WidgetProvider()), no_failure) if rpc.name == name]
    if isinstance(rpc, Rpc):
        (refused,) = pb.LockState.Response.FromString(await rpc.answer(b"")).diagnostics
    else:
        (event,) = [event async for event in rpc.events(b"")]
        (refused,) = pb.ReadStateBytes.ResponseChunk.FromString(event).diagnostics
    assert "offers no state stores" in refused.detail


async def test_every_rpc_of_the_protocol_is_implemented_or_has_a_specific_error() -> None:
    offered = rpcs(Session(WidgetProvider()), no_failure)
    assert [rpc.name for rpc in offered] == [method.name for method in PROVIDER.methods]
    for rpc in offered:
        answers = [await rpc.answer(b"")] if isinstance(rpc, Rpc) else [event async for event in rpc.events(b"")]
        assert not any(b"does not implement" in answer for answer in answers), rpc.name
