"""The interpreter of an archive: where it comes from, and where its parts are."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

PINNED = Path(__file__).with_name("interpreters.json")
"""The address and SHA-256 of the interpreter by platform. They are releases of python-build-standalone."""

_LOCATE = """
import json, os, sys, sysconfig
print(json.dumps([os.path.realpath(sys.executable), sysconfig.get_path("stdlib"), list(sys.version_info[:3])]))
"""


class InterpreterError(Exception):
    """There is no interpreter for this platform, or it is not the one that is pinned."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An installed Python: its executable and the directory of its standard library, such as `lib/python3.13`."""

    executable: Path
    library: Path
    version: tuple[int, ...]


def locate(python: Path) -> Interpreter:
    """The installation that `python` runs, also if that is the Python of a virtual environment."""
    answer = subprocess.run((python, "-I", "-S", "-c", _LOCATE), capture_output=True, text=True, check=True)
    executable, library, version = json.loads(answer.stdout)
    return Interpreter(Path(executable), Path(library), tuple(version))


def download(platform: str, folder: Path) -> Path:
    """The pinned interpreter of a platform as a file in `folder`, where it is kept for the next time."""
    url = _pin(platform)["url"]
    file = folder / urllib.request.url2pathname(url.rpartition("/")[2])
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        with urllib.request.urlopen(url, timeout=60) as answer:
            partial.write_bytes(answer.read())
        partial.rename(file)
    return file


def unpack(file: Path, platform: str, directory: Path) -> Interpreter:
    """Check that a file is the pinned interpreter of a platform, and unpack it; raises InterpreterError."""
    content = file.read_bytes()
    digest, expected = hashlib.sha256(content).hexdigest(), _pin(platform)["sha256"]
    if digest != expected:
        raise InterpreterError(f"The SHA-256 of {file} is {digest}. For {platform}, {PINNED.name} requires {expected}.")
    with tarfile.open(file) as archive:
        archive.extractall(directory, filter="data")
    return locate(directory / "python" / "bin" / "python3")


def _pin(platform: str) -> dict[str, str]:
    pins: dict[str, dict[str, str]] = json.loads(PINNED.read_text("utf-8"))
    if platform not in pins:
        raise InterpreterError(f"{PINNED.name} has no interpreter for {platform}. It has {', '.join(pins)}.")
    return pins[platform]
