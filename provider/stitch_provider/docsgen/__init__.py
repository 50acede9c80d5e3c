"""The generator of the documentation for the Terraform Registry, from a provider's schemas and examples.

Holds the layout of pages, which is that of `tfplugindocs` (hashicorp/terraform-plugin-docs). Must never hold any text
about Stitch. That text is in the schemas, the examples and the guides; guides are written by hand in `docs/guides`.
"""

from stitch_provider.docsgen.directory import differences, update
from stitch_provider.docsgen.examples import read as read_examples
from stitch_provider.docsgen.guides import read as read_guides
from stitch_provider.docsgen.pages import build

__all__ = ["build", "differences", "read_examples", "read_guides", "update"]
