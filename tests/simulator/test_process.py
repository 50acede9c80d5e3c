"""The simulator as a process: what it announces, how it ends, what it keeps, and faults that need a real connection."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

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
        with httpx.Client(base_url=ready["url"], headers=headers) as client:
            yield process, client, ready
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_announces_itself_once_and_a_signal_ends_it_promptly(number: signal.Signals) -> None:
    with running() as (process, client, ready):
        assert ready.keys() == {"url", "token", "client_id"}
        assert client.get("/v4/sources").json() == []
        started = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=5)
        assert (process.returncode, out, err) == (0, "", "")
        assert time.monotonic() - started < 3


def test_a_restart_on_the_same_database_keeps_everything(tmp_path: Path) -> None:
    database = str(tmp_path / "stitch.sqlite")
    seed = json.dumps({"destinations": [{"type": "snowflake"}], "groups": [{"types": ["platform.github"]}]})
    with running(database=database, seed=seed, client_id=7) as (process, client, ready):
        before = client.get("/v4/sources").json()
        process.terminate()
        process.wait(timeout=5)
    with running(database=database) as (_, client, again):
        assert (again["token"], again["client_id"]) == (ready["token"], 7)
        assert client.get("/v4/sources").json() == before


def test_it_ends_with_its_parent() -> None:
    """The simulator holds its grandparent's stderr open: reading that to its end means that the simulator has ended."""
    code = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {PROGRAM!r}, '{{\"exit_with_parent\": true}}'], "
        "stdout=subprocess.PIPE, text=True)\n"
        "sys.stdout.write(child.stdout.readline())\n"
        "sys.stdout.flush()\n"
        "os._exit(0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=10)
    assert json.loads(ended.stdout)["url"]


@pytest.mark.parametrize(("effect", "count"), [(False, 0), (True, 1)])
def test_a_dropped_connection_is_seen_as_one(effect: object, count: int) -> None:
    faults = json.dumps({"kind": "drop", "method": "POST", "effect": effect, "count": 1})
    with running(faults=faults) as (_, client, _ready):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            client.post(EMAILS, json=EMAIL)
        assert len(client.get(EMAILS).json()) == count


def test_a_truncated_answer_is_seen_as_one() -> None:
    with running(faults=json.dumps({"kind": "truncate", "count": 1})) as (_, client, _ready):
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/v4/destination-types")
        assert len(client.get("/v4/destination-types").json()) == 12


async def test_latency_of_calls_at_one_time_overlaps() -> None:
    with running(latency=0.2) as (_, client, _ready):
        async with httpx.AsyncClient(base_url=client.base_url, headers=client.headers) as together:
            started = time.perf_counter()
            answers = await asyncio.gather(*(together.get(EMAILS) for _ in range(10)))
            elapsed = time.perf_counter() - started
        assert {answer.status_code for answer in answers} == {200}
        assert 0.2 <= elapsed < 1.5


@pytest.mark.parametrize("options", [{"faults": "{"}, {"seed": '{"sources": 1}'}, {"database": "/nowhere/at/all"}])
def test_options_that_cannot_be_end_it_before_it_is_ready(options: dict[str, str]) -> None:
    process = start(**options)
    out, _ = process.communicate(timeout=10)
    assert process.returncode != 0
    assert out == ""
