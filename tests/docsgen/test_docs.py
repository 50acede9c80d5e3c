"""The committed documentation is up to date and complete, and its links resolve."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch_provider import docsgen
from stitch_provider.commands.docs import pages_of
from stitch_provider.docsgen.examples import ImportCommand
from stitch_provider.docsgen.pages import KINDS
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.plugin.handshake import PROTOCOL
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples" / "terraform"
PAGES = sorted(path for kind in KINDS for path in (DOCS / kind.folder).glob("*.md"))
GUIDES = sorted((DOCS / "guides").glob("*.md"))

PROVIDER = StitchProvider()
SCHEMAS: dict[str, Schema] = {
    "provider": PROVIDER.schema,
    **{
        f"{kind} {name}": each.schema
        for kind, offered in (
            ("resource", PROVIDER.resources),
            ("data", PROVIDER.data_sources),
            ("ephemeral", PROVIDER.ephemeral_resources),
            ("action", PROVIDER.actions),
            ("list", PROVIDER.list_resources),
        )
        for name, each in offered.items()
    },
}

WITHOUT_IT = re.compile("Default: |[Ee]xactly one of|Required for")
DESCRIBED_IN_THE_OBJECT = ("timeouts", "fields.include", "fields.exclude")

MOST_SENTENCES = 3
CODE_SPAN = re.compile(r"`[^`]*`")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|approx)\.(?=[ ,])|\b\d+\.\d+")
END_OF_SENTENCE = re.compile(r"[.!?][)\"*]*(?=\s|$)")

ADDRESS = "https://registry.terraform.io/providers/stitchdata/stitch/latest/docs"
LINK = re.compile(r"\]\(([^)\s]+)\)")
DECLARATION = re.compile(r'^(variable|data|module)((?: "\w+")+) \{', re.MULTILINE)
LOCALS = re.compile(r"^locals \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
LOCAL = re.compile(r"^  (\w+) *= ", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## ", re.MULTILINE)
IMPORT_BLOCK = re.compile(r"^import \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
TOOLING = re.compile(r"/(?:home|root|work|tmp)/", re.IGNORECASE)


def walk(attributes: Mapping[str, Attribute], parents: str = "") -> Iterator[tuple[str, Attribute]]:
    for name, attribute in attributes.items():
        yield f"{parents}{name}", attribute
        if isinstance(attribute.type, NestedAttributes):
            yield from walk(attribute.type.attributes, f"{parents}{name}.")


def sentences(text: str) -> int:
    """How many sentences the text has. Code spans, abbreviations and decimal points do not end a sentence."""
    return len(END_OF_SENTENCE.findall(ABBREVIATION.sub("", CODE_SPAN.sub("code", text))))


def test_the_committed_pages_are_up_to_date() -> None:
    pages = pages_of(DOCS, EXAMPLES)
    assert docsgen.differences(pages, DOCS) == {}, "run scripts/docs"


@pytest.mark.parametrize("owner", SCHEMAS)
def test_every_attribute_is_described_in_sentences(owner: str) -> None:
    schema = SCHEMAS[owner]
    described = [("", schema.description), *((path, each.description) for path, each in walk(schema.attributes))]
    assert [path for path, text in described if not text.endswith(".") or text != text.strip()] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Name of the source.", 1),
        ("Name of the source. Default: none.", 2),
        ("Text such as `a. B. C.` or `1.5`. Default: `x.`.", 2),
        ("Requires Terraform 1.11 or newer, e.g. 1.12 (see above.) Why? Because!", 3),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize("owner", SCHEMAS)
def test_no_description_in_a_schema_has_more_than_three_sentences(owner: str) -> None:
    schema = SCHEMAS[owner]
    described = [("", schema.description), *((path, each.description) for path, each in walk(schema.attributes))]
    assert [path for path, text in described if sentences(text) > MOST_SENTENCES] == [], "explain the rest in a guide"


@pytest.mark.parametrize("name", PROVIDER.resources)
def test_no_description_in_an_identity_has_more_than_three_sentences(name: str) -> None:
    identity = PROVIDER.resources[name].identity
    attributes = {} if identity is None else identity.attributes
    assert [path for path, each in attributes.items() if sentences(each.description) > MOST_SENTENCES] == []


@pytest.mark.parametrize("function", PROVIDER.functions)
def test_no_description_of_a_function_has_more_than_three_sentences(function: str) -> None:
    each = PROVIDER.functions[function]
    parameters = (*each.parameters, *((each.variadic,) if each.variadic else ()))
    described = [("", each.description), *((parameter.name, parameter.description) for parameter in parameters)]
    assert [path for path, text in described if sentences(text) > MOST_SENTENCES] == []


@pytest.mark.parametrize("owner", SCHEMAS)
def test_every_optional_attribute_says_what_applies_without_it(owner: str) -> None:
    optional = [(path, each) for path, each in walk(SCHEMAS[owner].attributes) if each.optional]
    silent = [path for path, each in optional if not WITHOUT_IT.search(each.description)]
    assert [path for path in silent if not path.endswith(DESCRIBED_IN_THE_OBJECT)] == []


@pytest.mark.parametrize("owner", SCHEMAS)
def test_the_default_in_a_description_is_that_of_the_schema(owner: str) -> None:
    for path, attribute in walk(SCHEMAS[owner].attributes):
        if attribute.default is not None and isinstance(attribute.default, bool | int | str):
            written = str(attribute.default).lower() if isinstance(attribute.default, bool) else attribute.default
            assert f"Default: `{written}`" in attribute.description, path


@pytest.mark.parametrize("function", PROVIDER.functions)
def test_every_function_and_parameter_is_described(function: str) -> None:
    each = PROVIDER.functions[function]
    assert each.description.endswith(".")
    assert not each.summary.endswith(".")
    parameters = (*each.parameters, *((each.variadic,) if each.variadic else ()))
    assert [parameter.name for parameter in parameters if not parameter.description.endswith(".")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_every_page_shows_an_example(page: Path) -> None:
    assert "\n## Example Usage\n" in page.read_text()


@pytest.mark.parametrize("name", PROVIDER.resources)
def test_every_resource_shows_its_import_or_why_there_is_none(name: str) -> None:
    importing = docsgen.read_examples(EXAMPLES).importing(name)
    assert importing, f"examples/terraform/{name}/import.sh is missing or empty"
    if isinstance(importing, ImportCommand):
        type_name, _, label = importing.address.partition(".")
        block = f'resource "{type_name}" "{label.partition("[")[0]}" {{'
        assert block in (EXAMPLES / name / "main.tf").read_text()
    assert "\n## Import\n" in (DOCS / "resources" / f"{name.removeprefix('stitch_')}.md").read_text()


@pytest.mark.parametrize("page", [DOCS / "index.md", *PAGES, *GUIDES, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_link_resolves(page: Path) -> None:
    text = page.read_text()
    for link in LINK.findall(FENCED.sub("", text)):
        target, _, anchor = link.partition("#")
        if target == ADDRESS:
            file = DOCS / "index.md"
        elif target.startswith(f"{ADDRESS}/"):
            file = DOCS / f"{target.removeprefix(f'{ADDRESS}/')}.md"
        elif target.startswith("https://"):
            continue
        else:
            file = page.parent / target if target else page
        assert file.exists(), f"{page} leads to {link}"
        if anchor and file.suffix == ".md":
            assert anchor in _anchors(file.read_text()), f"{page} leads to {link}"


@pytest.mark.parametrize("page", [DOCS / "index.md", *PAGES, *GUIDES], ids=lambda path: path.name)
def test_a_link_in_a_page_works_in_both_registries(page: Path) -> None:
    """It is an address, or leads to a place in the same page."""
    links = LINK.findall(FENCED.sub("", page.read_text()))
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


@pytest.mark.parametrize("page", [DOCS / "index.md", *PAGES, *GUIDES], ids=lambda path: path.name)
def test_a_page_has_the_form_that_the_registry_requires(page: Path) -> None:
    text = page.read_text()
    assert text.startswith('---\npage_title: "')
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert len(text) < 500_000  # the limit of the registry
    assert not TOOLING.search(text)


@pytest.mark.parametrize("example", sorted({str(path.parent.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.tf")}))
def test_every_declaration_in_an_example_is_used(example: str) -> None:
    text = "\n".join(path.read_text() for path in sorted((EXAMPLES / example).rglob("*.hcl")))
    text += "\n".join(path.read_text() for path in sorted((EXAMPLES / example).glob("*.tf")))
    declared = [_reference(kind, names) for kind, names in DECLARATION.findall(text)]
    declared += [f"local.{name}" for block in LOCALS.findall(text) for name in LOCAL.findall(block)]
    unused = [name for name in declared if not re.search(rf"(?<![\w.]){re.escape(name)}\b", text)]
    assert unused == []


def test_the_manifest_of_the_registry_names_the_protocol() -> None:
    manifest = json.loads((ROOT / "terraform-registry-manifest.json").read_text())
    assert manifest == {"version": 1, "metadata": {"protocol_versions": [f"{PROTOCOL}.0"]}}


def _reference(kind: str, names: str) -> str:
    """How a configuration refers to what a block with these labels declares."""
    return ".".join(({"variable": "var"}.get(kind, kind), *re.findall(r'"(\w+)"', names)))


def _anchors(text: str) -> set[str]:
    """Explicit anchors, and those of headings."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize(
    "page", [DOCS / "guides" / "adopting-an-account.md", ROOT / "README.md"], ids=lambda it: it.name
)
def test_import_blocks_from_which_a_configuration_is_generated_name_the_provider(page: Path) -> None:
    """Terraform 1.16 looks for a provider `hashicorp/stitch` if the block does not name one."""
    sections = [each for each in SECTION.split(page.read_text()) if "terraform plan -generate-config-out" in each]
    blocks = [block for section in sections for block in IMPORT_BLOCK.findall(section)]
    assert blocks
    assert [block for block in blocks if "provider = stitch" not in block] == []
