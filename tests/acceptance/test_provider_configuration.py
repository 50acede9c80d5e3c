"""The provider's own configuration: where it comes from, and how errors in it are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rehearsal.simulator import running_simulator

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

ADDRESS = "stitch_source.feed"

SOURCE = """
resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
}
"""

NOT_SET = {"STITCH_API_TOKEN": "", "STITCH_BASE_URL": ""}


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_a_configuration_that_is_unknown_at_plan_is_known_at_apply(terraform: Terraform) -> None:
    settings = "\n".join(
        f'resource "terraform_data" "{name}" {{\n  input = "{value}"\n}}'
        for name, value in (("token", terraform.account.token), ("url", terraform.account.url))
    )
    provider = """
provider "stitch" {
  api_token = terraform_data.token.output
  base_url  = terraform_data.url.output
}
"""
    terraform.write(settings + SOURCE, provider=provider)
    actions = terraform.run("plan", "-json", environment=NOT_SET).events()
    assert ADDRESS in str(actions)
    terraform.run("apply", "-auto-approve", environment=NOT_SET)
    assert terraform.account.call("GET", "/v4/sources")
    terraform.run("plan", "-detailed-exitcode", environment=NOT_SET)
    terraform.run("destroy", "-auto-approve", environment=NOT_SET)


@pytest.mark.own_processes
def test_the_configuration_takes_precedence_over_the_environment(terraform: Terraform) -> None:
    provider = f'provider "stitch" {{\n  api_token = "{terraform.account.token}"\n}}\n'
    terraform.write(SOURCE, provider=provider)
    terraform.run("apply", "-auto-approve", environment={"STITCH_API_TOKEN": "ac_wrong"})


@pytest.mark.own_processes
def test_a_token_of_another_account_neither_loses_nor_creates_objects(terraform: Terraform, provider: Path) -> None:
    terraform.write(SOURCE)
    terraform.apply()
    with running_simulator(provider, "--client-id", "300000") as other:
        theirs = other.call("POST", "/v4/sources", {"type": "import_api", "display_name": "Feed"})
        other.call("DELETE", f"/v4/sources/{theirs['id']}")
        (lost,) = terraform.errors("plan", environment=other.environment)
        for word in (terraform.account.client_id, other.client_id):
            assert word in lost["detail"]
        terraform.write(SOURCE.replace("feed", "second"))
        terraform.run("state", "rm", ADDRESS)
        named = {"STITCH_CLIENT_ID": terraform.account.client_id}
        (refused,) = terraform.errors("apply", "-auto-approve", environment=other.environment | named)
        assert refused["summary"] == lost["summary"] == "API access token of another account"
        assert [each["id"] for each in other.call("GET", "/v4/sources")] == [theirs["id"]]


@pytest.mark.own_processes
def test_a_missing_token_is_an_error_that_says_how_to_set_and_create_one(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    (error,) = terraform.errors("plan", environment={"STITCH_API_TOKEN": ""})
    assert "api_token" in error["detail"]
    assert "STITCH_API_TOKEN" in error["detail"]
    assert "app.stitchdata.com" in error["detail"]


@pytest.mark.own_processes
def test_a_wrong_token_is_an_error_that_does_not_repeat_it(terraform: Terraform) -> None:
    terraform.write(SOURCE + 'data "stitch_sources" "all" {}\n')
    (error, *_) = terraform.errors("plan", environment={"STITCH_API_TOKEN": "ac_made_up_and_wrong"})
    assert "token" in error["detail"]
    assert "STITCH_API_TOKEN" in error["detail"]
    assert "ac_made_up_and_wrong" not in str(error)


@pytest.mark.parametrize("url", ["no address at all", "ftp://api.acme.example", "https://"])
def test_a_malformed_base_url_is_refused_at_its_attribute(terraform: Terraform, url: str) -> None:
    terraform.write(SOURCE, provider=f'provider "stitch" {{\n  base_url = "{url}"\n}}\n')
    (error,) = terraform.errors("validate")
    assert "base_url" in error["snippet"]["code"]


def test_a_malformed_account_id_is_refused_at_its_attribute(terraform: Terraform) -> None:
    terraform.write(SOURCE, provider='provider "stitch" {\n  client_id = "acme"\n}\n')
    (error,) = terraform.errors("plan")
    assert "client_id" in error["snippet"]["code"]


@pytest.mark.own_processes
def test_terraform_shows_why_the_provider_cannot_start(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    errors = terraform.errors("plan", environment={"PLUGIN_UNIX_SOCKET_GROUP": "99999999999"})
    assert "cannot start: PLUGIN_UNIX_SOCKET_GROUP=99999999999 cannot be used" in errors[0]["detail"]


@pytest.mark.own_processes
def test_proxies_and_settings_for_the_network_come_from_the_environment(terraform: Terraform) -> None:
    terraform.write(SOURCE)
    (error,) = terraform.errors("plan", environment={"STITCH_MAX_ATTEMPTS": "many"})
    assert "STITCH_MAX_ATTEMPTS, must be a whole number from 1 to 100" in error["detail"]
    proxies = {"HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9", "NO_PROXY": "fd00::/8,["}
    terraform.run("apply", "-auto-approve", environment=proxies | {"STITCH_MAX_ATTEMPTS": "2"})
    another = {"STITCH_BASE_URL": "http://stitch.acme.example", "HTTP_PROXY": "http://ada:s3cret@127.0.0.1:9"}
    (error,) = terraform.errors("plan", environment=another | {"STITCH_MAX_ATTEMPTS": "2"})
    assert "the proxy http://127.0.0.1:9 of the environment variable HTTP_PROXY failed" in error["detail"]
    assert "2 attempts failed." in error["detail"]
    assert "s3cret" not in str(error)
