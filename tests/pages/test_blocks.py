"""What the pages contain, and how their blocks are read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pages.blocks import ROOT, Block, Kind, pages, read
from stitch_provider.docsgen.guides import is_generated

if TYPE_CHECKING:
    from pathlib import Path

NOT_PLANNED = {"it shows one attribute": 1}
"""How many blocks are not planned for each reason that pages give."""

BLOCKS = [block for page in pages() for block in read(page)]
TYPE_PAGES = [page for kind in ("source", "destination") for page in (ROOT / "docs" / "guides").glob(f"{kind}-*.md")]

PAGE = """\
Text with ```code```.

```terraform
# Terraform 1.16 and later

resource "toy_widget" "one" {}
```

- In a list:

  ```hcl
  # tests/toy.tftest.hcl

  run "one" {
    command = plan
  }
  ```

<!-- toys/main.tf -->
```terraform
data "aws_region" "current" {}
```

<!-- not planned: it shows an error -->
```terraform
list "toy_widget" "all" {}
```

```shell
cat > main.tf <<END
provider "toy" {
}
END
```

```json
{
  "resource": {"toy_widget": {"one": {}}}
}
```
"""


@pytest.fixture
def blocks(tmp_path: Path) -> tuple[Block, ...]:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    return read(page)


def test_blocks_that_cannot_be_planned_are_declared_with_their_reasons() -> None:
    assert Counter(block.reason for block in BLOCKS if block.reason) == NOT_PLANNED


def test_no_configuration_is_in_a_block_of_another_language() -> None:
    assert [block.place for block in BLOCKS if block.hides_configuration and not block.reason] == []


def test_generated_pages_have_one_configuration_or_none() -> None:
    """That of a type, which `test_type_pages.py` plans."""
    found = {page: len(read(page)) for page in pages() if is_generated(page.read_text())}
    assert found == {page: "-types" not in page.stem for page in found}


def test_a_block_has_the_line_of_its_page_and_no_indentation(blocks: tuple[Block, ...]) -> None:
    assert [block.line for block in blocks] == [4, 12, 21, 26, 30, 37]
    assert blocks[1].text == '# tests/toy.tftest.hcl\n\nrun "one" {\n  command = plan\n}\n'


def test_a_block_can_name_a_file_a_version_or_a_reason(blocks: tuple[Block, ...]) -> None:
    assert [block.file for block in blocks] == [None, "tests/toy.tftest.hcl", "toys/main.tf", None, None, None]
    assert [block.required for block in blocks] == [(1, 16), (), (), (), (), ()]
    assert [block.reason for block in blocks] == [None, None, None, "it shows an error", None, None]


def test_the_kind_of_a_block_follows_from_its_language_and_text(blocks: tuple[Block, ...]) -> None:
    configuration, tests, queries, other = Kind.CONFIGURATION, Kind.TESTS, Kind.QUERIES, Kind.OTHER
    assert [block.kind for block in blocks] == [configuration, tests, configuration, queries, other, configuration]
    assert [block.needs_other_providers for block in blocks] == [False, False, True, False, False, False]
    assert [block.hides_configuration for block in blocks] == [False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ('data "aws_region" "current" {}', True),
        ("bucket = aws_s3_bucket.lake.id", True),
        ("region = data.aws_region.current.region", True),
        ('provider "google" {\n}', True),
        ("account_id = var.aws_account_id", False),
        ("account_id = module.stitch.aws_account_id", False),
        ('aws_account_id = "123456789012"', False),
        ('resource "stitch_destination" "snowflake_1" {}', False),
    ],
)
def test_blocks_and_references_of_other_providers_are_found(tmp_path: Path, text: str, needed: bool) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```terraform\n{text}\n```\n")
    (block,) = read(page)
    assert block.needs_other_providers is needed
