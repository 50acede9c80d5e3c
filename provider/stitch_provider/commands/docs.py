"""The command `terraform-provider-stitch docs`: writes or checks the provider's pages for the Terraform Registry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider import docsgen
from stitch_provider.commands.failure import failed
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.stitch.type_pages.index import indexes, type_pages

if TYPE_CHECKING:
    from stitch_provider.stitch.type_pages.page import Page


def docs(*, out: str = "docs", examples: str = "examples/terraform", check: bool = False) -> int:
    """Write the provider's pages for the Terraform Registry. Guides keep their text, except for links and examples.

    Args:
        out: Directory of the documentation.
        examples: Directory of the examples.
        check: Write nothing, and fail if a page is out of date.
    """
    directory = Path(out)
    try:
        pages = pages_of(directory, Path(examples))
        differences = docsgen.differences(pages, directory) if check else docsgen.update(pages, directory)
    except (OSError, ValueError) as refused:
        return failed(f"The documentation cannot be written: {refused}")
    for path, difference in differences.items():
        sys.stderr.write(f"{directory / path}: {difference}\n")
    return 1 if check and differences else 0


def pages_of(directory: Path, examples: Path) -> dict[str, str]:
    """Every page by its path under the directory of the documentation, from which the guides are read.

    Raises OSError or ValueError if a guide or an example cannot be read.
    """
    guides = (*docsgen.read_guides(directory), *map(_guide, indexes()))
    unlisted = tuple(map(_guide, type_pages().values()))
    return docsgen.build(
        "stitchdata/stitch",
        StitchProvider(),
        docsgen.read_examples(examples),
        guides,
        unlisted,
        sections=docsgen.read_sections(directory),
    )


def _guide(page: Page) -> docsgen.Guide:
    return docsgen.generated_guide(
        page.name, title=page.title, description=page.description, subcategory=page.subcategory, text=page.text
    )
