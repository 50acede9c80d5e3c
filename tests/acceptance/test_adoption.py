"""`terraform query` lists an existing account and generates a configuration whose plan is empty."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from stitch_provider import catalog

if TYPE_CHECKING:
    from engines.terraform import Terraform
    from rehearsal.simulator import Simulator

FIRST_WITH_QUERY = (1, 14)
DATABASES = ("platform.hp-postgres", "platform.hp-mysql", "platform.mssql")


@pytest.fixture(autouse=True)
def _engine_can_query(terraform: Terraform) -> None:
    if terraform.workspace.engine.version < FIRST_WITH_QUERY:
        pytest.skip("terraform query needs Terraform 1.14")


def seed(account: Simulator, **what: Any) -> dict[str, list[int]]:
    planted: dict[str, list[int]] = account.administer("POST", "/seed", what)
    return planted


def query(terraform: Terraform, *lists: str, generate: bool = False) -> list[dict[str, Any]]:
    """The results of these list blocks. With `generate`, their configuration is generated too."""
    terraform.write("")
    terraform.workspace.write("\n".join(lists), "main.tfquery.hcl")
    options = ["-generate-config-out=generated.tf"] if generate else []
    run = terraform.run("query", "-json", *options)
    assert [it for it in run.diagnostics() if it["severity"] == "error"] == []
    (terraform.workspace.directory / "main.tfquery.hcl").unlink()
    return [event["list_resource_found"] for event in run.events() if event["type"] == "list_resource_found"]


def block(kind: str, config: str = "", *, include: bool = True, limit: int = 1000) -> str:
    return f"""
list "{kind}" "all" {{
  provider         = stitch
  include_resource = {str(include).lower()}
  limit            = {limit}
  config {{
    {config}
  }}
}}
"""


def expect_adoption(terraform: Terraform, count: int) -> None:
    """Assert that the generated configuration imports this number of objects and changes nothing."""
    document = terraform.plan_document()
    assert Counter(action for it in document["resource_changes"] for action in it["change"]["actions"]) == {
        "no-op": count
    }
    assert all("importing" in it["change"] for it in document["resource_changes"])
    terraform.run("apply", "saved.tfplan")
    terraform.expect_no_changes()


def arrange(account: Simulator) -> None:
    """Change an account as people do over time: pauses, schedules, methods, keys, fields."""
    sources = {each["type"]: each["id"] for each in account.sources()}

    def change(kind: str, **arguments: object) -> None:
        account.call("PUT", f"/v4/sources/{sources[kind]}", arguments)

    change("platform.github", paused_at="2024-05-14T09:30:00Z", display_name='Renamed: ${not} a "template"')
    change("platform.hp-postgres", properties={"cron_expression": "0 0 12 ? * MON-FRI *"})
    change("platform.hp-mysql", properties={"frequency_in_minutes": "720", "anchor_time": "2024-05-14T09:30:00Z"})
    for kind in (*DATABASES, "platform.github", "platform.salesforce"):
        path = f"/v4/sources/{sources[kind]}/streams"
        for at, stream in enumerate(account.call("GET", path)):
            change_stream(account, path, stream, at)


def change_stream(account: Simulator, path: str, stream: dict[str, Any], at: int) -> None:
    schema = account.call("GET", f"{path}/{stream['stream_id']}")
    fields = sorted(
        entry["breadcrumb"][1]
        for entry in schema["metadata"]
        if len(entry["breadcrumb"]) > 1 and entry["metadata"].get("inclusion") == "available"
    )
    metadata: list[dict[str, Any]] = [
        {"breadcrumb": ["properties", name], "metadata": {"selected": number % (at + 2) != 0}}
        for number, name in enumerate(fields)
    ]
    if "forced-replication-method" not in stream["metadata"]:
        method = {"replication-method": "FULL_TABLE"}
        if at and fields:
            method = {"replication-method": "INCREMENTAL", "replication-key": fields[0]}
        if stream["metadata"].get("is-view"):
            metadata.append({"breadcrumb": [], "metadata": {"view-key-properties": fields[:2]}})
        metadata.append({"breadcrumb": [], "metadata": method})
    streams = [{"tap_stream_id": stream["tap_stream_id"], "metadata": metadata}]
    account.call("PUT", f"{path}/metadata", {"streams": streams})


def test_a_whole_account_is_imported_without_a_change(terraform: Terraform) -> None:
    account = terraform.account
    planted = seed(
        account,
        destinations=[{"type": kind} for kind in catalog.destination_types()],
        sources=[{"type": "platform.github", "display_name": "Long gone", "deleted": True}],
        groups=[{"types": "all", "streams": "all"}],
    )
    arrange(account)
    found = query(
        terraform,
        block("stitch_destination"),
        block("stitch_source"),
        block("stitch_stream_selections"),
        generate=True,
    )
    kinds = Counter(it["resource_type"] for it in found)
    assert kinds["stitch_destination"] == len(planted["destinations"]) == 12
    assert kinds["stitch_source"] == len(planted["sources"]) - 1 == 186
    streams = [it["resource_object"]["streams"] for it in found if it["resource_type"] == "stitch_stream_selections"]
    assert sum(map(len, streams)) > 400
    assert any(settings["fields"] for each in streams for settings in each.values())
    generated = (terraform.workspace.directory / "generated.tf").read_text()
    assert "effective_properties" not in generated
    expect_adoption(terraform, kinds.total())


def test_streams_are_imported_one_by_one(terraform: Terraform) -> None:
    seed(
        terraform.account,
        destinations=[{"type": "snowflake"}],
        groups=[{"types": [*DATABASES, "platform.github", "platform.salesforce"], "streams": "all"}],
    )
    arrange(terraform.account)
    found = query(terraform, block("stitch_stream_selection"), generate=True)
    assert len(found) > 10
    expect_adoption(terraform, len(found))


def test_filters_and_limits_apply_to_a_list(terraform: Terraform) -> None:
    account = terraform.account
    planted = seed(
        account,
        destinations=[{"type": "postgres", "name": "One"}, {"type": "snowflake", "name": "Other"}],
        sources=[
            {"type": "platform.github", "display_name": "Busy", "streams": ["issues"]},
            {"type": "platform.github", "display_name": "Paused", "paused_at": "2024-05-14T09:30:00Z"},
            {"type": "import_api", "display_name": "Hook"},
        ],
    )
    busy = planted["sources"][0]

    def names(kind: str, config: str = "", **options: Any) -> list[str]:
        return [it["display_name"] for it in query(terraform, block(kind, config, **options))]

    assert names("stitch_destination") == ["One", "Other"]
    assert names("stitch_destination", 'type = "snowflake"') == ["Other"]
    assert names("stitch_source") == ["Busy", "Paused", "Hook"]
    assert names("stitch_source", limit=2) == ["Busy", "Paused"]
    assert names("stitch_source", 'type = "platform.github"\n paused = false') == ["Busy"]
    assert names("stitch_source", 'name = "hook"') == ["Hook"]
    assert names("stitch_stream_selection") == ["Busy: issues"]
    assert names("stitch_stream_selections") == ["Busy"]
    assert names("stitch_stream_selections", "selected_only = false") == ["Busy", "Paused"]
    everything = names("stitch_stream_selection", f'source_id = "{busy}"\n selected_only = false')
    assert "Busy: issues" in everything
    assert len(everything) > 1


def test_a_list_has_states_only_on_request(terraform: Terraform) -> None:
    planted = seed(
        terraform.account,
        destinations=[{"type": "snowflake"}],
        sources=[{"type": "platform.github", "display_name": "Busy", "streams": ["issues"]}],
    )
    source = str(planted["sources"][0])
    found = query(terraform, block("stitch_source", include=False), block("stitch_stream_selection", include=False))
    assert [it["identity"] for it in found] == [
        {"id": source, "client_id": terraform.account.client_id},
        {"source_id": source, "stream": "issues", "client_id": terraform.account.client_id},
    ]
    assert not any("resource_object" in it for it in found)


def test_a_list_that_the_limit_truncates_has_a_warning(terraform: Terraform) -> None:
    seed(terraform.account, destinations=[{"type": "snowflake"}, {"type": "s3"}])
    terraform.write("")
    for limit, warned in ((1, ["More objects than the limit"]), (2, [])):
        terraform.workspace.write(block("stitch_destination", limit=limit), "main.tfquery.hcl")
        assert [it["summary"] for it in terraform.warnings("query")] == warned


def test_a_filter_for_a_source_that_does_not_exist_is_an_error(terraform: Terraform) -> None:
    terraform.write("")
    terraform.workspace.write(block("stitch_stream_selection", 'source_id = "1"'), "main.tfquery.hcl")
    run = terraform.run("query", "-json", expect=1)
    assert [it["summary"] for it in run.diagnostics() if it["severity"] == "error"] == ["No such source"]
