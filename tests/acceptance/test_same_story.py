"""Answers that do not show what really happened: the account and the state have the same objects nevertheless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engines.contents import Contents, State

if TYPE_CHECKING:
    from engines.terraform import Terraform

EMAILS = "/notifications/public/v1/api/custom-emails"
HOOKS = "/notifications/public/v1/api/hooks"

CREATES = ("/v4/destinations", "/v4/sources", "/v4/sources/*/tokens", EMAILS, HOOKS)
"""The paths of creates, each of another noun."""

EVERY_NOUN = """
resource "stitch_destination" "lake" {
  type           = "postgres"
  name           = "Lake"
  credentials_wo = { password = "secret-1" }

  properties = {
    host            = "lake.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }
}

resource "stitch_source" "feed" {
  type           = "import_api"
  display_name   = "Feed"
  destination_id = stitch_destination.lake.id
}

resource "stitch_import_token" "feed" {
  source_id = stitch_source.feed.id
}

resource "stitch_notification_email" "team" {
  email_address = "team@acme.example"
}

resource "stitch_post_load_hook" "transform" {
  destination_id = stitch_destination.lake.id
  url            = "https://transform.acme.example/stitch"
}
"""


def answer(terraform: Terraform, method: str, path: str, **fault: object) -> None:
    """Answer the next call of this kind in another way than the service."""
    terraform.account.administer("POST", "/faults", {"kind": "status", "method": method, "path": path} | fault)


def assert_same_objects(terraform: Terraform) -> None:
    """The account and the state have the same objects, one of every noun."""
    found = terraform.contents()
    assert found is not None
    assert found.account == found.state.things
    assert sorted(noun for noun, _ in found.account) == ["destination", "email", "hook", "source", "token"]


@pytest.mark.parametrize("status", [404, 429])
def test_a_create_that_a_gateway_refuses_after_its_effect_is_found(terraform: Terraform, status: int) -> None:
    terraform.write(EVERY_NOUN)
    for path in CREATES:
        answer(terraform, "POST", path, status=status, body="<html>", effect=True, count=1)
    terraform.apply()
    assert_same_objects(terraform)
    terraform.expect_no_changes()


def test_what_one_list_does_not_show_is_kept(terraform: Terraform) -> None:
    terraform.write(EVERY_NOUN)
    terraform.apply()
    for path in ("/v4/destinations", EMAILS, "/v4/sources/*/tokens"):
        answer(terraform, "GET", path, status=200, body=[], count=1)
    answer(terraform, "GET", HOOKS, status=200, body={"post_load": []}, count=1)
    terraform.expect_no_changes()
    for path in ("/v4/destinations", EMAILS, HOOKS, "/v4/sources/*/tokens"):
        answer(terraform, "GET", path, status=200, body=None, count=1)
        terraform.run("plan", expect=1)
        terraform.account.administer("DELETE", "/faults")
    assert_same_objects(terraform)


@pytest.mark.parametrize("fault", [{"kind": "malformed"}, {"status": 404, "body": {"message": "Not Found"}}])
def test_a_destroy_that_a_gateway_answers_is_an_error_and_keeps_the_state(
    terraform: Terraform, fault: dict[str, object]
) -> None:
    terraform.write(EVERY_NOUN)
    terraform.apply()
    answer(terraform, "DELETE", "*", **fault, effect=False)
    terraform.run("destroy", "-auto-approve", expect=1)
    assert_same_objects(terraform)
    terraform.account.administer("DELETE", "/faults")
    terraform.destroy()
    assert terraform.contents() == Contents(frozenset(), State())


def test_a_failed_look_while_waiting_taints_nothing(terraform: Terraform) -> None:
    lake, rest = EVERY_NOUN.split('resource "stitch_source"')
    waiting = lake.replace("  properties", "  connection_check = { wait = true }\n\n  properties")
    terraform.write(waiting + 'resource "stitch_source"' + rest)
    answer(terraform, "GET", "*/last-connection-check", status=401, count=1)
    terraform.apply()
    assert_same_objects(terraform)
    terraform.expect_no_changes()


def test_a_source_that_is_new_need_not_be_known_everywhere(terraform: Terraform) -> None:
    terraform.write("""
resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = "made-up-secret" }
}

resource "stitch_stream_selection" "issues" {
  source_id = stitch_source.github.id
  stream    = "issues"
  fields    = { all = true }
}

resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
}

resource "stitch_import_token" "feed" {
  source_id = stitch_source.feed.id
}
""")
    for method, path in (("GET", "streams"), ("PUT", "streams/metadata"), ("GET", "tokens"), ("POST", "tokens")):
        answer(terraform, method, f"/v4/sources/*/{path}", status=404, count=1)
    terraform.apply()
    terraform.expect_no_changes()
