"""The generator of the documentation for the Terraform Registry, from a provider's schemas and examples.

Holds the layout of pages, which is that of `tfplugindocs` (hashicorp/terraform-plugin-docs). Must never hold any text
about Stitch. That text is in the schemas, the examples and the guides. Guides are written by hand in `docs/guides`, or
generated from texts that the caller has. Sections of the index are written by hand in `docs/texts/index.md`.
"""

from stitch_provider.docsgen.directory import differences, update
from stitch_provider.docsgen.examples import read as read_examples
from stitch_provider.docsgen.guides import Guide, read_sections
from stitch_provider.docsgen.guides import generated as generated_guide
from stitch_provider.docsgen.guides import read as read_guides
from stitch_provider.docsgen.pages import build

__all__ = [
    "Guide",
    "build",
    "differences",
    "generated_guide",
    "read_examples",
    "read_guides",
    "read_sections",
    "update",
]
