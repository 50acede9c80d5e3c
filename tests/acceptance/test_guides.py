"""What guides show can be used as it stands: Terraform has nothing to format and nothing to object to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines.terraform import HEADER, PROVIDER

if TYPE_CHECKING:
    from engines.terraform import Terraform

GUIDES = sorted((Path(__file__).parents[2] / "docs" / "guides").glob("*.md"))
BLOCK = re.compile(r"^```(?:terraform|hcl)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ((?:tests/)?\w+\.(?:tf|tfquery\.hcl|tftest\.hcl))\n")


def lay_down(guide: Path, terraform: Terraform) -> dict[str, str]:
    """Write a guide's blocks: each to the file that its first line names, all others to one; gives all files.

    What a guide leaves to the reader is added: the required provider, and the declarations of variables.
    """
    files: dict[str, str] = {}
    for block in BLOCK.findall(guide.read_text()):
        named = FILE.match(block)
        name = named[1] if named else "main.tf"
        files[name] = f"{files[name]}\n{block}" if name in files else block
    shown = "\n".join(files.values())
    declared = set(re.findall(r'^variable "(\w+)"', shown, re.MULTILINE))
    used = set(re.findall(r"\bvar\.(\w+)", shown))
    added = "" if "required_providers" in shown else HEADER
    added += "" if 'provider "stitch"' in shown else PROVIDER
    added += "".join(f'variable "{name}" {{}}\n' for name in sorted(used - declared))
    for name, text in files.items():
        path = terraform.workspace.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    terraform.workspace.write(added, "added.tf")
    return files


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_shows_is_formatted_and_valid(terraform: Terraform, guide: Path) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("guides show actions and queries, which need Terraform 1.14")
    files = lay_down(guide, terraform)
    assert files, f"{guide} shows no configuration"
    terraform.run("fmt", "-check", "-diff", *files)
    terraform.run("validate", *(["-query"] if any(name.endswith(".tfquery.hcl") for name in files) else []))


def test_the_tests_that_a_guide_shows_pass(terraform: Terraform) -> None:
    lay_down(next(guide for guide in GUIDES if guide.stem == "testing-modules"), terraform)
    terraform.run("test")
