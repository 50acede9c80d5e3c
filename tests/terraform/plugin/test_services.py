from __future__ import annotations

import asyncio

import grpc
import pytest

from stitch_provider.terraform.protocol.stubs import grpc_health_pb2 as health


async def test_shutdown_is_answered_and_ends_the_process(channel: grpc.aio.Channel, ending: asyncio.Event) -> None:
    assert await channel.unary_unary("/plugin.GRPCController/Shutdown")(b"") == b""
    assert ending.is_set()


@pytest.mark.parametrize("service", ["", "plugin", "tfplugin6.Provider"])
async def test_health_is_serving(channel: grpc.aio.Channel, service: str) -> None:
    request = health.HealthCheckRequest(service=service).SerializeToString()
    answer = await channel.unary_unary("/grpc.health.v1.Health/Check")(request)
    assert health.HealthCheckResponse.FromString(answer).status == health.HealthCheckResponse.SERVING


async def test_the_health_of_an_unknown_service_is_not_found(channel: grpc.aio.Channel) -> None:
    request = health.HealthCheckRequest(service="other").SerializeToString()
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await channel.unary_unary("/grpc.health.v1.Health/Check")(request)
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize(
    ("service", "status"),
    [("plugin", health.HealthCheckResponse.SERVING), ("other", health.HealthCheckResponse.SERVICE_UNKNOWN)],
)
async def test_watching_the_health_returns_it_immediately(channel: grpc.aio.Channel, service: str, status: int) -> None:
    request = health.HealthCheckRequest(service=service).SerializeToString()
    watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(request)
    assert health.HealthCheckResponse.FromString(await watch.read()).status == status
    watch.cancel()


async def test_stdio_is_open_until_the_end(channel: grpc.aio.Channel, ending: asyncio.Event) -> None:
    stream = channel.unary_stream("/plugin.GRPCStdio/StreamStdio")(b"")
    await stream.wait_for_connection()
    reading = asyncio.ensure_future(stream.read())
    done, _ = await asyncio.wait([reading], timeout=0.05)
    assert not done
    ending.set()
    assert await reading is grpc.aio.EOF


async def test_the_broker_accepts_a_stream(channel: grpc.aio.Channel, ending: asyncio.Event) -> None:
    stream = channel.stream_stream("/plugin.GRPCBroker/StartStream")()
    await stream.write(b"")
    ending.set()
    assert await stream.read() is grpc.aio.EOF
    assert await stream.code() is grpc.StatusCode.OK
