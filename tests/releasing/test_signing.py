from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from releasing import signing
from releasing.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

requires_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="requires gpg on PATH")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty keyring. The path of the socket in it must be short."""
    with tempfile.TemporaryDirectory(prefix="gpg-", dir="/tmp") as directory:
        monkeypatch.setenv("GNUPGHOME", directory)
        yield Path(directory)
        subprocess.run(("gpgconf", "--kill", "all"), env={**os.environ, "GNUPGHOME": directory}, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "SHA256SUMS"
    file.write_text("checksums\n")
    return file


def gpg(*arguments: str | Path) -> str:
    return subprocess.run(("gpg", "--batch", *arguments), capture_output=True, text=True, check=True).stdout


@requires_gpg
def test_the_signature_is_binary_and_valid(keyring: Path, file: Path) -> None:
    (keyring / "gpg.conf").write_text("armor\n")
    gpg("--passphrase", "", "--quick-generate-key", "releases@acme.example", "rsa2048", "sign")
    listed = gpg("--list-secret-keys", "--with-colons").splitlines()
    fingerprint = next(line.split(":")[9] for line in listed if line.startswith("fpr:"))
    signing.sign(file, fingerprint)
    signature = file.with_name("SHA256SUMS.sig")
    assert not signature.read_bytes().startswith(b"-----BEGIN")
    gpg("--verify", signature, file)


@requires_gpg
@pytest.mark.parametrize("key", ["0" * 40, ""])
def test_a_key_that_is_not_in_the_keyring_is_refused(keyring: Path, file: Path, key: str) -> None:
    with pytest.raises(RefusedError, match="cannot be signed"):
        signing.sign(file, key)


def test_a_machine_without_gpg_is_refused(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedError, match="gpg is not on PATH"):
        signing.sign(file, "0" * 40)
