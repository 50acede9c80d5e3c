"""The command `terraform-provider-stitch docs`: writes or checks the provider's pages for the Terraform Registry."""

from __future__ import annotations

import sys
from pathlib import Path

from stitch_provider import docsgen
from stitch_provider.commands.failure import failed
from stitch_provider.stitch.provider import StitchProvider


def docs(*, out: str = "docs", examples: str = "examples/terraform", check: bool = False) -> int:
    """Write the provider's pages for the Terraform Registry. Of guides, only the links are changed.

    Args:
        out: Directory of the documentation.
        examples: Directory of the examples.
        check: Write nothing, and fail if a page is out of date.
    """
    directory = Path(out)
    try:
        pages = docsgen.build(
            "stitchdata/stitch", StitchProvider(), docsgen.read_examples(Path(examples)), docsgen.read_guides(directory)
        )
        differences = docsgen.differences(pages, directory) if check else docsgen.update(pages, directory)
    except (OSError, ValueError) as refused:
        return failed(f"The documentation cannot be written: {refused}")
    for path, difference in differences.items():
        sys.stderr.write(f"{directory / path}: {difference}\n")
    return 1 if check and differences else 0
