"""The guide "Running against the simulator" lists every option, field, switch and path of the simulator."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec
import pytest

from stitch_provider.commands.simulate import simulate
from stitch_provider.simulator import Switches
from stitch_provider.simulator.admin import admin_routes
from stitch_provider.simulator.faults import Fault
from stitch_provider.simulator.seed import Seed, SeedDestination, SeedGroup, SeedSource

if TYPE_CHECKING:
    from simulator.account import Account

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "simulator.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")
SEEDS = [json.loads(block) for block in re.findall(r"^```json\n(\{\n.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)]


def rows(head: str) -> dict[str, list[str]]:
    """The cells of a table of the guide after the first one, by each name in the first one."""
    (table,) = re.findall(rf"^\| {re.escape(head)} \|.*\n\|-.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    cells = (line.removeprefix("| ").removesuffix(" |").split(" | ") for line in table.splitlines())
    return {name: others for first, *others in cells for name in CODE.findall(first)}


@pytest.mark.parametrize(
    ("head", "struct"),
    [
        ("field of a destination", SeedDestination),
        ("field of a source", SeedSource),
        ("field of a group", SeedGroup),
        ("field of a fault", Fault),
        ("switch", Switches),
    ],
)
def test_a_table_lists_the_fields_with_their_defaults(head: str, struct: type[msgspec.Struct]) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    listed = rows(head)
    assert listed.keys() == fields.keys()
    for name, (default, _) in listed.items():
        assert (default == "required") is fields[name].required, name
        if default.startswith("`"):
            assert json.loads(default.strip("`")) == fields[name].default, name


def test_a_table_lists_the_options_of_the_command_with_their_defaults() -> None:
    options = {f"--{name.replace('_', '-')}": each for name, each in inspect.signature(simulate).parameters.items()}
    listed = rows("option")
    assert listed.keys() == options.keys()
    for name in ("--host", "--port", "--client-id"):
        assert listed[name][0] == f"`{options[name].default}`"


def test_a_table_lists_the_kinds_of_faults() -> None:
    assert rows("kind").keys() == set(get_args(get_type_hints(Fault)["kind"]))


def test_a_table_lists_the_paths() -> None:
    served = {
        f"{method} {route.path.replace(':int', '')}"
        for route in admin_routes()
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert rows("path under `/_simulator`").keys() == served


async def test_the_example_of_a_seed_has_every_field_and_can_be_used(account: Account) -> None:
    (example,) = SEEDS
    assert example.keys() == set(Seed.__struct_fields__)
    fields: dict[str, type[msgspec.Struct]] = {
        "destinations": SeedDestination,
        "sources": SeedSource,
        "groups": SeedGroup,
    }
    for name, struct in fields.items():
        assert {key for each in example[name] for key in each} == set(struct.__struct_fields__)
    created: dict[str, Any] = await account.ok("POST", "/_simulator/seed", example)
    assert created["destinations"] == [581220]
    assert len(created["sources"]) == 6
    source = await account.ok("GET", "/v4/sources/731905")
    assert source["report_card"]["current_step_type"] == "fully_configured"
