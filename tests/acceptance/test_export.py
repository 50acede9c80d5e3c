"""A configuration that `terraform-provider-stitch export` wrote imports everything and changes nothing."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider import catalog
from stitch_provider.stitch.export.hcl import Block, Expression, Item, Setting, render

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

SHOP = {"type": "platform.hp-postgres", "display_name": "Shop", "streams": ["storefront-public-orders"]}
VARIABLE = "shop_source_credentials"

TEXTS = [
    "",
    'a "quoted" text',
    r"C:\temp\new",
    "two\nlines\r\n\tand a tab",
    "${path.module} and $${path.module} and $$${x}",
    "%{ if true }yes%{ endif } and %%{x} and %%%{x} and %${x} and $%{x}",
    "$ { $} ${ $",
    "<<EOT\nno heredoc\nEOT",
    "# no comment // nor this /* nor this */",
    "bell \x07, escape \x1b, delete \x7f, next line \x85, separator \u2028, mark \ufeff",
    "Zürich 東京 🚚",
    '{"tables": [{"name": "orders", "pattern": "^a\\\\.b$"}]}',
    "\\u0041 \\n \\${x}",
]


def export(terraform: Terraform, provider: Path, *options: str) -> None:
    """Export the account into Terraform's directory."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STITCH_")}
    done = subprocess.run(
        (str(provider), "export", "--out", str(terraform.workspace.directory), *options),
        env=inherited | terraform.account.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def seed(terraform: Terraform, **content: Any) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = terraform.account.administer("POST", "/seed", content)
    return ids


def writes(terraform: Terraform) -> list[str]:
    log = terraform.account.administer("GET", "/requests")
    return [f"{entry['method']} {entry['path']}" for entry in log if entry["method"] != "GET"]


@pytest.mark.every_engine
def test_an_account_with_every_type_is_imported_and_its_plan_is_empty(terraform: Terraform, provider: Path) -> None:
    seed(
        terraform,
        destinations=[{"type": name, "name": f"To {name}"} for name in catalog.destination_types()],
        groups=[{"types": "all", "streams": "all"}],
    )
    export(terraform, provider)
    assert terraform.run("fmt", "-check", "-diff").stdout == ""

    outcome = next(event for event in reversed(terraform.apply().events()) if event["type"] == "change_summary")
    assert {name: outcome["changes"][name] for name in ("add", "change", "remove")} == {
        "add": 0,
        "change": 0,
        "remove": 0,
    }
    state = terraform.state()
    kinds = [address.partition(".")[0] for address in state]
    assert kinds.count("stitch_source") == len(catalog.source_types())
    assert kinds.count("stitch_destination") == len(catalog.destination_types())
    selections = [values for address, values in state.items() if address.startswith("stitch_stream_selections.")]
    assert sum(len(values["streams"]) for values in selections) > 400
    terraform.expect_no_changes()
    assert writes(terraform) == []


@pytest.mark.every_engine
def test_settings_of_every_kind_are_imported_and_their_plan_is_empty(terraform: Terraform, provider: Path) -> None:
    (destination,) = seed(terraform, destinations=[{"type": "snowflake", "name": "Warehouse"}])["destinations"]
    awkward = ["Shop ${region}", "true", "for", "count", "Shop ${region}?", "My override", '"; } %{x}', "東京"]
    sources = [
        {"type": "platform.github", "display_name": name, "name": f"schema_{number}"}
        for number, name in enumerate(awkward)
    ]
    paused = SHOP | {"paused_at": "2024-06-01T00:00:00Z"}
    gone = {"type": "platform.github", "display_name": "Gone", "deleted": True}
    events = {"type": "import_api", "display_name": "Events"}
    planted = seed(terraform, sources=[paused, gone, events, *sources])["sources"]
    call = terraform.account.call
    cron = {"cron_expression": "0 0 12 ? * MON-FRI"}
    call("PUT", f"/v4/sources/{planted[0]}", {"properties": {"ssl": "true", "dbname": "${db}"}})
    call("PUT", f"/v4/sources/{planted[3]}", {"properties": cron})
    fields = {"breadcrumb": ["properties", "total_amount"], "metadata": {"selected": False}}
    stream = {"tap_stream_id": "storefront-public-orders", "metadata": [fields]}
    terraform.account.administer("POST", "/checks", {})
    call("PUT", f"/v4/sources/{planted[0]}/streams/metadata", {"streams": [stream]})
    call("POST", f"/v4/sources/{planted[2]}/tokens")
    call("POST", "/notifications/public/v1/api/custom-emails", {"email_address": "oncall@acme.example"})
    hook = {"type": "post_load", "destination_id": destination, "config": {"url": "https://hooks.acme.example/s"}}
    call("POST", "/notifications/public/v1/api/hooks", hook)
    terraform.account.administer("DELETE", "/requests")

    export(terraform, provider)
    assert terraform.run("fmt", "-check", "-diff").stdout == ""
    assert set(terraform.actions().values()) == {"import"}
    terraform.apply()
    terraform.expect_no_changes()
    state = terraform.state()
    assert sorted(each["display_name"] for address, each in state.items() if address.startswith("stitch_source.")) == (
        sorted(["Shop", "Events", *awkward])
    )
    assert state["stitch_stream_selections.shop"]["streams"]["storefront-public-orders"]["fields"] == {
        "all": None,
        "exclude": ["total_amount"],
        "include": None,
    }
    assert writes(terraform) == []


@pytest.mark.every_engine
@pytest.mark.parametrize("credentials", ["variables", "write-only"])
def test_credentials_are_not_changed_until_their_variable_is_set(
    terraform: Terraform, provider: Path, credentials: str
) -> None:
    seed(terraform, destinations=[{"type": "snowflake", "name": "Warehouse"}], sources=[SHOP])
    export(terraform, provider, "--credentials", credentials)
    terraform.apply()
    terraform.expect_no_changes()
    assert writes(terraform) == []

    setting = f'-var={VARIABLE}={{password="secret-9"}}'
    assert terraform.actions(setting) == {"stitch_source.shop": "update"}
    terraform.apply(setting)
    terraform.expect_no_changes(setting)
    assert len(writes(terraform)) == 1


@pytest.mark.every_engine
def test_terraform_decodes_every_text_and_key_unchanged(terraform: Terraform) -> None:
    keyed = {text: number for number, text in enumerate(TEXTS)}
    values: dict[str, Expression] = {"texts": TEXTS, "keyed": keyed, "alone": TEXTS[4]}
    blocks: list[Item] = [Block("output", (name,), (Setting("value", value),)) for name, value in values.items()]
    terraform.workspace.write(render(blocks))
    terraform.apply()
    assert terraform.outputs() == values
    assert terraform.run("fmt", "-check", "-diff").stdout == ""
