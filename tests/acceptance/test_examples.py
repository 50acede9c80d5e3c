"""Every directory under examples/terraform is applied, has an empty plan after that, and is destroyed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
SELF_CONTAINED = [name for name in NAMES if name != "adopt-account"]


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


def assert_nothing_is_left(terraform: Terraform) -> None:
    assert terraform.account.call("GET", "/v4/destinations") == []
    assert terraform.account.sources() == []


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_an_example_is_applied_and_destroyed(terraform: Terraform, name: str) -> None:
    use(terraform, name)
    terraform.apply()
    terraform.expect_no_changes()
    terraform.destroy()
    assert_nothing_is_left(terraform)


def test_an_existing_account_is_imported_without_a_change(terraform: Terraform) -> None:
    warehouse = {
        "host": "warehouse.acme.example",
        "port": "5432",
        "database": "analytics",
        "username": "stitch_loader",
        "password": "secret-1",
        "ssl": "true",
        "encryption_type": "none",
    }
    destination = terraform.account.call(
        "POST", "/v4/destinations", {"type": "postgres", "name": "Analytics", "properties": warehouse}
    )
    widgets = {"repository": "acme/widgets", "start_date": "2024-01-01T00:00:00Z", "access_token": "secret-2"}
    source = terraform.account.call(
        "POST",
        "/v4/sources",
        {"type": "platform.github", "display_name": "GitHub Widgets", "properties": widgets},
    )
    terraform.account.administer("POST", "/checks")
    metadata = [{"breadcrumb": [], "metadata": {"selected": True}}]
    metadata += [{"breadcrumb": ["properties", field], "metadata": {"selected": True}} for field in ("title", "state")]
    terraform.account.call(
        "PUT",
        f"/v4/sources/{source['id']}/streams/metadata",
        {"streams": [{"tap_stream_id": "issues", "metadata": metadata}]},
    )
    terraform.account.administer("DELETE", "/requests")

    use(terraform, "adopt-account")
    (terraform.workspace.directory / "terraform.tfvars").write_text(
        f'destination_id = "{destination["id"]}"\nsource_id = "{source["id"]}"\n'
    )
    assert set(terraform.actions().values()) == {"import"}
    terraform.apply()
    terraform.expect_no_changes()
    assert {entry["method"] for entry in terraform.account.administer("GET", "/requests")} == {"GET"}


def test_an_oauth_source_is_complete_once_somebody_has_authorised_it(terraform: Terraform) -> None:
    use(terraform, "saas-oauth")
    terraform.apply()
    assert terraform.outputs() == {"hubspot_step": "oauth"}
    hubspot = next(each for each in terraform.account.call("GET", "/v4/sources") if each["display_name"] == "HubSpot")
    authorised = {"client_id": "c", "client_secret": "s", "refresh_token": "r", "redirect_uri": "https://acme.example"}
    terraform.account.call("PUT", f"/v4/sources/{hubspot['id']}", {"properties": authorised})

    terraform.apply("-var=hubspot_authorised=true")
    assert terraform.outputs() == {"hubspot_step": "fully_configured"}
    terraform.expect_no_changes("-var=hubspot_authorised=true")


@pytest.mark.parametrize("name", sorted(path.parent.name for path in EXAMPLES.glob("*/*.tfquery.hcl")))
def test_the_queries_of_an_example_are_valid(terraform: Terraform, name: str) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("queries need Terraform 1.14")
    use(terraform, name)
    terraform.run("validate", "-query")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_formatted_and_describes_its_variables_and_outputs(terraform: Terraform, name: str) -> None:
    terraform.run("fmt", "-check", "-recursive", str(EXAMPLES / name))
    for kind in ("variable", "output"):
        text = (EXAMPLES / name / f"{kind}s.tf").read_text()
        assert text.count(f'{kind} "') == text.count("description = ") > 0
