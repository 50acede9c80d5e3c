"""The file `SHA256SUMS` of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.installation.hashing import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sums(paths: Mapping[str, Path]) -> str:
    """The file, in the format of `sha256sum`, of files by name."""
    return "".join(f"{sha256(path)}  {name}\n" for name, path in sorted(paths.items()))
