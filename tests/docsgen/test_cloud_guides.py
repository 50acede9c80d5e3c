"""The guides of clouds show whole modules and call them with arguments and outputs that they have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOUDS = ROOT / "examples" / "terraform" / "multi-cloud"
CALL = re.compile(r'^module "stitch" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
ARGUMENT = re.compile(r"^  (\w+) += ", re.MULTILINE)
VARIABLE = re.compile(r'^variable "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
CONNECTION = re.compile(r'^resource "stitch_(?:source|destination)" "\w+" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r'^output "(\w+)"', re.MULTILINE)
REFERENCE = re.compile(r"\bmodule\.stitch\.(\w+)")

cloud = pytest.mark.parametrize("cloud", sorted(path.name for path in CLOUDS.iterdir()))


def guide(cloud: str) -> str:
    return (ROOT / "docs" / "guides" / f"{cloud}.md").read_text()


@cloud
def test_the_guide_shows_every_file_of_the_module(cloud: str) -> None:
    missing = [
        path.name
        for path in (CLOUDS / cloud).glob("*.tf")
        if f"<!-- multi-cloud/{cloud}/{path.name} -->" not in guide(cloud)
    ]
    assert missing == []


@cloud
def test_the_guide_calls_the_module_with_its_variables(cloud: str) -> None:
    variables = dict(VARIABLE.findall((CLOUDS / cloud / "variables.tf").read_text()))
    (call,) = CALL.findall(guide(cloud))
    arguments = set(ARGUMENT.findall(call)) - {"source"}
    assert arguments <= variables.keys()
    assert arguments >= {name for name, body in variables.items() if "  default " not in body}


@cloud
def test_the_guide_uses_outputs_that_the_module_has(cloud: str) -> None:
    used = set(REFERENCE.findall(guide(cloud)))
    assert used
    assert used <= set(OUTPUT.findall((CLOUDS / cloud / "outputs.tf").read_text()))


@cloud
def test_the_guide_is_in_the_subcategory_of_clouds(cloud: str) -> None:
    assert 'subcategory: "Clouds"' in guide(cloud)


@cloud
def test_what_stitch_connects_to_with_credentials_is_checked_after_it_admits_stitch(cloud: str) -> None:
    text = "\n".join(path.read_text() for path in sorted((CLOUDS / cloud).glob("*.tf")))
    connecting = [body for body in CONNECTION.findall(text) if "  credentials_wo = {" in body]
    assert connecting
    assert [
        body for body in connecting if not re.search(r"^  depends_on = \[var\.\w+_ready\]$", body, re.MULTILINE)
    ] == []
