"""Registry documentation: pages in the Terraform Registry's layout from a provider's schemas and its examples.

Holds how pages are laid out, as `tfplugindocs` of hashicorp/terraform-plugin-docs lays them out. Must never hold what
is said about Stitch: that stands in the schemas, the examples and the guides, which people write in `docs/guides`.
"""

from stitch_provider.docsgen.directory import differences, update
from stitch_provider.docsgen.examples import read as read_examples
from stitch_provider.docsgen.guides import read as read_guides
from stitch_provider.docsgen.pages import build

__all__ = ["build", "differences", "read_examples", "read_guides", "update"]
