from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from stitch_provider.docsgen import examples
from stitch_provider.docsgen.examples import Excerpt, ImportCommand

if TYPE_CHECKING:
    from pathlib import Path

MAIN = """\
# A widget with
# everything.

terraform {
  required_version = ">= 1.11"
}

provider "toy" {}

# Right above.
resource "toy_widget" "one" {
  size = provider::toy::double(2)
  nested = {
    a = 1
  }
}

data "toy_widgets" "all" {}

resource "toy_box" "one" {
  content = [toy_widget.three.id, data.toy_widgets.all.ids]
}

resource "toy_widget" "three" {
  token = var.token
}

variable "token" {}

variable "unused" {}
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name in ("aardvark", "toy_widget"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(MAIN)
    (tmp_path / "aardvark" / "all.tfquery.hcl").write_text('list "toy_widget" "all" {\n  provider = toy\n}\n')
    return tmp_path


def test_a_resource_shows_its_directory_without_the_blocks_of_every_configuration(directory: Path) -> None:
    excerpt = examples.read(directory).of_resource("toy_widget")
    assert excerpt is not None
    assert excerpt.prose == "A widget with\neverything."
    assert excerpt.code.startswith('variable "token" {}\n\n# Right above.\nresource "toy_widget" "one" {\n')
    assert excerpt.code.endswith('resource "toy_widget" "three" {\n  token = var.token\n}')
    assert "terraform" not in excerpt.code
    assert "provider" not in excerpt.code.replace("provider::", "")
    assert "unused" not in excerpt.code


def test_a_resource_shows_the_settings_of_its_provider(directory: Path) -> None:
    (directory / "toy_gizmo").mkdir()
    main = 'provider "toy" {\n  region = var.region\n}\n\nvariable "region" {}\n'
    (directory / "toy_gizmo" / "main.tf").write_text(main)
    excerpt = examples.read(directory).of_resource("toy_gizmo")
    assert excerpt is not None
    assert excerpt.code == 'variable "region" {}\n\nprovider "toy" {\n  region = var.region\n}'


def test_the_blocks_to_which_a_block_refers_are_shown_with_it(directory: Path) -> None:
    """Directly or not, variables first, then in the order of the example."""
    excerpt = examples.read(directory).of_block("resource", "toy_box")
    assert excerpt is not None
    assert re.findall(r"^(?:variable|data|resource).*", excerpt.code, re.MULTILINE) == [
        'variable "token" {}',
        'data "toy_widgets" "all" {}',
        'resource "toy_box" "one" {',
        'resource "toy_widget" "three" {',
    ]


def test_other_objects_show_the_blocks_that_use_them(directory: Path) -> None:
    found = examples.read(directory)
    assert found.of_block("data", "toy_widgets") == Excerpt("", 'data "toy_widgets" "all" {}')
    assert found.of_block("list", "toy_widget") == Excerpt("", 'list "toy_widget" "all" {\n  provider = toy\n}')
    function = found.of_function("provider::toy::double")
    assert function is not None
    assert function.code.startswith("# Right above.\nresource")


def test_an_object_that_no_example_uses_has_no_excerpt(directory: Path) -> None:
    found = examples.read(directory)
    assert found.of_block("data", "toy_widget") is None
    assert found.of_resource("toy_gadget") is None
    assert found.of_function("provider::toy::half") is None
    assert found.importing("toy_widget") is None


def test_an_import_script_has_a_command_or_a_reason_why_there_is_none(directory: Path) -> None:
    script = directory / "toy_widget" / "import.sh"
    script.write_text("# By id.\nterraform import toy_widget.one '7/a b'\n")
    assert examples.read(directory).importing("toy_widget") == ImportCommand("toy_widget.one", "7/a b", "By id.")
    script.write_text("# A widget cannot\n# be imported.\n")
    assert examples.read(directory).importing("toy_widget") == "A widget cannot\nbe imported."
