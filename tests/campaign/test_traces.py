from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from campaign import traces

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "made-up-secret"


def leaks(texts: dict[str, str], *files: Path) -> list[str]:
    return list(traces.leaks([SECRET], texts, files))


def test_a_secret_is_found_in_texts_and_files(tmp_path: Path) -> None:
    log = tmp_path / "provider.log"
    log.write_text(f"password={SECRET}")
    assert leaks({"the output": f"Error: {SECRET}"}, log) == [
        f"{SECRET!r} is in the output",
        f"{SECRET!r} is in provider.log",
    ]


def test_a_secret_is_found_in_a_plan_but_not_in_the_configuration_that_the_user_wrote(tmp_path: Path) -> None:
    plan = tmp_path / "saved.tfplan"
    with zipfile.ZipFile(plan, "w") as archive:
        archive.writestr("tfplan", SECRET)
        archive.writestr("tfconfig/m-/main.tf", SECRET)
    assert leaks({}, plan) == [f"{SECRET!r} is in saved.tfplan, tfplan"]


def test_a_file_that_does_not_exist_contains_no_secret(tmp_path: Path) -> None:
    assert leaks({}, tmp_path / "provider.log") == []


@pytest.mark.skipif(not traces.PROCESSES.is_dir(), reason="requires /proc")
def test_processes_of_a_run_are_found_and_killed(tmp_path: Path) -> None:
    marked = {**os.environ, traces.MARK: str(tmp_path)}
    waiting = (sys.executable, "-c", "import signal; print('ready', flush=True); signal.pause()")
    with subprocess.Popen(waiting, env=marked, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        assert list(traces.processes(str(tmp_path))) == [process.pid]
        assert list(traces.ended(str(tmp_path), 0)) == [process.pid]
    assert traces.processes(str(tmp_path)) == {}
