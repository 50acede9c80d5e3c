"""Archives in which the provider is a shell script."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from stitch_provider.installation.mirrors import this_platform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

THIS_PLATFORM = this_platform()
"""The platform of this machine, in the words of Terraform."""

NOTHING = "#!/bin/sh\nexit 1\n"


def write(
    directory: Path,
    version: str,
    *,
    platform: str = THIS_PLATFORM,
    program: str = NOTHING,
    others: Mapping[str, str] | None = None,
) -> Path:
    """Write an archive with a program and other files; returns its path."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / f"terraform-provider-stitch_{version}_{platform}.zip"
    entry = zipfile.ZipInfo(f"terraform-provider-stitch_v{version}")
    entry.external_attr = 0o100755 << 16
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr(entry, program)
        for name, text in (others or {}).items():
            opened.writestr(zipfile.ZipInfo(name), text)
    return file
