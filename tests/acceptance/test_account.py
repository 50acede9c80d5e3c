"""`stitch_account` and `stitch_session` with real Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

ADDRESS = "stitch_account.customer"
PARTNER = """
provider "stitch" {
  partner_id     = "oc_example_partner"
  partner_secret = "oc_example_secret"
}
"""
WITHOUT_TOKEN = {"STITCH_API_TOKEN": "", "STITCH_PARTNER_ID": "oc_example_partner"}


def customer(email: str = "ada@acme.example", company: str = "Acme") -> str:
    return f"""
resource "stitch_account" "customer" {{
  first_name = "Ada"
  last_name  = "Lovelace"
  company    = "{company}"
  email      = "{email}"
  region     = "eu-central-1"
}}
"""


@pytest.mark.every_engine
def test_an_account_is_created_then_has_an_empty_plan_then_is_removed_with_a_warning(
    terraform: Terraform,
) -> None:
    terraform.write(customer(), provider=PARTNER)
    terraform.apply()
    state = terraform.state()[ADDRESS]
    assert state["id"].isdigit()
    assert state["access_token"].startswith("ac_")
    terraform.expect_no_changes()

    warnings = [each["summary"] for each in terraform.warnings("plan", "-destroy")]
    assert warnings == ["The account is not deleted"]
    forgotten = terraform.destroy().diagnostics()
    assert any(each["severity"] == "warning" and state["id"] in each["detail"] for each in forgotten)
    assert terraform.state() == {}


@pytest.mark.own_processes
def test_needs_no_token_but_everything_else_does(terraform: Terraform) -> None:
    secret = {"STITCH_PARTNER_SECRET": "oc_example_secret"}
    terraform.write(customer())
    terraform.run("apply", "-auto-approve", environment=WITHOUT_TOKEN | secret)
    terraform.run("plan", "-detailed-exitcode", environment=WITHOUT_TOKEN | secret)
    terraform.write(customer() + 'data "stitch_sources" "all" {}\n')
    (error,) = terraform.errors("plan", environment=WITHOUT_TOKEN | secret)
    assert "STITCH_API_TOKEN" in error["detail"]


@pytest.mark.own_processes
def test_secrets_and_tokens_are_in_no_log(terraform: Terraform, tmp_path: Path) -> None:
    log = tmp_path / "terraform.log"
    traced = WITHOUT_TOKEN | {"STITCH_PARTNER_SECRET": "oc_example_secret", "TF_LOG": "TRACE", "TF_LOG_PATH": str(log)}
    terraform.write(customer())
    shown = terraform.run("apply", "-auto-approve", environment=traced).output + log.read_text()
    assert "/v3/accounts" in shown
    for secret in ("oc_example_secret", terraform.state()[ADDRESS]["access_token"]):
        assert secret not in shown


@pytest.mark.own_processes
def test_missing_partner_credentials_are_an_error_that_names_them(terraform: Terraform) -> None:
    terraform.write(customer())
    (error,) = terraform.errors("plan", environment={"STITCH_PARTNER_ID": "oc_example_partner"})
    assert "STITCH_PARTNER_SECRET" in error["detail"]


def test_a_change_creates_another_account_with_a_warning(terraform: Terraform) -> None:
    terraform.write(customer(), provider=PARTNER)
    terraform.apply()
    first = terraform.state()[ADDRESS]
    terraform.write(customer("grace@acme.example"), provider=PARTNER)
    assert terraform.actions() == {ADDRESS: "replace"}
    assert "Another account is created" in [each["summary"] for each in terraform.warnings("plan")]
    terraform.apply()
    assert terraform.state()[ADDRESS]["id"] != first["id"]
    terraform.expect_no_changes()


def test_an_existing_account_can_be_used_with_an_authorization_code(terraform: Terraform) -> None:
    terraform.write(customer(), provider=PARTNER)
    terraform.apply()
    terraform.write(customer() + customer().replace('"customer"', '"again"'), provider=PARTNER)
    (error,) = terraform.errors("apply", "-auto-approve")
    assert "authorization_code_wo" in error["detail"]

    existing = terraform.state()[ADDRESS]["id"]
    code = terraform.account.administer("POST", "/oauth/codes", {"client_id": int(existing)})["code"]
    taken_over = """
variable "code" {
  type      = string
  ephemeral = true
  default   = null
}

resource "stitch_account" "taken_over" {
  authorization_code_wo = var.code
}
"""
    terraform.write(customer() + taken_over, provider=PARTNER)
    terraform.apply(f"-var=code={code}")
    state = terraform.state()
    assert state["stitch_account.taken_over"]["id"] == existing
    assert state["stitch_account.taken_over"]["access_token"] != state[ADDRESS]["access_token"]
    assert code not in (terraform.workspace.directory / "terraform.tfstate").read_text()
    terraform.expect_no_changes()


def test_an_import_is_refused_with_what_to_do_instead(terraform: Terraform) -> None:
    terraform.write(customer(), provider=PARTNER)
    run = terraform.run("import", "-no-color", ADDRESS, "204418", expect=1)
    assert "authorization_code_wo" in run.output


def test_the_token_of_a_new_account_configures_the_provider(terraform: Terraform) -> None:
    aliased = """
provider "stitch" {
  alias     = "customer"
  api_token = stitch_account.customer.access_token
}

resource "stitch_source" "feed" {
  provider     = stitch.customer
  type         = "import_api"
  display_name = "Feed"
}
"""
    terraform.write(customer() + aliased, provider=PARTNER)
    terraform.apply()
    state = terraform.state()
    assert state["stitch_source.feed"]["stitch_client_id"] == state[ADDRESS]["id"]
    assert terraform.account.call("GET", "/v4/sources") == []
    terraform.expect_no_changes()
    terraform.destroy()


def test_a_session_token_is_opened_with_a_warning_that_it_is_deprecated(terraform: Terraform) -> None:
    terraform.write("""
ephemeral "stitch_session" "embedded" {}

resource "stitch_source" "feed" {
  type           = "platform.github"
  display_name   = "Takes the token"
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = ephemeral.stitch_session.embedded.ephemeral_token }

  credentials_wo_version = 1
}
""")
    assert "deprecated" in str(terraform.warnings("plan")).lower()
    terraform.apply()
    assert any(each["path"] == "/v3/sessions/ephemeral" for each in terraform.account.administer("GET", "/requests"))
    terraform.expect_no_changes()
