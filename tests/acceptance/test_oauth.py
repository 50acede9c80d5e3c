"""Sources that somebody has to authorize, with the OAuth client of Stitch or with an own one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

ADDRESS = "stitch_source.ads"
WEB = "https://app.stitchdata.com"
OWN_CLIENT = """
  credentials_wo = {
    client_id     = "own-client"
    client_secret = "secret-1"
    access_token  = "secret-2"
    refresh_token = "secret-3"
  }
"""
STREAM = """
resource "stitch_stream_selection" "ads" {
  source_id = stitch_source.ads.id
  stream    = "accounts"
  fields    = { all = true }
}
"""


def source(rest: str = "", *, title: str = "Ads", kind: str = "platform.adroll", properties: str = "") -> str:
    return f"""
resource "stitch_source" "ads" {{
  type         = "{kind}"
  display_name = "{title}"
  properties = {{
    start_date = "2024-01-01T00:00:00Z"
    {properties}
  }}
  {rest}
}}
"""


def source_id(terraform: Terraform) -> str:
    found: str = terraform.state()[ADDRESS]["id"]
    return found


def step_of(terraform: Terraform) -> str:
    """The current step of the source's configuration."""
    source: dict[str, Any] = terraform.account.call("GET", f"/v4/sources/{source_id(terraform)}")
    step: str = source["report_card"]["current_step_type"]
    return step


def administer(terraform: Terraform, deed: str) -> dict[str, Any]:
    answer: dict[str, Any] = terraform.account.administer("POST", f"/sources/{source_id(terraform)}/{deed}", {})
    terraform.account.administer("POST", "/checks", {})
    return answer


def secrets_of(terraform: Terraform) -> dict[str, str]:
    hidden = terraform.account.administer("GET", f"/sources/{source_id(terraform)}")
    digests: dict[str, str] = hidden["credentials_sha256"]
    return digests


@pytest.mark.every_engine
def test_with_an_own_oauth_client_nobody_has_to_authorize_the_source(terraform: Terraform) -> None:
    terraform.write(source(OWN_CLIENT + '  wait_for = "field_selection"') + STREAM)
    assert [each for each in terraform.apply().diagnostics() if "authoriz" in each["summary"].lower()] == []
    assert step_of(terraform) in {"field_selection", "fully_configured"}
    terraform.expect_no_changes()
    kept = (terraform.workspace.directory / "terraform.tfstate").read_text()
    assert not any(secret in kept for secret in ("own-client", "secret-1", "secret-2", "secret-3"))


def test_rotated_tokens_cause_no_change_and_are_not_overwritten(terraform: Terraform) -> None:
    terraform.write(source(OWN_CLIENT))
    terraform.apply()
    before = secrets_of(terraform)
    assert administer(terraform, "rotate")["rotated"] == ["access_token", "refresh_token"]
    rotated = secrets_of(terraform)
    assert {name for name in before if before[name] != rotated[name]} == {"access_token", "refresh_token"}
    terraform.expect_no_changes()

    terraform.write(source(OWN_CLIENT, title="Advertisements"))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert secrets_of(terraform) == rotated
    terraform.expect_no_changes()


def test_a_rotated_property_in_the_configuration_causes_no_change(terraform: Terraform) -> None:
    terraform.write(source(kind="platform.google-analytics", properties='cached_profile_lookup = "first"'))
    terraform.apply()
    assert administer(terraform, "rotate")["rotated"] == ["cached_profile_lookup"]
    terraform.expect_no_changes()
    terraform.run("plan", "-refresh-only", "-detailed-exitcode")


@pytest.mark.every_engine
def test_plans_warn_until_somebody_has_authorized_the_source(terraform: Terraform) -> None:
    terraform.write(source())
    created = terraform.apply().diagnostics()
    assert any("oauth" in each["detail"] and WEB in each["detail"] for each in created)

    (warning,) = terraform.warnings("plan")
    assert "oauth" in warning["detail"]
    assert WEB in warning["detail"]
    terraform.write(source() + STREAM)
    (refused,) = terraform.apply(expect=1).diagnostics()[-1:]
    assert "not authorized" in refused["summary"]

    administer(terraform, "authorize")
    assert terraform.actions() == {"stitch_stream_selection.ads": "create"}
    assert terraform.warnings("plan") == []
    terraform.apply()
    assert step_of(terraform) != "oauth"
    terraform.expect_no_changes()


def test_a_wait_ends_at_the_oauth_step_and_continues_after_the_authorization(terraform: Terraform) -> None:
    terraform.write(source('wait_for = "field_selection"'))
    assert any("authorize" in each["detail"] for each in terraform.apply().diagnostics())
    assert terraform.actions() == {}
    administer(terraform, "authorize")
    terraform.write(source('wait_for = "field_selection"', properties='lookback_window = "7"'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert step_of(terraform) == "field_selection"
    terraform.expect_no_changes()


def test_an_own_oauth_client_can_be_added_later(terraform: Terraform) -> None:
    terraform.write(source())
    terraform.apply()
    assert step_of(terraform) == "oauth"
    terraform.write(source(OWN_CLIENT + '  wait_for = "field_selection"'))
    assert terraform.actions() == {ADDRESS: "update"}
    terraform.apply()
    assert step_of(terraform) == "field_selection"
    assert terraform.warnings("plan") == []
    terraform.expect_no_changes()
