"""The gRPC server: the service of the provider and the auxiliary services, on one event loop."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import grpc
from grpc import aio

from stitch_provider.terraform.plugin import services
from stitch_provider.terraform.protocol.dispatch import PROVIDER, StreamingRpc, rpcs

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    from stitch_provider.terraform.engine.session import Session
    from stitch_provider.terraform.plugin.activity import Activity
    from stitch_provider.terraform.protocol.dispatch import Rpc
    from stitch_provider.terraform.protocol.failures import Log

_UNLIMITED = 2**31 - 1

_OPTIONS = (
    # The size of states and schemas is not limited.
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # Clients are authenticated, so pings need not be limited.
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.keepalive_permit_without_calls", 1),
    # The host limits how many requests are open, for example with `-parallelism`. Above these limits, of which the
    # defaults are 1000 and 3000, gRPC refuses some requests and all requests.
    ("grpc.server.max_pending_requests", _UNLIMITED),
    ("grpc.server.max_pending_requests_hard_limit", _UNLIMITED),
)


def create(session: Session, log: Log, activity: Activity, ending: asyncio.Event) -> aio.Server:
    """Create the server, which has no address yet. It sets `ending` when the host calls Shutdown.

    `activity` counts the rpcs of the provider. Those of the auxiliary services are open as long as the host is
    connected.
    """
    server = aio.server(options=_OPTIONS)
    handlers = {rpc.name: _handler(rpc, activity) for rpc in rpcs(session, log)}
    provider = grpc.method_handlers_generic_handler(PROVIDER.full_name, handlers)
    server.add_generic_rpc_handlers((provider, *services.handlers(ending)))
    return server


def _handler(rpc: Rpc | StreamingRpc, activity: Activity) -> grpc.RpcMethodHandler:
    """The handler of an rpc. It has no serializers, because `protocol` decodes requests and reports invalid bytes."""
    if isinstance(rpc, StreamingRpc):

        async def stream(request: bytes, context: Any) -> None:
            with activity.rpc():
                async with aclosing(rpc.events(request)) as events:
                    async for event in events:
                        await context.write(event)

        return grpc.unary_stream_rpc_method_handler(stream)
    if rpc.many_to_one:

        async def collect(requests: AsyncIterator[bytes], _: Any) -> bytes:
            with activity.rpc():
                first = b""
                async for request in requests:
                    first = first or request
                return await rpc.answer(first)

        return grpc.stream_unary_rpc_method_handler(collect)

    async def answer(request: bytes, _: Any) -> bytes:
        with activity.rpc():
            return await rpc.answer(request)

    return grpc.unary_unary_rpc_method_handler(answer)
