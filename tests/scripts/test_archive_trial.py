"""`scripts/test-archive` applies the quickstart with an archive, and fails if the provider in it does not work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fakes import archives
from stitch_provider import __version__

SCRIPT = Path(__file__).parents[2] / "scripts" / "archive_trial.py"
PROVIDER = Path(sys.executable).with_name("terraform-provider-stitch")


def run(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)


def test_an_archive_with_a_provider_is_applied(tmp_path: Path) -> None:
    tried = run(archives.write(tmp_path, __version__, program=f'#!/bin/sh\nexec "{PROVIDER}" "$@"\n'))
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "apply, plan and destroy of the quickstart succeeded" in tried.stdout


def test_an_archive_whose_provider_ends_at_once_is_refused(tmp_path: Path) -> None:
    tried = run(archives.write(tmp_path, __version__))
    assert (tried.returncode, tried.stdout) == (1, "")
    assert "does not work" in tried.stderr


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = archives.write(tmp_path, __version__)
    file.write_bytes(b"PK")
    tried = run(file)
    assert tried.returncode == 1
    assert "terraform init exited with 1" in tried.stderr
