"""How the blocks of a page are gathered in modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.terraform import HEADER
from pages.blocks import ROOT, Block
from pages.modules import generates_configuration, modules, without_conflicts

if TYPE_CHECKING:
    from pathlib import Path

    from pages.modules import Module

GUIDE = ROOT / "docs" / "guides" / "toys.md"
PAGE = ROOT / "docs" / "resources" / "toy.md"

RESOURCE = 'resource "toy_widget" "one" {\n  token = var.token\n}\n'
IMPORT = 'import {\n  to = toy_widget.one\n  id = "1"\n}\n'
IDENTITY = "import {\n  to       = toy_widget.one\n  identity = { id = var.id }\n}\n"


def described(name: str, type_name: str) -> str:
    """A value that describes its variable."""
    return f'"{name} {type_name}"'


def gathered(*texts: str, page: Path = GUIDE, files: tuple[str | None, ...] = ()) -> dict[str, Module]:
    """The modules of a page with these blocks, by name."""
    names = files or (None,) * len(texts)
    blocks = [
        Block(page, line, "terraform", text, file)
        for line, (text, file) in enumerate(zip(texts, names, strict=True), 1)
    ]
    return {module.name: module for module in modules(blocks, described)}


def test_the_blocks_of_a_page_are_in_one_module_with_what_guides_leave_out() -> None:
    (module,) = gathered(RESOURCE, 'variable "size" {\n  type = number\n}\n').values()
    assert module.files == {
        "line_1.tf": RESOURCE,
        "line_2.tf": 'variable "size" {\n  type = number\n}\n',
        "added.tf": f'{HEADER}variable "token" {{}}\n',
    }
    assert module.call(described) == (
        'module "guides_toys" {\n  source = "./guides_toys"\n\n  size = "size number"\n  token = "token "\n}\n'
    )


def test_variables_with_a_default_get_no_value_unless_it_is_null() -> None:
    (module,) = gathered('variable "a" {\n  default = 1\n}\n\nvariable "b" {\n  default = null\n}\n').values()
    assert '  b = "b "\n' in module.call(described)
    assert "  a = " not in module.call(described)


def test_the_page_of_an_object_has_to_declare_its_variables() -> None:
    (module,) = gathered(RESOURCE, page=PAGE).values()
    assert module.files["added.tf"] == HEADER


def test_a_declared_provider_is_not_added() -> None:
    header = "terraform {\n  required_providers {\n    toy = {}\n  }\n}\n"
    (module,) = gathered(header).values()
    assert module.files == {"line_1.tf": header, "added.tf": ""}


def test_imports_are_taken_out_of_the_module() -> None:
    (module,) = gathered(RESOURCE, IMPORT).values()
    assert module.files["line_2.tf"] == ""
    assert module.imports == {
        "guides_toys_line_2.tf": IMPORT.replace("toy_widget.one", "module.guides_toys.toy_widget.one")
    }


def test_a_block_that_declares_something_again_is_planned_in_place_of_the_earlier_one() -> None:
    found = gathered(RESOURCE, IMPORT, IDENTITY, 'output "token" {}\n')
    assert found.keys() == {"guides_toys", "guides_toys_2"}
    assert found["guides_toys"].files.keys() == {"line_1.tf", "line_2.tf", "line_4.tf", "added.tf"}
    assert found["guides_toys_2"].files.keys() == {"line_1.tf", "line_3.tf", "line_4.tf", "added.tf"}
    assert 'identity = { id = "id " }' in found["guides_toys_2"].imports["guides_toys_2_line_3.tf"]


def test_files_in_folders_are_modules_unless_the_page_calls_them() -> None:
    call = 'module "widgets" {\n  source = "./modules/widgets"\n}\n'
    found = gathered(call, RESOURCE, RESOURCE, files=(None, "modules/widgets/main.tf", "boxes/main.tf"))
    assert found.keys() == {"guides_toys", "guides_toys_boxes"}
    assert found["guides_toys"].files.keys() == {
        "line_1.tf",
        "added.tf",
        "modules/widgets/line_2.tf",
        "modules/widgets/added.tf",
    }


def test_blocks_without_the_same_declarations_are_in_one_group() -> None:
    one, same, other = (
        Block(GUIDE, line, "terraform", text) for line, text in ((1, IMPORT), (2, IDENTITY), (3, RESOURCE))
    )
    assert without_conflicts([one, same, other]) == [[one, other], [same]]


def test_providers_conflict_unless_they_have_aliases() -> None:
    texts = ('provider "toy" {}\n', 'provider "toy" {\n  alias = "b"\n}\n', 'provider "toy" {\n  region = "c"\n}\n')
    default, alias, again = (Block(GUIDE, line, "terraform", text) for line, text in enumerate(texts))
    assert without_conflicts([default, alias, again]) == [[default, alias], [again]]


def test_import_blocks_with_a_provider_generate_the_configuration() -> None:
    generating = IMPORT.replace("id =", "provider = stitch\n  id =")
    assert generates_configuration(Block(GUIDE, 1, "terraform", generating))
    assert not generates_configuration(Block(GUIDE, 1, "terraform", IMPORT))


def test_a_file_that_a_configuration_reads_is_in_its_folder() -> None:
    page = 'locals {\n  rows = csvdecode(file("${path.module}/rows.csv"))\n}\n'
    blocks = [
        Block(GUIDE, 1, "text", "stream\nissues\n", "toys/rows.csv"),
        Block(GUIDE, 7, "terraform", page, "toys/main.tf"),
    ]
    (module,) = modules(blocks, described)
    assert module.files == {"rows.csv": "stream\nissues\n", "line_7.tf": page, "added.tf": HEADER}
