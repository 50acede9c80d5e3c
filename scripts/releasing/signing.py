"""Signs the checksums of a release with GnuPG."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from releasing.refusal import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def sign(file: Path, key: str) -> None:
    """Write a detached binary signature beside a file, with the extension `.sig`.

    `key` is the fingerprint of a key in the keyring of the user. Raises RefusedError if GnuPG cannot sign with it.
    """
    command = ("gpg", "--batch", "--no-armor", "--local-user", key, "--output", f"{file}.sig", "--detach-sign", file)
    try:
        signed = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise RefusedError("gpg is not on PATH. Install GnuPG, or leave out --key.") from missing
    if signed.returncode:
        raise RefusedError(f"The checksums cannot be signed with the key {key!r}: {signed.stderr.strip()}")
