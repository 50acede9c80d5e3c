"""`stitch_stream_selections` through its whole life, under real Terraform."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines.terraform import Terraform

ADDRESS = "stitch_stream_selections.all"

SOURCE = """
resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "secret-1" }
}
"""

STREAMS = {"issues": 'fields = { include = ["title", "state"] }', "releases": "fields = { all = true }"}


def selections(streams: dict[str, str] = STREAMS, rest: str = "", *, source: str = "") -> str:
    source_id = f'"{source}"' if source else "stitch_source.github.id"
    entries = "\n".join(f'    "{stream}" = {{ {settings} }}' for stream, settings in streams.items())
    return f"""
resource "stitch_stream_selections" "all" {{
  source_id = {source_id}
  streams = {{
{entries}
  }}
  {rest}
}}
"""


def source_id(terraform: Terraform) -> int:
    return int(terraform.account.sources()[0]["id"])


def selected(terraform: Terraform) -> set[str]:
    streams = terraform.account.call("GET", f"/v4/sources/{source_id(terraform)}/streams")
    return {stream["tap_stream_id"] for stream in streams if stream["selected"]}


def change_metadata(terraform: Terraform, stream: str, metadata: dict[str, object], *field: str) -> None:
    breadcrumb = ["properties", *field] if field else []
    change = {"tap_stream_id": stream, "metadata": [{"breadcrumb": breadcrumb, "metadata": metadata}]}
    terraform.account.call("PUT", f"/v4/sources/{source_id(terraform)}/streams/metadata", {"streams": [change]})


@pytest.mark.every_engine
def test_selections_are_created_then_have_an_empty_plan_then_are_destroyed(
    terraform: Terraform,
) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    assert selected(terraform) == {"issues", "releases"}
    terraform.expect_no_changes()
    terraform.write(SOURCE)
    terraform.apply()
    assert selected(terraform) == set()


def test_streams_are_added_changed_and_removed_in_place(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    for streams, expected in (
        (STREAMS | {"teams": "fields = { all = true }"}, {"issues", "releases", "teams"}),
        (STREAMS | {"issues": "fields = { all = true }"}, {"issues", "releases"}),
        (STREAMS | {"issues": "selected = false"}, {"releases"}),
        ({"issues": "fields = { all = true }"}, {"issues"}),
    ):
        terraform.write(SOURCE + selections(streams))
        assert terraform.actions() == {ADDRESS: "update"}, streams
        terraform.apply()
        assert selected(terraform) == expected
    terraform.expect_no_changes()


def test_however_many_streams_take_one_write(terraform: Terraform) -> None:
    streams = ("assignees", "collaborators", "comments", "commits", "events", "issues", "releases", "reviews", "teams")
    terraform.write(SOURCE + selections(dict.fromkeys(streams, "fields = { all = true }")))
    terraform.apply()
    log = terraform.account.administer("GET", "/requests")
    assert sum(entry["method"] == "PUT" for entry in log) == 1


def test_drift_of_each_readable_attribute_is_found_and_repaired(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    for stream, drift in (
        ("issues", ({"selected": False},)),
        ("issues", ({"selected": True}, "body")),
        ("issues", ({"selected": False}, "title")),
        ("releases", ({"selected": False}, "name")),
    ):
        change_metadata(terraform, stream, *drift)
        assert terraform.actions() == {ADDRESS: "update"}, drift
        terraform.apply()
        assert selected(terraform) == {"issues", "releases"}
        terraform.expect_no_changes()


def test_streams_that_are_not_listed_are_left_alone(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    change_metadata(terraform, "teams", {"selected": True})
    terraform.expect_no_changes()


def test_streams_that_are_not_listed_are_deselected_on_request(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections(rest='unlisted_streams = "deselect"'))
    terraform.apply()
    terraform.expect_no_changes()
    change_metadata(terraform, "teams", {"selected": True})
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert selected(terraform) == {"issues", "releases"}
    terraform.expect_no_changes()


def test_is_created_again_with_a_source_that_was_deleted_outside_of_terraform(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    terraform.account.call("DELETE", f"/v4/sources/{source_id(terraform)}")
    assert terraform.actions() == {ADDRESS: "create", "stitch_source.github": "create"}
    terraform.apply()
    assert selected(terraform) == {"issues", "releases"}
    terraform.expect_no_changes()


def test_another_source_replaces_it(terraform: Terraform) -> None:
    other = SOURCE.replace('"github"', '"other"').replace('"GitHub"', '"Other"')
    terraform.write(SOURCE + other + selections())
    terraform.apply()
    terraform.write(SOURCE + other + selections().replace("stitch_source.github", "stitch_source.other"))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    terraform.expect_no_changes()


@pytest.mark.every_engine
def test_is_imported_by_id(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    number = source_id(terraform)
    adopter = another("adopter")
    adopter.write(selections(source=str(number)))
    adopter.run("import", ADDRESS, str(number))
    adopter.expect_no_changes()

    path = adopter.workspace.directory / "terraform.tfstate"
    state = json.loads(path.read_text())
    del state["resources"][0]["instances"][0]["attributes"]["unlisted_streams"]
    path.write_text(json.dumps(state))
    adopter.write(selections(STREAMS | {"releases": "fields = { exclude = [] }"}, source=str(number)))
    adopter.expect_no_changes()


def test_is_imported_by_identity(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    number = source_id(terraform)
    adopter = another("adopter")
    adopter.write(
        selections(source=str(number)) + f'import {{\n  to = {ADDRESS}\n  identity = {{ source_id = "{number}" }}\n}}\n'
    )
    adopter.apply()
    adopter.expect_no_changes()


def test_a_configuration_generated_from_an_import_plans_empty(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    adopter = another("adopter")
    adopter.import_generated(ADDRESS, f'id = "{source_id(terraform)}"')


def one_stream(name: str, stream: str, *, source: str = "stitch_source.github.id") -> str:
    return f"""
resource "stitch_stream_selection" "{name}" {{
  source_id = {source}
  stream    = "{stream}"
  fields    = {{ all = true }}
}}
"""


def test_streams_stay_selected_when_another_resource_takes_their_place(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections())
    terraform.apply()
    for resources in (
        one_stream("issues", "issues") + one_stream("releases", "releases"),
        one_stream("first", "issues") + one_stream("second", "releases"),
        selections(),
        selections().replace('"all"', '"github"'),
    ):
        terraform.write(SOURCE + resources)
        terraform.apply()
        assert selected(terraform) == {"issues", "releases"}
    terraform.expect_no_changes()


def test_streams_that_an_import_found_and_that_are_not_listed_stay_selected(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(SOURCE + one_stream("releases", "releases"))
    terraform.apply()
    number = str(source_id(terraform))
    for stream in ("issues", "teams"):
        change_metadata(terraform, stream, {"selected": True})
    imported = f'import {{\n  to = {ADDRESS}\n  id = "{number}"\n}}\n'
    every = {"issues": "", "releases": "fields = { all = true }", "teams": ""}

    fewer = another("fewer")
    fewer.write(selections({"issues": ""}, source=number) + imported)
    (warning,) = fewer.warnings("plan")
    assert '"releases", "teams"' in warning["detail"]
    fewer.apply()
    assert selected(terraform) == {"issues", "releases", "teams"}
    fewer.expect_no_changes()

    unchanged = another("unchanged")
    unchanged.write(selections(every, source=number) + imported)
    unchanged.apply()
    unchanged.write(selections({"issues": "", "releases": "fields = { all = true }"}, source=number))
    (warning,) = unchanged.warnings("plan")
    unchanged.apply(forgets=True)
    assert "selected = false" in warning["detail"]
    assert selected(terraform) == {"issues", "releases", "teams"}
    unchanged.write(selections({"issues": "", "teams": "selected = false"}, source=number))
    unchanged.apply()
    assert selected(terraform) == {"issues"}


def test_a_saved_plan_is_applied_although_its_streams_have_changed_meanwhile(terraform: Terraform) -> None:
    terraform.write(SOURCE + selections({"issues": "fields = { all = true }"}))
    terraform.apply()
    changed = {"issues": 'fields = { exclude = ["body"] }', "releases": "fields = { all = true }"}
    terraform.write(SOURCE + selections(changed) + one_stream("teams", "teams"))
    terraform.run("plan", "-out=saved.tfplan")
    number = source_id(terraform)
    for stream in ("issues", "releases", "teams"):
        terraform.account.administer("POST", f"/sources/{number}/fields", {"tap_stream_id": stream, "name": "added"})
    terraform.account.administer("PATCH", "/switches", {"check_seconds": 2})
    terraform.account.call("PUT", f"/v4/sources/{number}", {"properties": {"access_token": "secret-2"}})
    terraform.run("apply", "saved.tfplan")
    assert selected(terraform) == {"issues", "releases", "teams"}
    assert "added" in terraform.state()["stitch_stream_selection.teams"]["replicated_fields"]
    terraform.expect_no_changes()


FEED = """
resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
  properties   = {}
}

resource "stitch_import_token" "feed" {
  source_id = stitch_source.feed.id
}
"""


def test_streams_and_tokens_of_a_new_source_that_are_not_found_at_first_are_looked_for_again(
    terraform: Terraform,
) -> None:
    for path in ("*/streams", "*/tokens"):
        fault = {"kind": "status", "method": "GET", "path": path, "status": 404, "count": 2}
        terraform.account.administer("POST", "/faults", fault)
    terraform.write(SOURCE + selections() + FEED)
    terraform.apply()
    terraform.expect_no_changes()


def test_names_that_stitch_shows_decomposed_are_selected_and_imported(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    composed, decomposed, field = "caf\u00e9", "cafe\u0301", "gr\u00f6\u00dfe"
    properties = {"host": "files.acme.example", "port": "22", "username": "u", "start_date": "2024-01-01T00:00:00Z"}
    tables = json.dumps([{"table_name": decomposed}])
    body = {"type": "platform.sftp", "display_name": "Files", "properties": properties | {"tables": tables}}
    number = str(terraform.account.call("POST", "/v4/sources", body)["id"])
    terraform.account.administer("POST", "/checks", {})
    added = {"tap_stream_id": decomposed, "name": "gro\u0308\u00dfe"}
    terraform.account.administer("POST", f"/sources/{number}/fields", added)

    streams = {composed: f'fields = {{ include = ["{field}"] }}'}
    terraform.write(selections(streams, source=number))
    terraform.apply()
    assert selected(terraform) == {decomposed}
    assert field in terraform.state()[ADDRESS]["replicated_fields"][composed]
    terraform.expect_no_changes()

    adopter = another("adopter")
    adopter.write(one_stream("one", decomposed, source=f'"{number}"').replace("all = true", f'include = ["{field}"]'))
    adopter.run("import", "stitch_stream_selection.one", f"{number}/{decomposed}")
    adopter.expect_no_changes()
    terraform.destroy()
    assert selected(terraform) == set()
