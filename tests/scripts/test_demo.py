"""The demo does what it promises, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal import engine

DEMO = Path(__file__).parents[2] / "scripts" / "demo.py"

pytestmark = pytest.mark.skipif(engine.from_pypi() is None, reason="no Terraform new enough may be at hand")


def start(directory: Path) -> subprocess.Popen[str]:
    """The demo, with a directory of its own for temporary files, by which its processes are known too."""
    return subprocess.Popen(
        [sys.executable, "-u", str(DEMO)],
        env=os.environ | {"TMPDIR": str(directory), "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def left_behind(directory: Path) -> list[str]:
    """Processes that were started with this directory for temporary files, and what is in it."""
    mark = f"TMPDIR={directory}".encode()
    processes = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                processes.append((process / "cmdline").read_text())
        except OSError:  # it has just ended, or belongs to somebody else
            continue
    return processes + [str(path) for path in directory.rglob("*")]


def test_shows_creation_drift_repair_and_destruction(tmp_path: Path) -> None:
    with start(tmp_path) as demo:
        output, _ = demo.communicate()
    assert demo.returncode == 0, output
    for sight in (
        "Plan: 7 to add, 0 to change, 0 to destroy.",
        "Apply complete! Resources: 7 added",
        "GitHub Widgets",
        "INCREMENTAL by updated_at",
        "No changes.",
        "Plan: 0 to add, 2 to change, 0 to destroy.",
        "Destroy complete! Resources: 7 destroyed.",
    ):
        assert sight in output
    assert "example-github-token" not in output
    assert left_behind(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("sight", ["simulated Stitch account at", "$ terraform apply"])
def test_an_interrupted_demo_leaves_no_process_and_no_file(tmp_path: Path, sight: str, number: signal.Signals) -> None:
    with start(tmp_path) as demo:
        assert demo.stdout
        while sight not in demo.stdout.readline():
            assert demo.poll() is None
        demo.send_signal(number)
        output, _ = demo.communicate()
    assert demo.returncode == 128 + number
    assert "Interrupted" in output
    assert left_behind(tmp_path) == []
