"""The lifecycle of `stitch_import_token`, the resource and the ephemeral resource, with real Terraform."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engines.terraform import Terraform

ADDRESS = "stitch_import_token.orders"
EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"

SOURCE = """
resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Orders Feed"
}
"""


def token(
    version: str = "1", *, source_id: str = "stitch_source.feed.id", before: str = "false", name: str = "orders"
) -> str:
    return f"""
resource "stitch_import_token" "{name}" {{
  source_id = {source_id}
  triggers  = {{ version = "{version}" }}

  lifecycle {{
    create_before_destroy = {before}
  }}
}}
"""


def feed(terraform: Terraform) -> str:
    """The id of the only source that is not deleted."""
    (source,) = terraform.account.sources()
    return str(source["id"])


def in_stitch(terraform: Terraform) -> list[str]:
    """Ids of the source's tokens, newest first."""
    tokens: list[dict[str, Any]] = terraform.account.call("GET", f"/v4/sources/{feed(terraform)}/tokens")
    return [str(each["token_id"]) for each in tokens]


def token_calls(terraform: Terraform) -> list[str]:
    """Creations and revocations of tokens, in order."""
    log = terraform.account.administer("GET", "/requests")
    return [entry["method"] for entry in log if "/tokens" in entry["path"] and entry["method"] != "GET"]


def stored_in(state: Mapping[str, Any]) -> dict[str, Any]:
    """What a state contains of the token."""
    (found,) = (each for each in state["resources"] if each["type"] == "stitch_import_token")
    stored: dict[str, Any] = found["instances"][0]
    return stored


@pytest.mark.every_engine
def test_a_token_is_created_and_revoked(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    assert terraform.actions() == {"stitch_source.feed": "create", ADDRESS: "create"}
    terraform.apply()
    state = terraform.state()[ADDRESS]
    assert [state["id"]] == in_stitch(terraform)
    assert state["access_token"].startswith("at_")
    assert state["created_at"].endswith("Z")
    terraform.expect_no_changes()
    terraform.write(SOURCE)
    terraform.apply()
    assert in_stitch(terraform) == []


def test_with_create_before_destroy_the_new_one_is_created_first(terraform: Terraform) -> None:
    terraform.write(SOURCE + token("1", before="true"))
    terraform.apply()
    first = terraform.state()[ADDRESS]
    terraform.account.administer("DELETE", "/requests")
    terraform.write(SOURCE + token("2", before="true"))
    assert terraform.actions() == {ADDRESS: "replace"}
    terraform.apply()
    second = terraform.state()[ADDRESS]
    assert second["access_token"] != first["access_token"]
    assert in_stitch(terraform) == [second["id"]]
    assert token_calls(terraform) == ["POST", "DELETE"]
    terraform.expect_no_changes()


def test_without_create_before_destroy_the_old_one_is_revoked_first(terraform: Terraform) -> None:
    terraform.write(SOURCE + token("1"))
    terraform.apply()
    terraform.account.administer("DELETE", "/requests")
    terraform.write(SOURCE + token("2"))
    terraform.apply()
    assert token_calls(terraform) == ["DELETE", "POST"]


def test_a_rotation_with_no_room_for_a_second_token_changes_nothing_and_says_how_to_make_room(
    terraform: Terraform,
) -> None:
    terraform.write(SOURCE + token("1", before="true"))
    terraform.apply()
    before = terraform.state()[ADDRESS]
    by_hand = terraform.account.call("POST", f"/v4/sources/{feed(terraform)}/tokens")
    terraform.write(SOURCE + token("2", before="true"))
    (error,) = terraform.errors("apply", "-auto-approve")
    for words in ("create_before_destroy", "Revoke the token", str(by_hand["id"])):
        assert words in error["detail"]
    assert terraform.state()[ADDRESS]["access_token"] == before["access_token"]

    terraform.account.call("DELETE", f"/v4/sources/{feed(terraform)}/tokens/{by_hand['id']}")
    terraform.apply()
    terraform.expect_no_changes()
    assert len(in_stitch(terraform)) == 1


def test_the_source_of_a_token_with_create_before_destroy_cannot_be_replaced(
    terraform: Terraform,
) -> None:
    terraform.write(SOURCE + token(before="true"))
    terraform.apply()
    (error,) = terraform.errors("apply", "-auto-approve", "-replace=stitch_source.feed")
    for words in ("non-unique name", "remove create_before_destroy", "stitch_import_token"):
        assert words in error["detail"]
    assert len(in_stitch(terraform)) == 1

    terraform.write(SOURCE + token())
    terraform.apply("-replace=stitch_source.feed")
    terraform.expect_no_changes()
    assert len(in_stitch(terraform)) == 1


def test_the_source_of_the_example_can_be_replaced(terraform: Terraform) -> None:
    shutil.copytree(EXAMPLES / "stitch_import_token", terraform.workspace.directory, dirs_exist_ok=True)
    terraform.apply()
    terraform.apply("-replace=stitch_source.orders")
    terraform.expect_no_changes()
    assert len(in_stitch(terraform)) == 1


def test_one_that_was_revoked_is_created_again(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    terraform.apply()
    (number,) = in_stitch(terraform)
    terraform.account.call("DELETE", f"/v4/sources/{feed(terraform)}/tokens/{number}")
    assert terraform.actions() == {ADDRESS: "create"}
    terraform.apply()
    assert in_stitch(terraform) != [number]
    terraform.expect_no_changes()


def test_destroying_one_that_was_revoked_already_succeeds(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    terraform.apply()
    (number,) = in_stitch(terraform)
    terraform.account.call("DELETE", f"/v4/sources/{feed(terraform)}/tokens/{number}")
    terraform.destroy("-refresh=false")


def test_the_value_is_masked_in_the_output_of_terraform(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    shown = terraform.apply().output
    value = terraform.state()[ADDRESS]["access_token"]
    assert value not in shown
    assert value not in terraform.run("show", "-no-color").output


@pytest.mark.every_engine
def test_it_is_imported_by_id_without_its_value(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    terraform.write(SOURCE + token())
    terraform.apply()
    source_id, number = feed(terraform), in_stitch(terraform)[0]
    adopter = another("adopter")
    adopter.write(f'resource "stitch_import_token" "orders" {{\n  source_id = "{source_id}"\n}}\n')
    run = adopter.run("import", "-no-color", ADDRESS, f"{source_id}/{number}")
    assert "only when it is created" in " ".join(run.output.split())
    adopter.expect_no_changes()
    assert adopter.state()[ADDRESS]["access_token"] is None


def test_it_is_imported_by_identity_into_a_generated_configuration(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(SOURCE + token())
    terraform.apply()
    identity = f'{{ source_id = "{feed(terraform)}", id = "{in_stitch(terraform)[0]}" }}'
    adopter = another("adopter")
    adopter.import_generated(ADDRESS, f"identity = {identity}")


def test_the_account_that_a_stored_identity_lacks_is_filled_in(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    terraform.apply()
    file = terraform.workspace.directory / "terraform.tfstate"
    state = json.loads(file.read_text())
    complete = dict(stored_in(state)["identity"])
    assert complete["client_id"] == str(terraform.account.call("GET", "/v4/sources")[0]["stitch_client_id"])
    stored_in(state)["identity"]["client_id"] = None
    file.write_text(json.dumps(state))
    terraform.expect_no_changes()
    terraform.apply("-refresh-only")
    assert stored_in(json.loads(file.read_text()))["identity"] == complete
    terraform.expect_no_changes()


def test_the_tokens_that_a_query_finds_can_be_imported(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    terraform.write(SOURCE + token() + token(name="second"))
    terraform.apply()
    adopter = another("adopter")
    adopter.write("")
    adopter.workspace.write('list "stitch_import_token" "all" {\n  provider = stitch\n}\n', "all.tfquery.hcl")
    adopter.run("query", "-generate-config-out=generated.tf")
    assert sorted(adopter.actions().values()) == ["import", "import"]
    adopter.apply()
    adopter.expect_no_changes()


def test_importing_an_object_that_does_not_exist_is_an_error(terraform: Terraform) -> None:
    terraform.write(SOURCE + token())
    terraform.apply("-target=stitch_source.feed")
    run = terraform.run("import", "-no-color", ADDRESS, f"{feed(terraform)}/999999", expect=1)
    assert "999999" in run.output


def test_a_source_of_another_type_is_an_error_of_the_plan(terraform: Terraform) -> None:
    created = terraform.account.call("POST", "/v4/sources", {"type": "platform.github", "display_name": "GitHub"})
    terraform.write(token(source_id=f'"{created["id"]}"'))
    (error,) = terraform.errors("plan")
    assert "import_api" in error["detail"]
    assert "source_id" in error["snippet"]["code"]


def test_the_data_source_lists_the_tokens_of_a_source(terraform: Terraform) -> None:
    query = """
data "stitch_import_tokens" "orders" {
  source_id  = stitch_source.feed.id
  depends_on = [stitch_import_token.orders]
}

output "ids" {
  value = data.stitch_import_tokens.orders.ids
}
"""
    terraform.write(SOURCE + token() + query)
    terraform.apply()
    assert terraform.outputs() == {"ids": in_stitch(terraform)}
    terraform.expect_no_changes()


EPHEMERAL = """
resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Orders Feed"
}

ephemeral "stitch_import_token" "test" {
  source_id = stitch_source.feed.id
}

resource "stitch_source" "consumer" {
  type           = "platform.github"
  display_name   = "Consumer"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = ephemeral.stitch_import_token.test.access_token }

  # Each run has another token: without a version every plan would send it again.
  credentials_wo_version = 1
}
"""


@pytest.mark.every_engine
def test_an_ephemeral_one_is_created_and_revoked_in_every_run_and_is_in_no_state(terraform: Terraform) -> None:
    terraform.write(EPHEMERAL)
    terraform.apply()
    log = terraform.account.administer("GET", "/requests")
    made = [entry["method"] for entry in log if "/tokens" in entry["path"]]
    assert made.count("POST") == made.count("DELETE") > 0
    source = next(each for each in terraform.account.call("GET", "/v4/sources") if each["type"] == "import_api")
    assert terraform.account.call("GET", f"/v4/sources/{source['id']}/tokens") == []
    assert b"at_" not in (terraform.workspace.directory / "terraform.tfstate").read_bytes()
    terraform.expect_no_changes()
    assert terraform.account.call("GET", f"/v4/sources/{source['id']}/tokens") == []


@pytest.mark.own_processes
def test_an_ephemeral_one_is_revoked_when_terraform_fails_before_it_closes_it(terraform: Terraform) -> None:
    """Terraform does not close an ephemeral object if something that uses it fails."""
    terraform.write(EPHEMERAL)
    terraform.apply("-target=stitch_source.feed")
    refusal = {"kind": "status", "status": 400, "method": "POST", "path": "/v4/sources"}
    terraform.account.administer("POST", "/faults", refusal)
    terraform.errors("apply", "-auto-approve")
    assert token_calls(terraform) == ["POST", "DELETE", "POST", "DELETE"]
    assert in_stitch(terraform) == []


def test_the_rotation_in_the_example_always_has_a_valid_token_and_revokes_all(terraform: Terraform) -> None:
    shutil.copytree(EXAMPLES / "token-rotation", terraform.workspace.directory, dirs_exist_ok=True)
    terraform.apply()
    before = terraform.outputs()
    terraform.account.administer("DELETE", "/requests")

    terraform.apply("-var=rotated_on=2024-07-01", '-var=generations=["2024-06", "2024-07"]')
    overlap = terraform.outputs()
    assert before["orders_token"] != overlap["orders_token"]
    assert before["shipments_token"] != overlap["shipments_token"]
    assert token_calls(terraform).count("DELETE") == 1

    settled = ("-var=rotated_on=2024-07-01", '-var=generations=["2024-07"]')
    terraform.apply(*settled)
    assert terraform.outputs() == overlap
    terraform.expect_no_changes(*settled)
    sources = terraform.account.sources()
    assert [len(terraform.account.call("GET", f"/v4/sources/{each['id']}/tokens")) for each in sources] == [1, 1]


def test_the_example_plans_empty_after_a_rotation(terraform: Terraform) -> None:
    shutil.copytree(EXAMPLES / "stitch_import_token", terraform.workspace.directory, dirs_exist_ok=True)
    terraform.apply()
    for generations in ('["2024-q1", "2024-q2"]', '["2024-q2"]'):
        terraform.apply(f"-var=generations={generations}")
        terraform.expect_no_changes(f"-var=generations={generations}")
    assert len(in_stitch(terraform)) == 1
