"""The host's side of a plugin: starts a plugin process as Terraform does, and connects as Terraform does.

Terraform's client certificate is ECDSA P-521, which grpcio's own TLS cannot use: `channel` lets a gRPC channel without
TLS end in a local socket, and this module carries its bytes through Python's TLS to the plugin.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime as dt
import os
import signal
import ssl
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from fakes.loopback import carry
from stitch_provider.terraform.plugin.handshake import COOKIE, COOKIE_KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

TESTS = Path(__file__).parents[1]
WIDGETS = (sys.executable, "-m", "fakes.plugin")


@dataclass(frozen=True)
class ClientCertificate:
    """What a host proves itself with; go-plugin makes such a pair for every process that it starts."""

    certificate: str
    key: str = field(repr=False)

    @classmethod
    def make(cls, curve: ec.EllipticCurve | None = None) -> ClientCertificate:
        key = ec.generate_private_key(curve or ec.SECP521R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(seconds=30))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]),
                critical=False,
            )
            .sign(key, SHA256())
        )
        return cls(
            certificate.public_bytes(Encoding.PEM).decode(),
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        )


@dataclass(frozen=True)
class Handshake:
    """The fields of the handshake line."""

    core: str
    protocol: str
    network: str
    path: str
    kind: str
    certificate: bytes
    rest: tuple[str, ...]

    @classmethod
    def parse(cls, line: str) -> Handshake:
        core, protocol, network, path, kind, certificate, *rest = line.rstrip("\n").split("|")
        padded = certificate + "=" * (-len(certificate) % 4)
        return cls(core, protocol, network, path, kind, base64.b64decode(padded), tuple(rest))


class Plugin:
    """A plugin process that shook hands. `client` is None if the host connects without TLS."""

    def __init__(
        self, process: asyncio.subprocess.Process, handshake: Handshake, client: ClientCertificate | None
    ) -> None:
        self.process = process
        self.handshake = handshake
        self.client = client

    def context(self, client: ClientCertificate | None) -> ssl.SSLContext:
        """TLS that trusts the plugin, and shows the client certificate if there is one."""
        context = ssl.create_default_context(cadata=self.handshake.certificate)
        context.set_alpn_protocols(["h2"])
        if client is not None:
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(client.certificate + client.key)
                file.flush()
                context.load_cert_chain(file.name)
        return context

    async def connect(self, client: ClientCertificate | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection, with TLS if the plugin has a certificate; that it refuses ours shows at the first read."""
        if not self.handshake.certificate:
            return await asyncio.open_unix_connection(self.handshake.path)
        return await asyncio.open_unix_connection(
            self.handshake.path, ssl=self.context(client), server_hostname="localhost"
        )

    @asynccontextmanager
    async def channel(self) -> AsyncIterator[grpc.aio.Channel]:
        """A gRPC channel that ends in the plugin, through TLS if the host has a certificate."""
        tasks: set[asyncio.Task[None]] = set()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                far_reader, far_writer = await self.connect(self.client)
            except OSError:  # The plugin has ended. Otherwise calls would wait without end.
                writer.close()
                return
            for task in (carry(reader, far_writer), carry(far_reader, writer)):
                tasks.add(asyncio.create_task(task))

        with tempfile.TemporaryDirectory() as directory:
            path = f"{directory}/near"
            server = await asyncio.start_unix_server(accept, path)
            try:
                async with grpc.aio.insecure_channel(f"unix:{path}") as channel:
                    yield channel
            finally:
                server.close()
                # gRPC keeps the connection as long as anything refers to the channel, and the report of a failure does.
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def shut_down(self) -> None:
        """Ask for the end, as Terraform does when a command is done."""
        async with self.channel() as channel:
            with contextlib.suppress(grpc.aio.AioRpcError):
                await channel.unary_unary("/plugin.GRPCController/Shutdown")(b"")


def environment(client: ClientCertificate | None = None, **changes: str) -> dict[str, str]:
    """What Terraform puts into a plugin's environment."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "PLUGIN_", "PYTEST_"))},
        "PYTHONPATH": str(TESTS),
        COOKIE_KEY: COOKIE,
        "PLUGIN_PROTOCOL_VERSIONS": "5,6",
        "PLUGIN_MIN_PORT": "10000",
        "PLUGIN_MAX_PORT": "25000",
        **({} if client is None else {"PLUGIN_CLIENT_CERT": client.certificate}),
        **changes,
    }


@asynccontextmanager
async def started(
    command: Sequence[str] = WIDGETS, client: ClientCertificate | None = None, *, tls: bool = True, **changes: str
) -> AsyncIterator[Plugin]:
    """A plugin process; killed at the end of the block if it still runs then."""
    if tls:
        client = client or ClientCertificate.make()
    async with running(command, environment(client, **changes)) as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        if not line:
            assert process.stderr is not None
            raise AssertionError((await process.stderr.read()).decode())
        yield Plugin(process, Handshake.parse(line), client)


@asynccontextmanager
async def running(command: Sequence[str], variables: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process in a group of its own, killed at the end of the block if it still runs then."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=variables,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
