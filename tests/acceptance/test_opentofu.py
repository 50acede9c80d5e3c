"""What only OpenTofu has, with the `tofu` on PATH."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from engines.terraform import HEADER, PROVIDER
from rehearsal import engine as engines
from rehearsal.simulator import running_simulator

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

TOFU = engines.tofu_from_path()

pytestmark = [
    pytest.mark.skipif(TOFU is None or TOFU.version < (1, 12), reason="requires OpenTofu 1.12 on PATH"),
    pytest.mark.own_processes,
    pytest.mark.parametrize("engine", ["tofu"], indirect=True),
]

SOURCES = """
resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
}

resource "stitch_source" "orders" {
  type         = "import_api"
  display_name = "Orders"
}
"""
DISABLED = """
resource "stitch_notification_email" "team" {
  email_address = "data@acme.example"

  lifecycle {
    enabled = false
  }
}
"""
NAMES = """
run "names" {{
  assert {{
    condition     = stitch_source.feed.name == "{}"
    error_message = "The source has another schema."
  }}
}}
"""
ENCRYPTION = """
terraform {
  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = "made-up and long enough"
    }
    method "aes_gcm" "encrypted" {
      keys = key_provider.pbkdf2.passphrase
    }
    state {
      method   = method.aes_gcm.encrypted
      enforced = true
    }
    plan {
      method   = method.aes_gcm.encrypted
      enforced = true
    }
  }
}
"""


def test_each_instance_of_a_provider_manages_its_own_account(terraform: Terraform, provider: Path) -> None:
    with running_simulator(provider, "--client-id", "300000") as other:
        accounts = {
            name: {"url": each.url, "token": each.token} for name, each in (("a", terraform.account), ("b", other))
        }
        instances = f"""
locals {{
  accounts = {json.dumps(accounts)}
}}

provider "stitch" {{
  alias     = "each"
  for_each  = local.accounts
  api_token = each.value.token
  base_url  = each.value.url
}}
"""
        source = 'for_each = local.accounts\n  provider = stitch.each[each.key]\n  type = "import_api"'
        terraform.write(
            f'resource "stitch_source" "feed" {{\n  {source}\n  display_name = "Feed of ${{each.key}}"\n}}\n',
            provider=instances,
        )
        terraform.apply()
        terraform.expect_no_changes()
        names = [[each["display_name"] for each in account.sources()] for account in (terraform.account, other)]
        assert names == [["Feed of a"], ["Feed of b"]]


def test_an_encrypted_state_and_plan_are_applied(terraform: Terraform) -> None:
    terraform.write(SOURCES + ENCRYPTION)
    terraform.run("plan", "-out=saved.tfplan")
    applied = terraform.workspace.terraform("apply", "saved.tfplan")  # `run` cannot read an encrypted state
    assert applied.code == 0, applied.output
    assert "import_api" not in (terraform.workspace.directory / "terraform.tfstate").read_text()
    terraform.expect_no_changes()


def test_excluded_and_disabled_resources_are_not_created_and_removed_ones_are_kept(terraform: Terraform) -> None:
    """In files whose names end with `.tofu`, which Terraform does not read."""
    terraform.workspace.write(HEADER + PROVIDER, "provider.tofu")
    terraform.workspace.write(SOURCES + DISABLED, "main.tofu")
    terraform.apply("-exclude=stitch_source.orders")
    assert terraform.state().keys() == {"stitch_source.feed"}
    removed = "removed {\n  from = stitch_source.feed\n  lifecycle {\n    destroy = false\n  }\n}\n"
    terraform.workspace.write(SOURCES[SOURCES.index('resource "stitch_source" "orders"') :] + removed, "main.tofu")
    terraform.apply(forgets=True)
    assert terraform.state().keys() == {"stitch_source.orders"}
    assert {each["display_name"] for each in terraform.account.sources()} == {"Feed", "Orders"}


def test_a_tofutest_file_is_used_in_place_of_the_tftest_file_of_the_same_name(terraform: Terraform) -> None:
    terraform.write(SOURCES)
    terraform.workspace.write(NAMES.format("feed"), "names.tofutest.hcl")
    terraform.workspace.write(NAMES.format("wrong"), "names.tftest.hcl")
    terraform.run("test")
