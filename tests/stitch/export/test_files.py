from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from stitch_provider.stitch.export.files import OccupiedError, Written, lay_down, sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TEXTS = {"provider.tf": 'provider "stitch" {}\n', "source_shop.tf": 'resource "stitch_source" "shop" {}\n'}
LATER = {"provider.tf": "changed\n", "source_new.tf": "new\n" * 5000, "variables.tf": "variable\n"}
MINE = {"notes.tf": "# mine\n"}

BROKEN_OFF_AT_EVERY_LINE = """
import itertools, json, os, signal, sys
from pathlib import Path
from stitch_provider.stitch.export.files import lay_down

how, directory, mine, before, after = sys.argv[1], Path(sys.argv[2]), *map(json.loads, sys.argv[3:])

def trace_until(last):
    lines = itertools.count(1)
    def trace(frame, event, argument):
        ours = frame.f_globals["__name__"] == lay_down.__module__ or frame.f_code.co_name == "write_text"
        if event == "line" and ours and next(lines) == last:
            if how == "SIGKILL":
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
        return trace
    return trace

for last in itertools.count(1):
    out = directory / str(last)
    lay_down(out, before, force=False)
    for name, text in mine.items():
        out.joinpath(name).write_text(text)
    child = os.fork()
    if not child:
        try:
            sys.settrace(trace_until(last))
            lay_down(out, after, force=False)
        except KeyboardInterrupt:
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""
"""Lays the files `after` down over the files `before`, again and again, each time in a directory of its own.

It breaks off at the first line of Python, then at the second, and so on. Lines of the library count where it writes.
"""


def contents(directory: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in directory.iterdir()}


def as_written(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: sealed(text) for name, text in texts.items()}


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Writing more than this many bytes to a file fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_files_are_written_into_a_new_directory(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert lay_down(out, TEXTS, force=False) == Written(("provider.tf", "source_shop.tf"), ())
    assert contents(out).keys() == TEXTS.keys()
    for name, text in TEXTS.items():
        first, rest = contents(out)[name].split("\n\n", 1)
        assert first.startswith("# Written by terraform-provider-stitch export, ")
        assert rest == text


def test_a_second_time_nothing_is_touched(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    os.utime(tmp_path, (0, 0))
    assert lay_down(tmp_path, TEXTS, force=False) == Written((), ())
    assert contents(tmp_path) == as_written(TEXTS)
    assert tmp_path.stat().st_mtime == 0


def test_what_an_earlier_export_wrote_is_brought_up_to_date(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    written = lay_down(tmp_path, {"provider.tf": "changed\n", "source_new.tf": "new\n"}, force=False)
    assert written == Written(("provider.tf", "source_new.tf"), ("source_shop.tf",))
    assert contents(tmp_path).keys() == {"provider.tf", "source_new.tf"}


@pytest.mark.parametrize(
    "theirs",
    [
        "mine\n",
        "",
        "# Written by terraform-provider-stitch export, which overwrites this file unless you change it (hash abc).\n",
    ],
)
def test_a_file_of_somebody_else_stands_in_the_way_and_nothing_is_written(tmp_path: Path, theirs: str) -> None:
    (tmp_path / "provider.tf").write_text(theirs)
    with pytest.raises(OccupiedError) as refused:
        lay_down(tmp_path, TEXTS, force=False)
    assert refused.value.names == ("provider.tf",)
    assert contents(tmp_path) == {"provider.tf": theirs}


def test_a_file_that_was_changed_since_stands_in_the_way(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    path = tmp_path / "source_shop.tf"
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(OccupiedError):
        lay_down(tmp_path, {"source_shop.tf": "other\n"}, force=False)
    assert path.read_text().endswith("# mine\n")


def test_force_overwrites_but_removes_nothing_of_anybody_else(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    for name in ("source_shop.tf", "provider.tf"):
        path = tmp_path / name
        path.write_text(path.read_text() + "# mine\n")
    (tmp_path / "notes.tf").write_text("# mine\n")
    written = lay_down(tmp_path, {"provider.tf": TEXTS["provider.tf"]}, force=True)
    assert written == Written(("provider.tf",), ())
    assert contents(tmp_path)["provider.tf"].endswith(TEXTS["provider.tf"])
    assert contents(tmp_path).keys() == {"provider.tf", "source_shop.tf", "notes.tf"}


@pytest.mark.parametrize("before", [{}, TEXTS], ids=["first export", "later export"])
def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, before: Mapping[str, str]) -> None:
    lay_down(tmp_path, before, force=False)
    with disk_with_room_for(1000), pytest.raises(OSError, match="large"):
        lay_down(tmp_path, LATER, force=False)
    assert contents(tmp_path) == as_written(before)


@pytest.mark.parametrize("how", ["SIGKILL", "KeyboardInterrupt"])
def test_wherever_an_export_breaks_off_every_file_is_whole_and_the_next_export_completes_it(
    tmp_path: Path, how: str
) -> None:
    arguments = (how, str(tmp_path), *map(json.dumps, (MINE, TEXTS, LATER)))
    subprocess.run([sys.executable, "-c", BROKEN_OFF_AT_EVERY_LINE, *arguments], check=True)
    whole = {*as_written(TEXTS).items(), *as_written(LATER).items(), *MINE.items()}
    broken_off = list(tmp_path.iterdir())
    assert len(broken_off) > len(LATER) * 10
    for directory in broken_off:
        found = {path.name: path.read_text() for path in directory.glob("*.tf")}
        assert found.items() <= whole
        assert found.items() >= MINE.items()
        lay_down(directory, LATER, force=False)
        assert contents(directory) == as_written(LATER) | MINE


def test_what_a_killed_export_left_is_removed_where_there_is_nothing_to_write(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    left = tmp_path / ".terraform-provider-stitch-export-k1lled"
    left.mkdir()
    (left / "provider.tf").write_text("# Written by terra")
    assert lay_down(tmp_path, TEXTS, force=False) == Written((), ())
    assert contents(tmp_path) == as_written(TEXTS)


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    lay_down(tmp_path, TEXTS, force=False)
    (tmp_path / "provider.tf").chmod(0o600)
    lay_down(tmp_path, LATER, force=False)
    (tmp_path / "usual").touch()
    usual = (tmp_path / "usual").stat().st_mode
    assert {path.name: path.stat().st_mode for path in tmp_path.glob("*.tf")} == {
        "provider.tf": 0o100600,
        "source_new.tf": usual,
        "variables.tf": usual,
    }
