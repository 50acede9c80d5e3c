"""The simulator as a process: its announcement, its end, its database, and faults that need a connection."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from fakes.waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import json, sys
import msgspec
from stitch_provider.simulator import Options, serve

def announce(ready):
    print(json.dumps(msgspec.structs.asdict(ready)), flush=True)

serve(Options(**json.loads(sys.argv[1])), announce)
"""
EMAILS = "/notifications/public/v1/api/custom-emails"
EMAIL = {"email_address": "oncall@acme.example"}


def start(**options: Any) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", PROGRAM, json.dumps(options)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def running(**options: Any) -> Iterator[tuple[subprocess.Popen[str], httpx.Client, dict[str, Any]]]:
    process = start(**options)
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        headers = {"Authorization": f"Bearer {ready['token']}"}
        with httpx.Client(base_url=ready["url"], headers=headers, timeout=SECONDS) as client:
            yield process, client, ready
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_simulator_is_announced_once_and_ended_by_a_signal(number: signal.Signals) -> None:
    with running() as (process, client, ready):
        assert ready.keys() == {"url", "token", "client_id"}
        assert client.get("/v4/sources").json() == []
        process.send_signal(number)
        out, err = process.communicate(timeout=SECONDS)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_simulator_with_the_same_database_has_the_same_account(tmp_path: Path) -> None:
    database = str(tmp_path / "stitch.sqlite")
    seed = json.dumps({"destinations": [{"type": "snowflake"}], "groups": [{"types": ["platform.github"]}]})
    with running(database=database, seed=seed, client_id=7) as (process, client, ready):
        before = client.get("/v4/sources").json()
        process.terminate()
        process.wait(timeout=SECONDS)
    with running(database=database) as (_, client, again):
        assert (again["token"], again["client_id"]) == (ready["token"], 7)
        assert client.get("/v4/sources").json() == before


def test_the_simulator_exits_when_its_parent_exits() -> None:
    """The simulator has inherited stderr, so stderr reaches its end only when the simulator has exited."""
    code = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {PROGRAM!r}, '{{\"exit_with_parent\": true}}'], "
        "stdout=subprocess.PIPE, text=True)\n"
        "sys.stdout.write(child.stdout.readline())\n"
        "sys.stdout.flush()\n"
        "os._exit(0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=SECONDS)
    assert json.loads(ended.stdout)["url"]


@pytest.mark.parametrize(("effect", "count"), [(False, 0), (True, 1)])
def test_a_client_sees_a_dropped_connection(effect: object, count: int) -> None:
    faults = json.dumps({"kind": "drop", "method": "POST", "effect": effect, "count": 1})
    with running(faults=faults) as (_, client, _ready):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            client.post(EMAILS, json=EMAIL)
        assert len(client.get(EMAILS).json()) == count


def test_a_client_sees_a_truncated_answer() -> None:
    with running(faults=json.dumps({"kind": "truncate", "count": 1})) as (_, client, _ready):
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/v4/destination-types")
        assert len(client.get("/v4/destination-types").json()) == 12


@pytest.mark.parametrize("options", [{"faults": "{"}, {"seed": '{"sources": 1}'}, {"database": "/nowhere/at/all"}])
def test_invalid_options_are_an_error_before_the_announcement(options: dict[str, str]) -> None:
    process = start(**options)
    out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode != 0
    assert out == ""
