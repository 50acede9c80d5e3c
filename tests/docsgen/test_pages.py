from __future__ import annotations

from typing import Any

import pytest

from fakes.widgets import Account, WidgetProvider
from stitch_provider.docsgen import pages
from stitch_provider.docsgen.examples import Example, Examples, ImportCommand
from stitch_provider.docsgen.guides import Guide
from stitch_provider.docsgen.importing import import_section
from stitch_provider.terraform.resource import Action, EphemeralResource, Function, ListResource, Parameter
from stitch_provider.terraform.schema.attribute import Attribute, IdentityAttribute, IdentitySchema, Schema
from stitch_provider.terraform.values.types import NUMBER, STRING, ListType, ObjectType

SCHEMA = Schema(
    description="Turns *a* `widget`, see [there](https://example.com).",
    attributes={"id": Attribute(type=STRING, required=True, description="Id.")},
)
IDENTITY = IdentitySchema(
    attributes={
        "client_id": IdentityAttribute(type=STRING, description="Account.", required_for_import=False),
        "room": IdentityAttribute(type=STRING, description="Room."),
        "shelf_mark": IdentityAttribute(type=STRING, description="Mark."),
    }
)


class Turn(Action[Any, Any]):
    type_name = "memory_turn"
    schema = SCHEMA


class Loan(EphemeralResource[Any, Any]):
    type_name = "memory_loan"
    schema = SCHEMA


class Listing(ListResource[Any, Any]):
    type_name = "memory_widget"
    schema = SCHEMA


class Join(Function):
    name = "join"
    summary = "Joins `texts`"
    description = "Joins texts with something between them."
    parameters = (Parameter(name="between", type=STRING, description="Between.", allow_null=True),)
    variadic = Parameter(name="texts", type=ListType(STRING), description="Texts.")
    return_type = ObjectType({"text": STRING, "length": NUMBER})


class EverythingProvider(WidgetProvider):
    actions = {Turn.type_name: Turn()}
    ephemeral_resources = {Loan.type_name: Loan()}
    list_resources = {Listing.type_name: Listing()}
    functions = {Join.name: Join()}


DOCS = "https://registry.terraform.io/providers/acme/memory/latest/docs"
LENDING = (
    "[A widget](../resources/widget.md#schema), [the provider](../index.md), [lending](lending.md), "
    "[elsewhere](https://example.com/a.md), [below](#below), [no page](../widget.md)\n"
)

SECTIONS = "## Lending\n\nSee [lending](guides/lending.md).\n"


@pytest.fixture
def built() -> dict[str, str]:
    example = Example(
        name="all",
        introduction="",
        blocks=('action "memory_turn" "one" {}', "output {\n  value = provider::memory::join(1)\n}"),
        importing=None,
    )
    guide = Guide("lending", "Lending", "How to lend.", LENDING)
    unlisted = Guide("oak", "Oak", "Of oak.", "[Lending](lending.md)\n")
    return pages.build(
        "acme/memory", EverythingProvider(Account()), Examples((example,)), [guide], [unlisted], sections=SECTIONS
    )


def test_every_kind_of_object_has_a_folder(built: dict[str, str]) -> None:
    assert set(built) == {
        "index.md",
        "resources/widget.md",
        "data-sources/widgets.md",
        "ephemeral-resources/loan.md",
        "actions/turn.md",
        "list-resources/widget.md",
        "functions/join.md",
        "guides/lending.md",
        "guides/oak.md",
    }


def test_a_page_begins_with_front_matter_and_description(built: dict[str, str]) -> None:
    assert built["actions/turn.md"].startswith(
        '---\npage_title: "memory_turn Action - memory"\nsubcategory: ""\n'
        "description: |-\n  Turns a widget, see there.\n---\n\n"
        "# memory_turn (Action)\n\nTurns *a* `widget`, see [there](https://example.com).\n\n"
        "-> Actions require Terraform 1.14 or newer. OpenTofu does not support them.\n\n"
        '## Example Usage\n\n```terraform\naction "memory_turn" "one" {}\n```\n\n## Schema\n'
    )


def test_the_index_links_to_every_page_and_to_guides_that_are_listed(built: dict[str, str]) -> None:
    index = built["index.md"]
    assert all(
        f"]({DOCS}/{path.removesuffix('.md')})" in index for path in built if path not in ("index.md", "guides/oak.md")
    )
    assert f"- [Lending]({DOCS}/guides/lending): How to lend." in index
    assert "guides/oak" not in index


def test_the_index_shows_sections_that_are_written_by_hand_before_the_schema(built: dict[str, str]) -> None:
    assert f"\n\n## Lending\n\nSee [lending]({DOCS}/guides/lending).\n\n## Schema\n" in built["index.md"]


def test_a_link_of_a_guide_to_a_page_becomes_an_address(built: dict[str, str]) -> None:
    assert built["guides/lending.md"] == (
        f"[A widget]({DOCS}/resources/widget#schema), [the provider]({DOCS}), [lending]({DOCS}/guides/lending), "
        "[elsewhere](https://example.com/a.md), [below](#below), [no page](../widget.md)\n"
    )


def test_the_page_of_a_function_shows_signature_and_arguments(built: dict[str, str]) -> None:
    assert built["functions/join.md"].endswith(
        "## Signature\n\n"
        "```text\njoin(between string, texts list(string)...) object({ text = string, length = number })\n```\n\n"
        "## Arguments\n\n"
        "1. `between` (String, Nullable) Between.\n"
        "1. `texts` (Variadic, List of String) Texts.\n"
    )


def test_the_page_of_a_list_resource_links_to_the_resource(built: dict[str, str]) -> None:
    assert f"[memory_widget]({DOCS}/resources/widget)" in built["list-resources/widget.md"]


def test_an_import_is_shown_by_identity_by_id_and_as_a_command() -> None:
    section = "\n".join(import_section(ImportCommand("memory_widget.one", "7/a/b"), IDENTITY))
    assert 'identity = {\n    room       = "7"\n    shelf_mark = "a/b"\n  }\n}' in section
    assert 'import {\n  to = memory_widget.one\n  id = "7/a/b"\n}' in section
    assert "```shell\nterraform import memory_widget.one 7/a/b\n```" in section
    assert "- `client_id` (String) Account." in section
    assert "require `provider = memory` in the block" in section


def test_a_resource_that_cannot_be_imported_shows_the_reason() -> None:
    assert list(import_section("It cannot.", IDENTITY)) == ["## Import", "It cannot."]
    assert list(import_section(None, IDENTITY)) == []
