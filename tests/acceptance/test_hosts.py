"""Hosts that connect to the provider without TLS."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from engines.two_accounts import EMAIL, OTHER_EMAIL, addresses, both
from rehearsal.processes import running
from rehearsal.simulator import running_simulator
from stitch_provider.terraform.plugin.handshake import COOKIE, COOKIE_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

pytestmark = pytest.mark.own_processes


def test_terraform_can_start_the_provider_without_tls(terraform: Terraform) -> None:
    """As terraform-plugin-testing makes it do in acceptance tests of modules and providers."""
    without_tls = {"TF_DISABLE_PLUGIN_TLS": "1"}
    terraform.write(EMAIL)
    terraform.run("apply", "-auto-approve", environment=without_tls)
    terraform.run("plan", "-detailed-exitcode", environment=without_tls)
    terraform.run("destroy", "-auto-approve", environment=without_tls)


def test_commands_can_attach_to_a_process_that_another_program_has_started(
    terraform: Terraform, provider: Path
) -> None:
    """As with the runtime of Upjet: the environment of the process has the cookie and nothing else for plugins."""
    environment = {**os.environ, **terraform.account.environment, COOKIE_KEY: COOKIE}
    with running((str(provider),), environment=environment) as process, running_simulator(provider) as other:
        assert process.stdout is not None
        path = process.stdout.readline().removeprefix("1|6|unix|").removesuffix("|grpc|\n")
        address = {"Network": "unix", "String": path}
        how = {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": os.getpid(), "Test": True, "Addr": address}
        attached = {"TF_REATTACH_PROVIDERS": json.dumps({"registry.terraform.io/stitchdata/stitch": how})}
        terraform.write(EMAIL + OTHER_EMAIL, provider=both(other))
        terraform.run("apply", "-auto-approve", environment=attached)
        assert addresses(terraform.account) == ["default@acme.example"]
        assert addresses(other) == ["other@acme.example"]
        terraform.run("destroy", "-auto-approve", environment=attached)
        process.terminate()
        assert process.wait() == 0
