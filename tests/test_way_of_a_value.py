"""The note `docs/design/architecture.md` describes what the code does, with the modules and functions that do it."""

from __future__ import annotations

import importlib
import re
from functools import reduce
from pathlib import Path

import msgspec

from stitch_provider.connect import Source
from stitch_provider.connect.decoding import decode
from stitch_provider.connect.request import Request
from stitch_provider.stitch.sources import schedule
from stitch_provider.stitch.sources.model import SCHEMA
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.terraform.schema.model import bind, unbind
from stitch_provider.terraform.values import msgpack

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "provider" / "stitch_provider"
NOTE = (ROOT / "docs" / "design" / "architecture.md").read_text()
ROW = re.compile(r"^\| `(?P<module>[\w/]+)\.py` \| `(?P<function>[\w.]+)` \| (?P<value>.+) \|$", re.MULTILINE)
ROWS = list(ROW.finditer(NOTE))


def test_the_modules_in_the_diagram_exist() -> None:
    (diagram,) = re.findall(r"```mermaid\n(.*?)```", NOTE, re.DOTALL)
    modules = re.findall(r"[\w/]+\.py", diagram)
    assert len(modules) > 10
    assert [module for module in modules if not (PACKAGE / module).is_file()] == []


def test_the_functions_in_the_table_exist() -> None:
    for row in ROWS:
        module = importlib.import_module(f"stitch_provider.{row['module'].replace('/', '.')}")
        assert callable(reduce(getattr, row["function"].split("."), module))


def test_a_schedule_becomes_the_values_in_the_table() -> None:
    kind = SCHEMA.object_type.attributes["schedule"]
    planned = msgpack.decode(msgspec.msgpack.encode({"frequency_minutes": 30, "anchor_time": None, "cron": None}), kind)
    assert isinstance(planned, dict)
    model = bind(Schedule, planned)
    sent = schedule.to_api(model)
    body = Request("PUT", "/v4/sources/1", {"properties": sent}).encode()
    answer = msgspec.json.encode({"id": 1, "type": "platform.hp-postgres", **msgspec.json.decode(body or b"")})
    shown = decode(answer, Source, "read a source").properties
    state = schedule.from_api(shown)
    assert state is not None
    steps = [planned, model, sent, body, shown, state, unbind(state)]
    assert [re.findall("`([^`]+)`", row["value"])[0] for row in ROWS[:-1]] == [repr(step) for step in steps]
    assert msgpack.decode(msgpack.encode(unbind(state), kind), kind) == planned
