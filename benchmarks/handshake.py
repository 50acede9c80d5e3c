"""The time from start to handshake line, as a ratio to `python -c 'import grpc'`. Both are run alternately.

Terraform starts the provider several times per command, so every command takes this time more than once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")


def client_certificate() -> str:
    """A certificate like those that Terraform creates for each process: ECDSA on P-521, in PEM."""
    key = ec.generate_private_key(ec.SECP521R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(seconds=30))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA512())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def seconds_to_handshake(environment: dict[str, str]) -> float:
    """Start the provider as Terraform does; returns the time until the handshake line."""
    started = time.perf_counter()
    with subprocess.Popen([PROVIDER], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        line = process.stdout.readline() if process.stdout else b""
        seconds = time.perf_counter() - started
        process.kill()
    if not line.startswith(b"1|6|unix|"):
        raise SystemExit(f"no handshake line, but {line!r}")
    return seconds


def seconds_to_import(module: str) -> float:
    """The time of a Python process that imports one module."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Run both alternately, and print medians, quartiles and the ratio of the medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=30)
    runs = arguments.parse_args().runs
    environment = {
        **os.environ,
        "PYTHONPATH": "",  # with which the provider would start itself twice
        "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
        "PLUGIN_PROTOCOL_VERSIONS": "5,6",
        "PLUGIN_CLIENT_CERT": client_certificate(),
    }
    imports, handshakes = [], []
    with tempfile.TemporaryDirectory() as sockets:  # a provider that is killed does not remove its directory
        for _ in range(runs):
            imports.append(seconds_to_import("grpc"))
            handshakes.append(seconds_to_handshake({**environment, "TMPDIR": sockets}))
    for name, seconds in (("python -c 'import grpc'", imports), ("handshake line", handshakes)):
        low, middle, high = quantiles(seconds, n=4)
        print(f"{name:24} median {middle * 1000:6.1f} ms   quartiles {low * 1000:6.1f} to {high * 1000:6.1f} ms")
    print(f"ratio of medians: {median(handshakes) / median(imports):.2f}")


if __name__ == "__main__":
    main()
