"""Tools around Terraform find no mistakes in the pages and the examples. Each is tried where it is on PATH."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from engines.terraform import Terraform

ROOT = Path(__file__).parents[2]
DIRECTORY = ROOT / "examples" / "terraform"
EXAMPLES = sorted(
    str(path.parent.relative_to(DIRECTORY))
    for path in (*DIRECTORY.glob("*/main.tf"), *DIRECTORY.glob("multi-cloud/*/main.tf"))
)


def run(program: str, *arguments: str) -> None:
    """Run a program that must succeed; skips the test if it is not on PATH."""
    executable = shutil.which(program)
    if executable is None:
        pytest.skip(f"{program} is not on PATH")
    ended = subprocess.run((executable, *arguments), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", EXAMPLES)
def test_tflint_finds_nothing_in_an_example(name: str) -> None:
    run("tflint", f"--chdir={DIRECTORY / name}")


def test_tfplugindocs_accepts_the_pages(terraform: Terraform, tmp_path: Path) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("the schemas of actions and list resources require Terraform 1.14")
    terraform.write("")
    described = terraform.run("providers", "schema", "-json").json()
    (schemas,) = described["provider_schemas"].values()
    # tfplugindocs looks for a provider under the namespace hashicorp.
    described["provider_schemas"] = {"registry.terraform.io/hashicorp/stitch": schemas}
    file = tmp_path / "schemas.json"
    file.write_text(json.dumps(described))
    arguments = ("--provider-name=stitch", f"--provider-dir={ROOT}", f"--providers-schema={file}")
    run("tfplugindocs", "validate", *arguments)
