"""`scripts/test-archive` applies the quickstart with an archive, and fails if the provider in it does not work."""

from __future__ import annotations

import platform
import subprocess
import sys
import zipfile
from pathlib import Path

from stitch_provider import __version__

SCRIPT = Path(__file__).parents[2] / "scripts" / "archive_trial.py"
PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def archive(directory: Path, program: str) -> Path:
    """An archive in which the provider is a shell script."""
    platform_name = f"{platform.system().lower()}_{ARCHITECTURES.get(platform.machine(), platform.machine())}"
    file = directory / f"terraform-provider-stitch_{__version__}_{platform_name}.zip"
    entry = zipfile.ZipInfo(f"terraform-provider-stitch_v{__version__}")
    entry.external_attr = 0o100755 << 16
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr(entry, program)
    return file


def run(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)


def test_an_archive_with_a_provider_is_applied(tmp_path: Path) -> None:
    tried = run(archive(tmp_path, f'#!/bin/sh\nexec "{PROVIDER}" "$@"\n'))
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "apply, plan and destroy of the quickstart succeeded" in tried.stdout


def test_an_archive_whose_provider_ends_at_once_is_refused(tmp_path: Path) -> None:
    tried = run(archive(tmp_path, "#!/bin/sh\nexit 1\n"))
    assert (tried.returncode, tried.stdout) == (1, "")
    assert "does not work" in tried.stderr


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path, "")
    file.write_bytes(b"PK")
    tried = run(file)
    assert tried.returncode == 1
    assert "terraform init exited with 1" in tried.stderr
