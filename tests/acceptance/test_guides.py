"""The configurations in guides that are written by hand are formatted and valid.

Those in the pages of types are tested together, in `test_type_pages.py`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines.terraform import HEADER, PROVIDER
from stitch_provider.docsgen import read_guides

if TYPE_CHECKING:
    from engines.terraform import Terraform

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = [DOCS / "guides" / f"{guide.name}.md" for guide in read_guides(DOCS)]
BLOCK = re.compile(r"^```(?:terraform|hcl)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REQUIRES = re.compile(r"# Terraform (\d+)\.(\d+) and later\n")
OTHERS = re.compile(r'^(?:module "|(?:resource|data|provider) "(?!stitch|terraform_data))', re.MULTILINE)
"""What needs other providers or directories, which tests do not install."""

FILE = re.compile(r"# ((?:tests/)?\w+\.(?:tf|tfquery\.hcl|tftest\.hcl))\n")
DATA = re.compile(r"^<!-- \S*?([\w-]+\.(?:csv|yaml)) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""Files that a configuration reads."""


def write_blocks(guide: Path, terraform: Terraform) -> dict[str, str]:
    """Write the blocks of a guide to the files that their first lines name, or else to `main.tf`; returns the files.

    Also adds what guides leave out: the required provider and the declarations of variables. Blocks whose first lines
    say that they require a newer Terraform are left out. Blocks that need other providers or directories are in a
    directory of their own, which Terraform does not read as a part of the configuration. The files that configurations
    read are written too, but not returned.
    """
    files: dict[str, str] = {}
    for block in BLOCK.findall(guide.read_text()):
        requires = REQUIRES.match(block)
        if requires and terraform.workspace.engine.version < tuple(map(int, requires.groups())):
            continue
        named = FILE.match(block)
        name = "others/main.tf" if OTHERS.search(block) else named[1] if named else "main.tf"
        files[name] = f"{files[name]}\n{block}" if name in files else block
    configuration = "\n".join(text for name, text in files.items() if not name.startswith("others/"))
    declared = set(re.findall(r'^variable "(\w+)"', configuration, re.MULTILINE))
    used = set(re.findall(r"\bvar\.(\w+)", configuration))
    added = "" if "required_providers" in configuration else HEADER
    added += "" if 'provider "stitch"' in configuration else PROVIDER
    added += "".join(f'variable "{name}" {{}}\n' for name in sorted(used - declared))
    for name, text in files.items():
        path = terraform.workspace.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for name, text in DATA.findall(guide.read_text()):
        terraform.workspace.write(text, name)
    terraform.workspace.write(added, "added.tf")
    return files


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_the_configurations_in_a_guide_are_formatted_and_valid(terraform: Terraform, guide: Path) -> None:
    if terraform.workspace.engine.version < (1, 14):
        pytest.skip("guides contain actions and queries, which require Terraform 1.14")
    files = write_blocks(guide, terraform)
    assert files, f"{guide} contains no configuration"
    terraform.run("fmt", "-check", "-diff", *files)
    terraform.run("validate", *(["-query"] if any(name.endswith(".tfquery.hcl") for name in files) else []))


def test_the_tests_in_a_guide_pass(terraform: Terraform) -> None:
    write_blocks(next(guide for guide in GUIDES if guide.stem == "testing-modules"), terraform)
    terraform.run("test")


def test_each_configuration_in_the_index_is_formatted_and_valid(terraform: Terraform) -> None:
    blocks = BLOCK.findall((DOCS / "index.md").read_text())
    assert blocks
    for block in blocks:
        terraform.workspace.write(block)
        terraform.workspace.write("" if "required_providers" in block else HEADER, "added.tf")
        terraform.run("fmt", "-check", "-diff", "main.tf")
        terraform.run("validate")
