"""A typed client of the provider's service, for any gRPC channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message_factory import GetMessageClass

from stitch_provider.terraform.protocol.stubs.tfplugin6_pb2 import DESCRIPTOR, DynamicValue
from stitch_provider.terraform.values import msgpack

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    import grpc
    from google.protobuf.message import Message

    from stitch_provider.terraform.values.types import ObjectType
    from stitch_provider.terraform.values.value import Value

METHODS = DESCRIPTOR.services_by_name["Provider"].methods_by_name


class Client:
    """Calls rpcs by name; the answer of an rpc that streams its answer is the list of messages."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel

    async def call(self, rpc: str, request: Message) -> Any:
        method = METHODS[rpc]
        answer = await self.raw(rpc, request.SerializeToString())
        kind = GetMessageClass(method.output_type)
        messages = [kind.FromString(data) for data in answer]
        return messages if method.server_streaming else messages[0]

    async def raw(self, rpc: str, request: bytes) -> list[bytes]:
        method = METHODS[rpc]
        path = f"/tfplugin6.Provider/{rpc}"
        if method.server_streaming:
            return [message async for message in self._channel.unary_stream(path)(request)]
        if method.client_streaming:
            return [await self._channel.stream_unary(path)(iter([request]))]
        return [await self._channel.unary_unary(path)(request)]

    async def stream(self, rpc: str, request: bytes) -> AsyncGenerator[bytes, None]:
        """The messages as they arrive; whoever closes it cancels the call."""
        call = self._channel.unary_stream(f"/tfplugin6.Provider/{rpc}")(request)
        try:
            async for message in call:
                yield message
        finally:
            call.cancel()


def dynamic(value: Mapping[str, Value] | None, kind: ObjectType) -> DynamicValue:
    return DynamicValue(msgpack=msgpack.encode(value, kind))
