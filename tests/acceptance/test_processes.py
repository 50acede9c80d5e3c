"""Every resource, with provider processes that the engine starts and ends: a new one for each step of a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch import stored_states

if TYPE_CHECKING:
    from engines.terraform import Terraform

CONFIGURATION = Path(stored_states.__file__).with_name("main.tf")
PARTNER = {"STITCH_PARTNER_ID": "oc_example_partner", "STITCH_PARTNER_SECRET": "oc_example_secret"}


@pytest.mark.every_engine
@pytest.mark.own_processes
def test_every_resource_is_created_planned_empty_and_destroyed(terraform: Terraform) -> None:
    terraform.workspace.write(CONFIGURATION.read_text())
    terraform.run("apply", "-auto-approve", environment=PARTNER)
    terraform.run("plan", "-detailed-exitcode", environment=PARTNER)
    terraform.run("destroy", "-auto-approve", environment=PARTNER)
    assert terraform.state() == {}
    assert terraform.account.sources() == terraform.account.call("GET", "/v4/destinations") == []
