"""Credentials are in no state, plan file, JSON plan or log, and not in the simulator's request log."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from engines.terraform import Terraform

pytestmark = pytest.mark.own_processes

SECRETS = {
    "TF_VAR_warehouse": "secret-of-the-warehouse",
    "TF_VAR_github": "secret-of-github",
}

CONFIGURATION = """
variable "warehouse" {
  type      = string
  ephemeral = true
}

variable "github" {
  type      = string
  ephemeral = true
}

resource "stitch_destination" "warehouse" {
  type = "postgres"
  properties = {
    host            = "warehouse.acme.example"
    port            = "5432"
    database        = "analytics"
    username        = "stitch_loader"
    ssl             = "true"
    encryption_type = "none"
  }
  credentials_wo = { password = var.warehouse }
}

resource "stitch_source" "github" {
  type           = "platform.github"
  display_name   = "GitHub"
  destination_id = stitch_destination.warehouse.id
  properties     = { repository = "acme/widgets", start_date = "2024-01-01T00:00:00Z" }
  credentials_wo = { access_token = var.github }
}
"""


def contents(directory: Path) -> dict[str, bytes]:
    """Every file in the directory, and every member of archives such as plan files."""
    found: dict[str, bytes] = {}
    for path in directory.rglob("*"):
        if path.is_file():
            found[str(path)] = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found |= {f"{path}/{name}": archive.read(name) for name in archive.namelist()}
    return found


@pytest.mark.every_engine
def test_write_only_credentials_and_the_token_are_in_no_file(terraform: Terraform, tmp_path: Path) -> None:
    traced = SECRETS | {"TF_LOG": "TRACE", "TF_LOG_PATH": str(tmp_path / "terraform.log")}
    printed = []
    terraform.write(CONFIGURATION)
    for arguments in (
        ("plan", "-out=saved.tfplan"),
        ("show", "-json", "saved.tfplan"),
        ("apply", "saved.tfplan"),
        ("show", "-json"),
        ("plan", "-json"),
    ):
        run = terraform.run(*arguments, environment=traced)
        printed.append(run.output)
    terraform.run("apply", "-auto-approve", environment=traced | {"TF_VAR_github": "secret-of-github-2"})

    log = terraform.account.administer("GET", "/requests")
    places = contents(tmp_path) | {"output": "\n".join(printed).encode(), "requests": str(log).encode()}
    assert len(places[str(tmp_path / "terraform.log")]) > 100_000
    assert sum("access_token" in str(entry.get("body")) for entry in log) == 2
    for secret in (*SECRETS.values(), "secret-of-github-2", terraform.account.token):
        assert [name for name, content in places.items() if secret.encode() in content] == []


def test_no_error_contains_a_credential(terraform: Terraform, tmp_path: Path) -> None:
    traced = SECRETS | {"TF_LOG": "TRACE", "TF_LOG_PATH": str(tmp_path / "terraform.log")}
    terraform.write(CONFIGURATION.replace("access_token =", "acess_token ="))
    run = terraform.run("plan", expect=1, environment=traced)
    places = contents(tmp_path) | {"output": run.output.encode()}
    for secret in SECRETS.values():
        assert [name for name, content in places.items() if secret.encode() in content] == []
