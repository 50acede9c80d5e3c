"""Two runs at the same time, in two workspaces of a remote backend, with provider processes of their own."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from engines.postgresql import from_system
from engines.terraform import HEADER, PROVIDER
from rehearsal.reattached import running_provider
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rehearsal.engine import Engine
    from rehearsal.simulator import Simulator

NAMES = ("left", "right")
WAIT = "-lock-timeout=60s"
"""The backend locks all workspaces for a moment when it locks one, and the other one is refused then."""

STREAMS = (["issues", "commits", "reviews"], ["events", "releases", "stargazers"])

GITHUB = """
  type         = "platform.github"
  properties   = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials  = { access_token = "made-up" }
"""
CONFIGURATION = f"""
terraform {{
  backend "pg" {{}}
}}

variable "shared" {{
  type = string
}}

variable "streams" {{
  type = set(string)
}}

resource "stitch_source" "own" {{
  count        = 3
  display_name = "${{terraform.workspace}} ${{count.index}}"
{GITHUB}
}}

resource "stitch_stream_selection" "own" {{
  count     = 3
  source_id = stitch_source.own[count.index].id
  stream    = "issues"
  fields    = {{ all = true }}
}}

resource "stitch_stream_selection" "shared" {{
  for_each   = var.streams
  source_id  = var.shared
  stream     = each.key
  fields     = {{ all = true }}
  depends_on = [stitch_stream_selection.own]
}}
"""


@pytest.fixture
def backend() -> Iterator[str]:
    postgresql = from_system()
    if postgresql is None:
        pytest.skip("PostgreSQL is not installed, or cannot be run by this user")
    with postgresql.running() as address:
        yield address


@pytest.fixture
def runs(
    *, engine: Engine, provider: Path, account: Simulator, backend: str, tmp_path: Path
) -> Iterator[list[Workspace]]:
    """A working directory for each workspace of the backend."""
    with ExitStack() as stack:
        workspaces = []
        for name in NAMES:
            attached = stack.enter_context(running_provider(provider, account.environment))
            environment = account.environment | attached | {"PG_CONN_STR": backend}
            workspaces.append(Workspace(tmp_path / name, engine, provider, environment))
        yield workspaces


def succeed(run: Workspace, *arguments: str) -> None:
    ended = run.terraform(*arguments)
    assert ended.code == 0, ended.output


def finish(processes: Sequence[subprocess.Popen[str]]) -> None:
    for process in processes:
        output, errors = process.communicate()
        assert process.returncode == 0, output + errors


def at_once(runs: Sequence[Workspace], *arguments: str) -> None:
    """Run a command in all workspaces at the same time. It must succeed."""
    with ExitStack() as stack:
        finish([stack.enter_context(run.start(*arguments)) for run in runs])


def test_two_runs_that_use_one_account_at_the_same_time_lose_nothing(account: Simulator, runs: list[Workspace]) -> None:
    planted = account.administer("POST", "/seed", {"sources": [{"type": "platform.github", "display_name": "shared"}]})
    (shared,) = planted["sources"]
    account.administer("PATCH", "/switches", {"check_seconds": None})
    for run, streams in zip(runs, STREAMS, strict=True):
        run.prepare()
        run.write(HEADER + PROVIDER + CONFIGURATION)
        run.write(json.dumps({"shared": str(shared), "streams": streams}), "terraform.tfvars.json")
        succeed(run, "init", "-input=false")  # one after the other, as each creates the tables if they are missing
        succeed(run, "workspace", "new", run.directory.name)

    with ExitStack() as stack:
        applying = [stack.enter_context(run.start("apply", "-auto-approve", "-no-color", WAIT)) for run in runs]
        while len(account.sources()) < 7:  # no connection check ends, so both runs wait until all sources exist
            assert [process.poll() for process in applying] == [None, None]
        account.administer("PATCH", "/switches", {"check_seconds": 0})
        account.administer("POST", "/checks", {})
        finish(applying)

    names = [f"{name} {number}" for name in NAMES for number in range(3)]
    assert sorted(source["display_name"] for source in account.sources()) == [*names, "shared"]
    listed = account.call("GET", f"/v4/sources/{shared}/streams")
    assert {stream["tap_stream_id"] for stream in listed if stream["selected"]} == {*STREAMS[0], *STREAMS[1]}
    at_once(runs, "plan", "-detailed-exitcode", WAIT)
