"""The auxiliary services that go-plugin requires of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

from stitch_provider.terraform.protocol.stubs import (
    grpc_broker_pb2,
    grpc_controller_pb2,
    grpc_health_pb2,
    grpc_stdio_pb2,
)

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

_HEALTHY = frozenset({"", "plugin", "tfplugin6.Provider"})
_SERVING = grpc_health_pb2.HealthCheckResponse.SERVING
_UNKNOWN = grpc_health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


def handlers(ending: asyncio.Event) -> tuple[grpc.GenericRpcHandler, ...]:
    """Controller, stdio, broker and health. The controller sets `ending`. Streams remain open until it is set."""
    return (_controller(ending), _stdio(ending), _broker(ending), _health(ending))


def _controller(ending: asyncio.Event) -> grpc.GenericRpcHandler:
    async def shutdown(_: grpc_controller_pb2.Empty, __: Any) -> grpc_controller_pb2.Empty:
        ending.set()
        return grpc_controller_pb2.Empty()

    return _service(
        "plugin.GRPCController",
        Shutdown=grpc.unary_unary_rpc_method_handler(
            shutdown, grpc_controller_pb2.Empty.FromString, grpc_controller_pb2.Empty.SerializeToString
        ),
    )


def _stdio(ending: asyncio.Event) -> grpc.GenericRpcHandler:
    async def stream(_: bytes, context: Any) -> None:
        await context.send_initial_metadata(())
        await ending.wait()

    return _service(
        "plugin.GRPCStdio",
        StreamStdio=grpc.unary_stream_rpc_method_handler(stream, None, grpc_stdio_pb2.StdioData.SerializeToString),
    )


def _broker(ending: asyncio.Event) -> grpc.GenericRpcHandler:
    async def start(_: AsyncIterator[grpc_broker_pb2.ConnInfo], context: Any) -> None:
        await context.send_initial_metadata(())
        await ending.wait()

    return _service(
        "plugin.GRPCBroker",
        StartStream=grpc.stream_stream_rpc_method_handler(
            start, grpc_broker_pb2.ConnInfo.FromString, grpc_broker_pb2.ConnInfo.SerializeToString
        ),
    )


def _health(ending: asyncio.Event) -> grpc.GenericRpcHandler:
    async def check(request: grpc_health_pb2.HealthCheckRequest, context: Any) -> grpc_health_pb2.HealthCheckResponse:
        if request.service not in _HEALTHY:
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
        return grpc_health_pb2.HealthCheckResponse(status=_SERVING)

    async def watch(request: grpc_health_pb2.HealthCheckRequest, context: Any) -> None:
        status = _SERVING if request.service in _HEALTHY else _UNKNOWN
        await context.write(grpc_health_pb2.HealthCheckResponse(status=status))
        await ending.wait()

    request, response = grpc_health_pb2.HealthCheckRequest, grpc_health_pb2.HealthCheckResponse
    return _service(
        "grpc.health.v1.Health",
        Check=grpc.unary_unary_rpc_method_handler(check, request.FromString, response.SerializeToString),
        Watch=grpc.unary_stream_rpc_method_handler(watch, request.FromString, response.SerializeToString),
    )


def _service(name: str, **methods: grpc.RpcMethodHandler) -> grpc.GenericRpcHandler:
    return grpc.method_handlers_generic_handler(name, methods)
