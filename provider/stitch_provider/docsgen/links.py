"""Links between pages: the address of the page in the Terraform Registry.

No relative link works in both registries. Terraform's shows the index at an address that ends in `/docs`, without a
slash, and the pages one level below. OpenTofu's shows the index at the address of the version, data sources in the
folder `datasources`, no page of an ephemeral resource, an action or a list resource, and keeps the extension of a link
that contains a slash (`docsProcessor.ts` in opentofu/registry-ui). An address is a link in both, and in a repository.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_RELATIVE = re.compile(r"\]\((?P<page>[^)\s:#]+\.md)(?P<anchor>#[^)\s]*)?\)")


@dataclass(frozen=True, slots=True)
class Links:
    """The pages of a provider. `source` is its source address without the host, such as `hashicorp/null`."""

    source: str

    def page(self, path: str) -> str:
        """The address of the page with this path under `docs`."""
        index = f"https://registry.terraform.io/providers/{self.source}/latest/docs"
        return index if path == "index.md" else f"{index}/{path.removesuffix('.md')}"

    def made_absolute(self, text: str, path: str, pages: Iterable[str]) -> str:
        """The text of the page with this path, with the address of a page in place of a relative link to it."""
        known = frozenset(pages)

        def replaced(link: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link["page"]))
            return f"]({self.page(target)}{link['anchor'] or ''})" if target in known else link[0]

        return _RELATIVE.sub(replaced, text)
