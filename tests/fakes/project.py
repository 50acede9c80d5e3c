"""A project with what a release is made of."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from fakes import archives
from releasing.bom import Commit
from releasing.parts import LIST

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "0.1.0"
COMMIT = Commit("c0ffee" * 6 + "c0ff", dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))

HTTPX = "a" * 64
PYTHON = "b" * 64
INTERPRETER = "https://example.com/cpython-3.13.15%2B20260814-x86_64-unknown-linux-gnu.tar.gz"

PARTS = """\
libc6-of-debian: libc6 of Debian 2.36-9+deb12u14
openssl: openssl in the interpreter
httpx: httpx 0.28.1
python: Python 3.13.15
terraform-provider-stitch: terraform-provider-stitch 0.1.0
"""


def write(root: Path) -> Path:
    """Write the files of a project of which version 0.1.0 can be released, except the archives."""
    for name, text in {
        "CHANGELOG.md": f"# Changelog\n\n## [{VERSION}] - 2026-12-01\n\n- Everything.\n",
        "terraform-registry-manifest.json": json.dumps({"version": 1, "metadata": {"protocol_versions": ["6.0"]}}),
        f"tests/stitch/stored_states/{VERSION}.json": "{}",
        "scripts/archiving/requirements.txt": f"httpx==0.28.1 \\\n    --hash=sha256:{HTTPX}\n",
        "scripts/archiving/interpreters.json": json.dumps({"linux_amd64": {"url": INTERPRETER, "sha256": PYTHON}}),
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def add_archive(root: Path, platform: str = "linux_amd64", parts: str = PARTS) -> Path:
    """Add an archive to the directory `dist` of a project."""
    return archives.write(root / "dist", VERSION, platform=platform, others={LIST: parts})
