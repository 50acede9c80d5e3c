"""`terraform-provider-stitch debug`: one process to which several configurations and commands attach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engines.terraform import Terraform
from engines.two_accounts import EMAIL, OTHER_EMAIL, addresses, both, configuration
from rehearsal import engine as engines
from rehearsal.simulator import Simulator, running_simulator
from rehearsal.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture
def other_account(provider: Path) -> Iterator[Simulator]:
    with running_simulator(provider) as simulator:
        yield simulator


def test_each_object_is_in_the_account_of_its_provider_configuration(
    terraform: Terraform, other_account: Simulator
) -> None:
    terraform.write(EMAIL + OTHER_EMAIL, provider=both(other_account))
    terraform.apply()
    assert addresses(terraform.account) == ["default@acme.example"]
    assert addresses(other_account) == ["other@acme.example"]
    terraform.run("plan", "-detailed-exitcode")
    terraform.destroy()
    assert addresses(terraform.account) == addresses(other_account) == []


def test_a_command_that_runs_at_the_same_time_does_not_disturb_another(
    terraform: Terraform, other_account: Simulator, environment: Mapping[str, str], provider: Path, tmp_path: Path
) -> None:
    """The other command uses another account, and another version of Terraform if one is installed."""
    account, engine = terraform.account, engines.from_path() or terraform.workspace.engine
    fault = {"kind": "delay", "seconds": 2, "method": "POST", "path": "*/custom-emails"}
    account.administer("POST", "/faults", fault)
    terraform.write(EMAIL)
    workspace = Workspace(tmp_path / "other", engine, provider, environment)
    workspace.prepare()
    other = Terraform(workspace, other_account)
    other.write(EMAIL.replace("default@", "other@"), provider=configuration(other_account))
    with terraform.workspace.start("apply", "-auto-approve", "-no-color") as process:
        while not account.administer("GET", "/faults")[0]["acted"]:
            assert process.poll() is None
        other.apply()
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), output
    terraform.expect_no_changes()
    other.expect_no_changes()
    assert (addresses(account), addresses(other_account)) == (["default@acme.example"], ["other@acme.example"])
