"""The tests of examples pass with `terraform test`, which destroys everything afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

EXAMPLES = Path(__file__).parents[2] / "examples" / "terraform"
TESTED = sorted(path.parents[1].name for path in EXAMPLES.glob("*/tests/*.tftest.hcl"))


@pytest.mark.every_engine
@pytest.mark.parametrize("name", TESTED)
def test_an_example_passes_its_own_tests(terraform: Terraform, name: str) -> None:
    shutil.copytree(EXAMPLES / name, terraform.workspace.directory, dirs_exist_ok=True)
    events = terraform.run("test", "-json").events()
    summary = next(event["test_summary"] for event in events if event["type"] == "test_summary")
    assert summary["status"] == "pass"
    assert summary["passed"] > 0
    assert terraform.account.call("GET", "/v4/destinations") == []
    assert [each for each in terraform.account.call("GET", "/v4/sources") if not each["deleted_at"]] == []


def test_a_failing_test_is_reported(terraform: Terraform) -> None:
    shutil.copytree(EXAMPLES / "stitch_import_token", terraform.workspace.directory, dirs_exist_ok=True)
    (file,) = terraform.workspace.directory.glob("tests/*.tftest.hcl")
    wrong = file.read_text().replace("ids) == 1", "ids) == 2")
    assert wrong != file.read_text()
    file.write_text(wrong)
    terraform.run("test", expect=1)
