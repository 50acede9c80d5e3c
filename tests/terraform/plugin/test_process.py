"""A plugin process from its start to its end, as the host sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import ssl
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fakes import host
from fakes.client import Client, dynamic
from fakes.waiting import SECONDS
from fakes.widgets import WidgetProvider
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SETTINGS = WidgetProvider.schema.object_type


@pytest.fixture
async def plugin(temporary: Path) -> AsyncIterator[host.Plugin]:
    async with host.started(TMPDIR=str(temporary)) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["TLS", "no TLS"])
async def either(request: pytest.FixtureRequest, temporary: Path) -> AsyncIterator[host.Plugin]:
    """A plugin of a host that requires mutual TLS, and of one that does not."""
    async with host.started(tls=request.param, TMPDIR=str(temporary)) as running:
        yield running


async def ended(process: asyncio.subprocess.Process) -> int:
    """The exit code of a process that ends by itself."""
    return await asyncio.wait_for(process.wait(), SECONDS)


def remains(directory: Path) -> dict[Path, int]:
    """Everything in a directory, with its kind and mode."""
    return {path: path.stat().st_mode for path in directory.rglob("*")}


async def schemas(plugin: host.Plugin) -> pb.GetProviderSchema.Response:
    async with plugin.channel() as channel:
        answer: pb.GetProviderSchema.Response = await Client(channel).call(
            "GetProviderSchema", pb.GetProviderSchema.Request()
        )
        return answer


async def test_the_handshake_line_contains_the_socket_and_the_certificate(plugin: host.Plugin, temporary: Path) -> None:
    handshake = plugin.handshake
    assert (handshake.core, handshake.protocol, handshake.network, handshake.kind) == ("1", "6", "unix", "grpc")
    assert handshake.rest == ()
    assert Path(handshake.path).is_relative_to(temporary)


async def test_without_a_client_certificate_the_handshake_line_contains_none(temporary: Path) -> None:
    async with host.started(tls=False, TMPDIR=str(temporary)) as plugin:
        assert (plugin.handshake.certificate, plugin.handshake.rest) == (b"", ())


@pytest.mark.parametrize("versions", ["", "5", "4,5", "7", "six"])
async def test_protocol_6_is_offered_whatever_the_host_supports(temporary: Path, versions: str) -> None:
    """A host that does not support it then reports an incompatible version, as with providers written in Go."""
    async with host.started(PLUGIN_PROTOCOL_VERSIONS=versions, TMPDIR=str(temporary)) as plugin:
        assert plugin.handshake.protocol == "6"


async def test_the_handshake_line_does_not_depend_on_the_encoding_of_stdout(temporary: Path) -> None:
    directory = temporary / "é"
    directory.mkdir()
    async with host.started(TMPDIR=str(directory), PYTHONIOENCODING="ascii") as plugin:
        assert Path(plugin.handshake.path).is_relative_to(directory)
        assert await schemas(plugin)


async def test_a_client_certificate_like_that_of_terraform_is_accepted(plugin: host.Plugin) -> None:
    assert "memory_widget" in (await schemas(plugin)).resource_schemas


async def test_another_kind_of_client_certificate_is_accepted(temporary: Path) -> None:
    client = host.ClientCertificate.make(ec.SECP256R1())
    async with host.started(client=client, TMPDIR=str(temporary)) as plugin:
        assert "memory_widget" in (await schemas(plugin)).resource_schemas


ONLY_ECDSA_AND_RSA = """
openssl_conf = all
[all]
ssl_conf = sections
[sections]
system_default = algorithms
[algorithms]
SignatureAlgorithms = ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA+SHA256:RSA-PSS+SHA256
"""
"""A configuration of OpenSSL like that of machines in FIPS mode."""


async def test_the_certificate_is_accepted_where_openssl_permits_only_ecdsa_and_rsa(temporary: Path) -> None:
    configuration = temporary / "openssl.cnf"
    configuration.write_text(ONLY_ECDSA_AND_RSA)
    async with host.started(OPENSSL_CONF=str(configuration), TMPDIR=str(temporary)) as plugin:
        assert await schemas(plugin)


@pytest.mark.parametrize("stranger", [None, host.ClientCertificate.make()], ids=["none", "another"])
async def test_clients_without_the_certificate_are_refused(
    plugin: host.Plugin, stranger: host.ClientCertificate | None
) -> None:
    with contextlib.suppress(ssl.SSLError, ConnectionError):
        reader, writer = await plugin.connect(stranger)
        try:
            assert await reader.read() == b""
        finally:
            writer.close()
            with contextlib.suppress(ssl.SSLError, ConnectionError):
                await writer.wait_closed()
    assert await schemas(plugin)


async def test_clients_without_tls_are_refused(plugin: host.Plugin) -> None:
    async with grpc.aio.insecure_channel(f"unix:{plugin.handshake.path}") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channel.unary_unary("/tfplugin6.Provider/GetProviderSchema")(b"", timeout=SECONDS)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
    assert await schemas(plugin)


async def test_the_socket_is_the_only_file_in_directories_that_only_the_owner_can_use(
    either: host.Plugin, temporary: Path
) -> None:
    await schemas(either)
    socket = Path(either.handshake.path)
    found = remains(temporary)
    assert found.pop(socket) == 0o140755
    assert set(found.values()) == {0o40700}
    assert socket.parent in found


async def test_shutdown_ends_the_process_and_leaves_no_file(either: host.Plugin, temporary: Path) -> None:
    await schemas(either)
    await either.shut_down()
    assert await ended(either.process) == 0
    assert not remains(temporary)


async def test_a_host_can_connect_any_number_of_times(either: host.Plugin) -> None:
    for _ in range(20):
        assert await schemas(either)
    await either.shut_down()
    assert await ended(either.process) == 0


async def test_shutdown_is_answered_while_stdio_is_open(either: host.Plugin) -> None:
    async with either.channel() as channel:
        stdio = channel.unary_stream("/plugin.GRPCStdio/StreamStdio")(b"")
        await stdio.wait_for_connection()
        assert await channel.unary_unary("/plugin.GRPCController/Shutdown")(b"") == b""
        assert await ended(either.process) == 0


async def test_terminating_the_process_leaves_no_file(plugin: host.Plugin, temporary: Path) -> None:
    await schemas(plugin)
    plugin.process.terminate()
    assert await ended(plugin.process) == 0
    assert not remains(temporary)


async def test_an_interrupt_is_ignored(plugin: host.Plugin) -> None:
    await schemas(plugin)
    os.killpg(plugin.process.pid, signal.SIGINT)
    assert await schemas(plugin)


async def test_only_the_handshake_line_is_printed_to_stdout(temporary: Path) -> None:
    """Neither what Python prints nor what a library writes to the descriptor."""
    noisy = """
        import os, sys
        from stitch_provider.terraform.plugin import process
        def make_provider():
            from fakes.widgets import WidgetProvider
            print("from python", flush=True)
            os.write(1, b"from a library\\n")
            return WidgetProvider()
        sys.exit(process.serve(make_provider))
    """
    async with host.started((sys.executable, "-c", textwrap.dedent(noisy)), TMPDIR=str(temporary)) as plugin:
        await schemas(plugin)
        await plugin.shut_down()
        out, err = await plugin.process.communicate()
    assert out == b""
    assert b"from python" in err
    assert b"from a library" in err


async def test_the_end_waits_for_tasks_but_not_for_threads(temporary: Path) -> None:
    """For example not for a thread that waits for a name server, which can take a minute."""
    busy = """
        import asyncio, sys, threading
        from stitch_provider.terraform.plugin import process
        async def clean_up():
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                print("cleaned up", flush=True)
        def make_provider():
            from fakes.widgets import WidgetProvider
            class Busy(WidgetProvider):
                def validate(self, config):
                    loop = asyncio.get_running_loop()
                    loop.run_in_executor(None, threading.Event().wait)
                    self.task = loop.create_task(clean_up())
                    return ()
            return Busy()
        sys.exit(process.serve(make_provider))
    """
    async with host.started((sys.executable, "-c", textwrap.dedent(busy)), TMPDIR=str(temporary)) as plugin:
        async with plugin.channel() as channel:
            request = pb.ValidateProviderConfig.Request(config=dynamic({"region": None}, SETTINGS))
            await Client(channel).call("ValidateProviderConfig", request)
        await plugin.shut_down()
        assert await ended(plugin.process) == 0
        assert await plugin.process.communicate() == (b"", b"cleaned up\n")
    assert remains(temporary) == {}


async def test_nothing_is_printed_to_stderr_without_an_error(plugin: host.Plugin) -> None:
    await schemas(plugin)
    await plugin.shut_down()
    assert await plugin.process.communicate() == (b"", b"")


WITHOUT_PIDFD = """
import os, runpy
vars(os).pop("pidfd_open", None)
runpy.run_module("fakes.plugin", run_name="__main__")
"""
"""Starts a plugin as on a Python that was built for old kernels."""


@pytest.mark.parametrize(
    "plugin_arguments",
    [("-m", "fakes.plugin"), ("-c", WITHOUT_PIDFD)],
    ids=["the kernel reports it", "a Python without pidfd_open"],
)
async def test_the_process_ends_with_its_parent(plugin_arguments: tuple[str, ...], temporary: Path) -> None:
    """The parent starts a plugin, prints its handshake line, and is killed."""
    parent = f"""
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, *{plugin_arguments!r}], stdout=subprocess.PIPE, text=True)
        print(child.stdout.readline(), end="", flush=True)
        time.sleep(600)
    """
    client = host.ClientCertificate.make()
    variables = host.environment(client, TMPDIR=str(temporary))
    async with host.running((sys.executable, "-c", textwrap.dedent(parent)), variables) as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        await schemas(host.Plugin(process, host.Handshake.parse(line), client))
        process.kill()
        assert process.stderr is not None
        await asyncio.wait_for(process.stderr.read(), SECONDS)  # open as long as the plugin has it
    assert not remains(temporary)


async def test_ten_concurrent_calls_are_answered(plugin: host.Plugin) -> None:
    async with plugin.channel() as channel, asyncio.TaskGroup() as tasks:
        calls = [tasks.create_task(Client(channel).call("GetMetadata", pb.GetMetadata.Request())) for _ in range(10)]
    assert all(call.result().resources for call in calls)


REFUSALS = {
    "a broken client certificate": (
        {"PLUGIN_CLIENT_CERT": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
        "PLUGIN_CLIENT_CERT contains no certificate in PEM format",
    ),
    "something else than a client certificate": ({"PLUGIN_CLIENT_CERT": "très secret"}, "PLUGIN_CLIENT_CERT"),
    "a socket directory that is not there": (
        {"PLUGIN_UNIX_SOCKET_DIR": "/nonexistent"},
        "PLUGIN_UNIX_SOCKET_DIR=/nonexistent",
    ),
    "a group that no system has": (
        {"PLUGIN_UNIX_SOCKET_GROUP": "99999999999"},
        "PLUGIN_UNIX_SOCKET_GROUP=99999999999 cannot be used (there is no such group)",
    ),
}


@pytest.mark.parametrize(("changes", "reason"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_a_process_that_cannot_serve_prints_one_line_with_the_reason_to_stdout(
    temporary: Path, changes: dict[str, str], reason: str
) -> None:
    variables = host.environment(host.ClientCertificate.make(), **{"TMPDIR": str(temporary), **changes})
    async with host.running(host.WIDGETS, variables) as process:
        out, err = await process.communicate()
    assert (process.returncode, err) == (1, b"")
    assert_refusal(out, reason)
    assert not remains(temporary)


def assert_refusal(out: bytes, reason: str) -> None:
    """Terraform takes a line with four fields for a handshake line."""
    (line,) = out.decode().splitlines()
    assert line.startswith("terraform-provider-stitch cannot start: ")
    assert reason in line
    assert "|" not in line


FAULTS = {
    "a full disk": (
        """
        import os
        class Full:
            def __init__(self, descriptor, *_): self.descriptor = descriptor
            def __enter__(self): return self
            def __exit__(self, *_): os.close(self.descriptor)
            def write(self, _): raise OSError(28, "No space left on device")
        os.fdopen = Full
        """,
        "(No space left on device)",
    ),
    "a read-only file system": (
        """
        import os
        def refuse(*_): raise OSError(30, "Read-only file system")
        os.mkdir = refuse
        """,
        "neither in TMPDIR nor in /tmp (Read-only file system)",
    ),
    "a library that is missing": ('sys.modules["cryptography"] = None', "cryptography"),
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS.keys())
async def test_a_process_whose_start_fails_prints_one_line_with_the_reason_to_stdout(
    temporary: Path, fault: str, reason: str
) -> None:
    start = "from stitch_provider.terraform.plugin import process\nsys.exit(process.serve(lambda: None))"
    program = f"import sys\n{textwrap.dedent(fault)}\n{start}"
    variables = host.environment(host.ClientCertificate.make(), TMPDIR=str(temporary))
    async with host.running((sys.executable, "-c", program), variables) as process:
        out, _ = await process.communicate()
    assert process.returncode == 1
    assert_refusal(out, reason)
    assert not remains(temporary)


async def test_a_later_process_removes_what_a_killed_process_has_left(temporary: Path) -> None:
    async with host.started(TMPDIR=str(temporary)) as killed:
        left = Path(killed.handshake.path).parent
        killed.process.kill()
        await ended(killed.process)
    assert left.exists()
    os.utime(left, (0, 0))
    async with host.started(TMPDIR=str(temporary)) as later:
        await schemas(later)
        await later.shut_down()
        assert await ended(later.process) == 0
    assert not remains(temporary)


async def test_neither_grpc_nor_the_provider_is_imported_before_the_handshake_line(temporary: Path) -> None:
    """Terraform waits for the handshake line, so nothing else may be imported before it."""
    probe = """
        import sys
        from stitch_provider.terraform.plugin import process
        heavy = {"grpc", "google.protobuf", "asyncio", "structlog", "httpx", "msgspec", "stitch_provider.stitch"}
        announce = process._announce
        def announced(line):
            announce(line + "|" + ",".join(sorted(heavy & set(sys.modules))))
        process._announce = announced
        process.serve(lambda: None)
    """
    async with host.started((sys.executable, "-c", textwrap.dedent(probe)), TMPDIR=str(temporary)) as plugin:
        assert plugin.handshake.rest == ("",)


async def test_debug_prints_how_to_reattach(temporary: Path) -> None:
    variables = {**host.environment(), "TMPDIR": str(temporary)}
    async with host.running((*host.WIDGETS, "debug"), variables) as process:
        assert process.stdout is not None
        name, value = (await process.stdout.readline()).decode().rstrip().split("=", 1)
        ((address, how),) = json.loads(value.strip("'")).items()
        path = how["Addr"].pop("String")
        async with grpc.aio.insecure_channel(f"unix:{path}") as channel:
            assert (await Client(channel).call("GetMetadata", pb.GetMetadata.Request())).resources
        process.send_signal(signal.SIGINT)
        assert await ended(process) == 0
    assert (name, address) == ("TF_REATTACH_PROVIDERS", "registry.terraform.io/fakes/memory")
    assert how == {
        "Protocol": "grpc",
        "ProtocolVersion": 6,
        "Pid": process.pid,
        "Test": True,
        "Addr": {"Network": "unix"},
    }
    assert not remains(temporary)


@pytest.mark.usefixtures("default_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_debug_and_leaves_no_file(number: signal.Signals, temporary: Path) -> None:
    variables = {**host.environment(), "TMPDIR": str(temporary)}
    async with host.running((*host.WIDGETS, "debug"), variables) as process:
        assert process.stdout is not None
        await process.stdout.readline()
        process.send_signal(number)
        assert await ended(process) == 0
    assert not remains(temporary)


async def test_debug_that_nohup_has_started_ignores_sighup(temporary: Path) -> None:
    variables = {**host.environment(), "TMPDIR": str(temporary)}
    async with host.running(("nohup", *host.WIDGETS, "debug"), variables) as process:
        assert process.stdout is not None
        _, value = (await process.stdout.readline()).decode().rstrip().split("=", 1)
        ((_, how),) = json.loads(value.strip("'")).items()
        process.send_signal(signal.SIGHUP)
        async with grpc.aio.insecure_channel(f"unix:{how['Addr']['String']}") as channel:
            assert (await Client(channel).call("GetMetadata", pb.GetMetadata.Request())).resources
        process.terminate()
        assert await ended(process) == 0
