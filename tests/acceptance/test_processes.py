"""Every resource, a data source and an ephemeral resource, with provider processes that the engine starts and ends.

There is a new one for each step of a command.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch import stored_states

if TYPE_CHECKING:
    from engines.terraform import Terraform

CONFIGURATION = Path(stored_states.__file__).with_name("main.tf")
PARTNER = {"STITCH_PARTNER_ID": "oc_example_partner", "STITCH_PARTNER_SECRET": "oc_example_secret"}
READ = """
data "stitch_source" "feed" {
  id = stitch_source.feed.id
}

ephemeral "stitch_import_token" "feed" {
  source_id = stitch_source.feed.id
}

output "read" {
  value = data.stitch_source.feed.name == stitch_source.feed.name
}
"""


def token_calls(terraform: Terraform, method: str) -> int:
    log = terraform.account.administer("GET", f"/requests?method={method}")
    return sum("/tokens" in entry["path"] for entry in log)


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_every_resource_is_created_then_read_then_has_an_empty_plan_then_is_destroyed(terraform: Terraform) -> None:
    terraform.workspace.write(CONFIGURATION.read_text() + READ)
    terraform.run("apply", "-auto-approve", environment=PARTNER)
    assert terraform.outputs() == {"read": True}
    terraform.run("plan", "-detailed-exitcode", environment=PARTNER)
    terraform.run("destroy", "-auto-approve", environment=PARTNER)
    assert terraform.state() == {}
    assert token_calls(terraform, "POST") == token_calls(terraform, "DELETE") > 1
    assert terraform.account.sources() == terraform.account.call("GET", "/v4/destinations") == []
