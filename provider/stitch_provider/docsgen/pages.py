"""The pages of the documentation: one for the provider, and one for each object that it offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stitch_provider.docsgen.examples import Examples
from stitch_provider.docsgen.features import FEATURES, feature_table
from stitch_provider.docsgen.function import function_sections
from stitch_provider.docsgen.importing import import_section
from stitch_provider.docsgen.inclusions import filled
from stitch_provider.docsgen.links import Links
from stitch_provider.docsgen.schema import schema_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stitch_provider.docsgen.examples import Excerpt
    from stitch_provider.docsgen.guides import Guide
    from stitch_provider.terraform.resource import Provider
    from stitch_provider.terraform.schema.attribute import Schema

_ENGINES = (
    "-> This documentation applies to Terraform and OpenTofu, unless it names a version. With OpenTofu, run `tofu` in "
    "place of `terraform`."
)
_VERSIONS = "Terraform is supported from 1.5 on, and OpenTofu from 1.6 on. These features require a newer version:"
_MARKUP = re.compile(r"[`*]|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: its folder, its names, and the keyword of its block."""

    folder: str
    title: str
    plural: str
    block: str


RESOURCE = Kind("resources", "Resource", "Resources", "resource")
DATA_SOURCE = Kind("data-sources", "Data Source", "Data sources", "data")
EPHEMERAL_RESOURCE = Kind("ephemeral-resources", "Ephemeral Resource", "Ephemeral resources", "ephemeral")
ACTION = Kind("actions", "Action", "Actions", "action")
LIST_RESOURCE = Kind("list-resources", "List Resource", "List resources", "list")
FUNCTION = Kind("functions", "Function", "Functions", "")

KINDS = (RESOURCE, DATA_SOURCE, EPHEMERAL_RESOURCE, ACTION, LIST_RESOURCE, FUNCTION)


def build(
    source: str,
    provider: Provider[Any, Any],
    examples: Examples,
    guides: Sequence[Guide],
    unlisted: Sequence[Guide] = (),
    *,
    sections: str = "",
) -> dict[str, str]:
    """Every page by its path under `docs`, with the guides, in which only links and files of examples change.

    The index lists `guides`, but not those in `unlisted`, to which other guides link. It shows `sections`, a text in
    Markdown, between its example and its schema. `source` is the source address of the provider without the host, such
    as `hashicorp/null`. Type names begin with its last part. Raises ValueError if a guide shows a file that is not
    among the examples.
    """
    links = Links(source)
    writer = _Writer(source.rpartition("/")[2], examples, links)
    pages = {}
    for kind, offered in _offered(provider).items():
        for type_name, each in sorted(offered.items()):
            pages[f"{kind.folder}/{writer.short(type_name)}.md"] = writer.page(kind, type_name, each)
    texts = {f"guides/{guide.name}.md": filled(guide.text, examples.files) for guide in (*guides, *unlisted)}
    known = ("index.md", *pages, *texts)
    index = writer.index(provider, pages, guides, links.made_absolute(sections, "index.md", known))
    linked = {path: links.made_absolute(text, path, known) for path, text in texts.items()}
    return {"index.md": index, **pages, **linked}


def _offered(provider: Provider[Any, Any]) -> dict[Kind, Mapping[str, Any]]:
    return {
        RESOURCE: provider.resources,
        DATA_SOURCE: provider.data_sources,
        EPHEMERAL_RESOURCE: provider.ephemeral_resources,
        ACTION: provider.actions,
        LIST_RESOURCE: provider.list_resources,
        FUNCTION: provider.functions,
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    name: str
    examples: Examples
    links: Links

    def short(self, type_name: str) -> str:
        """A type name without the name of the provider, as in the names of pages."""
        return type_name.removeprefix(f"{self.name}_")

    def page(self, kind: Kind, type_name: str, each: Any) -> str:
        """The page of one object, which implements the Protocol of its kind."""
        if kind is FUNCTION:
            return self._function(type_name, each)
        schema: Schema = each.schema
        parts = [
            _front_matter(f"{type_name} {kind.title} - {self.name}", schema.description),
            f"# {type_name} ({kind.title})",
            schema.description,
            *_deprecation(schema.deprecated),
            *_minimum_version(kind),
            *self._relation(kind, type_name),
            *_example(self._excerpt(kind, type_name)),
            schema_section(schema),
        ]
        if kind is RESOURCE:
            parts += import_section(self.examples.importing(type_name), each.identity)
        return _text(parts)

    def index(self, provider: Provider[Any, Any], pages: Iterable[str], guides: Iterable[Guide], sections: str) -> str:
        """The page of the provider itself, with links to all other pages."""
        title = f"{self.name} Provider"
        description = provider.schema.description
        parts = [
            _front_matter(title, description, subcategory=False),
            f"# {title}",
            description,
            _ENGINES,
            *_example(self.examples.of_provider()),
            *((sections.strip(),) if sections else ()),
            schema_section(provider.schema),
        ]
        parts += ["## Versions", _VERSIONS, feature_table()]
        listed = [
            f"- [{guide.title}]({self.links.page(f'guides/{guide.name}.md')}): {guide.description}" for guide in guides
        ]
        if listed:
            parts += ["## Guides", "\n".join(listed)]
        for kind in KINDS:
            links = [self._link(kind, path) for path in pages if path.startswith(f"{kind.folder}/")]
            if links:
                parts += [f"## {kind.plural}", "\n".join(links)]
        return _text(parts)

    def _function(self, name: str, function: Any) -> str:
        return _text(
            (
                _front_matter(f"{name} {FUNCTION.title} - {self.name}", function.summary),
                f"# {FUNCTION.title}: {name}",
                function.description,
                *_minimum_version(FUNCTION),
                *_example(self.examples.of_function(f"provider::{self.name}::{name}")),
                *function_sections(name, function),
            )
        )

    def _excerpt(self, kind: Kind, type_name: str) -> Excerpt | None:
        if kind is RESOURCE:
            return self.examples.of_resource(type_name)
        return self.examples.of_block(kind.block, type_name)

    def _relation(self, kind: Kind, type_name: str) -> Iterable[str]:
        if kind is LIST_RESOURCE:
            page = self.links.page(f"{RESOURCE.folder}/{self.short(type_name)}.md")
            yield (
                f"`terraform query` uses this list resource to find objects of the resource [{type_name}]({page}). The "
                "block belongs in a file whose name ends in `.tfquery.hcl`. The schema below is that of its block "
                "`config`."
            )

    def _link(self, kind: Kind, path: str) -> str:
        short = path.removeprefix(f"{kind.folder}/").removesuffix(".md")
        return f"- [{short if kind is FUNCTION else f'{self.name}_{short}'}]({self.links.page(path)})"


def _front_matter(title: str, description: str, *, subcategory: bool = True) -> str:
    """The front matter, which the registry reads: the title and the description without markup."""
    lines = ["---", f'page_title: "{title}"']
    if subcategory:
        lines.append('subcategory: ""')
    lines += ["description: |-", *(f"  {line}" for line in _plain(description).splitlines()), "---"]
    return "\n".join(lines)


def _plain(markdown: str) -> str:
    return _MARKUP.sub(lambda found: found[1] or "", markdown)


def _deprecation(message: str) -> Iterable[str]:
    return (f"~> **Deprecated.** {message}",) if message else ()


def _minimum_version(kind: Kind) -> Iterable[str]:
    feature = FEATURES.get(kind.plural.lower())
    if feature is not None:
        missing = "" if feature.opentofu else " OpenTofu does not support them."
        yield f"-> {kind.plural} require {feature.requirement}.{missing}"


def _example(excerpt: Excerpt | None) -> Iterable[str]:
    if excerpt is None:
        return ()
    code = f"```terraform\n{excerpt.code}\n```"
    return ("## Example Usage", *((excerpt.prose,) if excerpt.prose else ()), code)


def _text(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
