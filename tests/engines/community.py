"""A source that the community's provider manages, and a `moved` block for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engines.terraform import Terraform

SETTINGS = {"host": "storefront.acme.example", "port": "5432", "user": "stitch_reader", "dbname": "storefront"}
FORMER = "stitchdata.com/provider/stitch"
STAND_IN = f'#!/bin/sh\nPYTHONPATH="{Path(__file__).parents[1]}" exec "{sys.executable}" -m fakes.plugin\n'
MOVED = "moved {\n  from = stitch_source.old\n  to   = stitch_source.storefront\n}\n"


def former_state(source_id: int) -> dict[str, Any]:
    """A state of the community's provider."""
    attributes = {
        "check_job_name": None,
        "created_at": None,
        "deleted_at": None,
        "display_name": "Storefront",
        "id": str(source_id),
        "name": None,
        "paused_at": None,
        "properties": SETTINGS | {"password": "secret-1"},
        "report_card": None,
        "schedule": None,
        "source_id": None,
        "stitch_client_id": None,
        "system_paused_at": None,
        "type": "platform.hp-postgres",
        "updated_at": None,
    }
    instance = {"schema_version": 4, "attributes": attributes, "sensitive_attributes": [], "private": "bnVsbA=="}
    resource = {
        "mode": "managed",
        "type": "stitch_source",
        "name": "old",
        "provider": f'provider["{FORMER}"]',
        "instances": [instance],
    }
    return {
        "version": 4,
        "terraform_version": "0.14.0",
        "serial": 3,
        "lineage": "4f1f5c4e-0e0d-3c0d-0d3a-9c1f0a6e0f11",
        "outputs": {},
        "resources": [resource],
    }


def source(credentials: str) -> str:
    """The configuration of the source for this provider, with its password in this attribute."""
    settings = "\n".join(f'    {key} = "{value}"' for key, value in SETTINGS.items())
    return f"""
resource "stitch_source" "storefront" {{
  type         = "platform.hp-postgres"
  display_name = "Storefront"
  properties = {{
{settings}
  }}
  {credentials} = {{ password = "secret-1" }}
}}
"""


def created_formerly(terraform: Terraform) -> int:
    """Create the source and the state of the community's provider; returns the id of the source."""
    body = {
        "type": "platform.hp-postgres",
        "display_name": "Storefront",
        "properties": SETTINGS | {"password": "secret-1"},
    }
    source_id: int = terraform.account.call("POST", "/v4/sources", body)["id"]
    (terraform.workspace.directory / "terraform.tfstate").write_text(json.dumps(former_state(source_id)))
    terraform.account.administer("DELETE", "/requests")
    return source_id


def install_former(terraform: Terraform) -> None:
    """Install a plugin as the community's provider. Terraform reads the schemas of every provider of a state."""
    directory = terraform.workspace.directory / "former"
    directory.mkdir()
    executable = directory / "terraform-provider-stitch"
    executable.write_text(STAND_IN)
    executable.chmod(0o755)
    settings = terraform.workspace.directory / "rehearsal.tfrc"
    override = f'dev_overrides {{\n    "{FORMER}" = "{directory}"\n'
    settings.write_text(settings.read_text().replace("dev_overrides {\n", override))
