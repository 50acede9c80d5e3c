"""Every directory under examples/terraform is applied, has an empty plan after that, and is destroyed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform
    from rehearsal.engine import Engine

EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
IN_AN_EXISTING_ACCOUNT = {"data-sources", "replication-actions"}
TESTED_ON_THEIR_OWN = {"adopt-account", "adopt-into-modules", "multi-cloud", "stop-before-destroy"}
SELF_CONTAINED = [name for name in NAMES if name not in TESTED_ON_THEIR_OWN | IN_AN_EXISTING_ACCOUNT]


def use(terraform: Terraform, name: str) -> None:
    """Copy an example and set its variables to those in `terraform.tfvars.example`."""
    directory = terraform.workspace.directory
    shutil.copytree(EXAMPLES / name, directory, dirs_exist_ok=True)
    filled = directory / "terraform.tfvars.example"
    if filled.exists():
        filled.rename(directory / "terraform.tfvars")
    needs = required_version(name)
    if terraform.workspace.engine.version < needs:
        pytest.skip(f"the example needs Terraform {'.'.join(map(str, needs))}")


def required_version(name: str) -> tuple[int, ...]:
    """The minimum version of Terraform that an example requires."""
    found = re.search(r'required_version = ">= ([\d.]+)"', (EXAMPLES / name / "main.tf").read_text())
    assert found
    return tuple(map(int, found[1].split(".")))


def add_warehouse(terraform: Terraform) -> str:
    """Create a destination with the name Analytics; returns its id."""
    properties = {
        "host": "warehouse.acme.example",
        "port": "5432",
        "database": "analytics",
        "username": "stitch_loader",
        "password": "secret-1",
        "ssl": "true",
        "encryption_type": "none",
    }
    destination = {"type": "postgres", "name": "Analytics", "properties": properties}
    return str(terraform.account.call("POST", "/v4/destinations", destination)["id"])


def add_repository(terraform: Terraform, display_name: str, repository: str) -> str:
    """Create a source that replicates two fields of the issues of a repository; returns its id."""
    account = terraform.account
    properties = {"repository": repository, "start_date": "2024-01-01T00:00:00Z", "access_token": "secret-2"}
    source = {"type": "platform.github", "display_name": display_name, "properties": properties}
    number = account.call("POST", "/v4/sources", source)["id"]
    account.administer("POST", "/checks")
    metadata = [{"breadcrumb": [], "metadata": {"selected": True}}]
    metadata += [{"breadcrumb": ["properties", field], "metadata": {"selected": True}} for field in ("title", "state")]
    streams = [{"tap_stream_id": "issues", "metadata": metadata}]
    account.call("PUT", f"/v4/sources/{number}/streams/metadata", {"streams": streams})
    return str(number)


def expect_import_without_a_change(terraform: Terraform) -> None:
    """Plan and apply, which only imports and writes nothing to Stitch."""
    terraform.account.administer("DELETE", "/requests")
    assert set(terraform.actions().values()) == {"import"}
    terraform.apply()
    terraform.expect_no_changes()
    assert {entry["method"] for entry in terraform.account.administer("GET", "/requests")} == {"GET"}


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_an_example_is_applied_and_destroyed(terraform: Terraform, name: str) -> None:
    use(terraform, name)
    terraform.apply()
    terraform.expect_no_changes()
    terraform.destroy()
    assert terraform.account.sources() == terraform.account.call("GET", "/v4/destinations") == []


@pytest.mark.parametrize("name", sorted(IN_AN_EXISTING_ACCOUNT))
def test_an_example_for_an_existing_account_is_applied_and_destroyed(terraform: Terraform, name: str) -> None:
    use(terraform, name)
    account = terraform.account
    add_warehouse(terraform)
    feed = account.call("POST", "/v4/sources", {"type": "import_api", "display_name": "Orders Feed", "properties": {}})
    source_id = add_repository(terraform, "GitHub Widgets", "acme/widgets")
    values = {"destination": "Analytics", "source_id": source_id, "import_api_source_id": str(feed["id"])}
    terraform.workspace.write("".join(f'{name} = "{value}"\n' for name, value in values.items()), "terraform.tfvars")
    terraform.apply()
    terraform.expect_no_changes()
    terraform.destroy()
    assert len(account.sources()) == 2


def test_an_existing_account_is_imported_without_a_change(terraform: Terraform) -> None:
    destination_id = add_warehouse(terraform)
    source_id = add_repository(terraform, "GitHub Widgets", "acme/widgets")

    use(terraform, "adopt-account")
    (terraform.workspace.directory / "terraform.tfvars").write_text(
        f'destination_id = "{destination_id}"\nsource_id = "{source_id}"\n'
    )
    expect_import_without_a_change(terraform)


@pytest.mark.every_engine
def test_existing_sources_are_imported_into_the_instances_of_a_module(terraform: Terraform) -> None:
    use(terraform, "adopt-into-modules")
    ids = [f'"{name}" = "{add_repository(terraform, name, name)}"' for name in ("acme/widgets", "acme/gadgets")]
    (terraform.workspace.directory / "terraform.tfvars").write_text(f"source_ids = {{ {', '.join(ids)} }}\n")
    terraform.run("get")
    expect_import_without_a_change(terraform)


@pytest.mark.every_engine
def test_a_job_is_stopped_before_its_source_is_destroyed_and_the_destination_stays(terraform: Terraform) -> None:
    use(terraform, "stop-before-destroy")
    account = terraform.account
    account.administer("PATCH", "/switches", {"job_seconds": None})
    terraform.apply()
    terraform.expect_no_changes()
    terraform.run("destroy", "-auto-approve", "-json", forgets=True)
    assert terraform.account.sources() == []
    assert [each["name"] for each in account.call("GET", "/v4/destinations")] == ["Analytics"]
    changes = [each for each in account.administer("GET", "/requests") if each["method"] in {"POST", "DELETE"}]
    stopped = next(
        at for at, each in enumerate(changes) if each["path"].endswith("/sync") and each["method"] == "DELETE"
    )
    assert [each["method"] for each in changes[stopped:]] == ["DELETE", "DELETE"]


def test_an_oauth_source_is_complete_once_somebody_has_authorized_it(terraform: Terraform) -> None:
    use(terraform, "saas-oauth")
    terraform.apply()
    assert terraform.outputs() == {"hubspot_step": "oauth"}
    hubspot = next(each for each in terraform.account.call("GET", "/v4/sources") if each["display_name"] == "HubSpot")
    authorized = {"client_id": "c", "client_secret": "s", "refresh_token": "r", "redirect_uri": "https://acme.example"}
    terraform.account.call("PUT", f"/v4/sources/{hubspot['id']}", {"properties": authorized})

    terraform.apply("-var=hubspot_authorized=true")
    assert terraform.outputs() == {"hubspot_step": "fully_configured"}
    terraform.expect_no_changes("-var=hubspot_authorized=true")


@pytest.mark.parametrize("name", sorted(path.parent.name for path in EXAMPLES.glob("*/*.tfquery.hcl")))
def test_the_queries_of_an_example_are_valid(terraform: Terraform, name: str) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("queries need Terraform 1.14")
    use(terraform, name)
    terraform.run("validate", "-query")


def test_the_examples_are_formatted(engine: Engine) -> None:
    checked = subprocess.run(
        (*engine.command, "fmt", "-check", "-diff", "-recursive", str(EXAMPLES)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", NAMES)
def test_an_example_describes_its_variables_and_outputs(name: str) -> None:
    for kind, least in (("variable", 0), ("output", 1)):
        text = "\n".join(path.read_text() for path in (EXAMPLES / name).rglob(f"{kind}s.tf"))
        assert text.count(f'{kind} "') == text.count("description = ") >= least
