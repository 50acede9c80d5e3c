"""Every configuration in README.md and in the pages under docs/ is formatted, and planned in an account.

Those on the pages of types are planned in `test_type_pages.py`. Blocks that use other providers are only formatted,
because tests do not install these providers, and so are blocks that require a newer Terraform. A failure names the page
and the line of the block in the path of a file, such as `guides_secrets/line_57.tf`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from engines.terraform import HEADER
from pages.account import PROVIDER, prepare
from pages.blocks import Kind, pages, read
from pages.modules import added, generates_configuration, modules, name_of, without_conflicts
from stitch_provider.docsgen.guides import is_generated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engines.terraform import Terraform
    from pages.blocks import Block
    from pages.modules import Value

BLOCKS = [block for page in pages() if not is_generated(page.read_text()) for block in read(page)]
PLANNABLE = [block for block in BLOCKS if block.kind is not Kind.OTHER and block.reason is None]
WITH_PROPERTIES_OF_THE_WEB_APPLICATION = {"module.guides_properties.stitch_source.github"}
LIST_BLOCK = re.compile(r'^list "(\w+)" "(\w+)" \{', re.MULTILINE)


def usable(terraform: Terraform, *kinds: Kind) -> list[Block]:
    """The blocks of these kinds that this engine can read without other providers."""
    version = terraform.workspace.engine.version
    if version < (1, 14):
        pytest.skip("pages contain actions and queries, which require Terraform 1.14")
    blocks = (block for block in PLANNABLE if block.kind in kinds and version >= block.required)
    return [block for block in blocks if not block.needs_other_providers]


def file_of(block: Block) -> str:
    """A name with the page and the line of a block, for the messages of the engine."""
    return block.name if block.kind is Kind.DATA else f"{name_of(block.page)}_{block.name}"


def write(terraform: Terraform, files: Mapping[str, str]) -> None:
    """Write files, in directories that may be new."""
    for name, text in files.items():
        path = terraform.workspace.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def write_root(terraform: Terraform, blocks: Iterable[Block]) -> None:
    """Write blocks of any pages to one directory, with the provider and the variables that they leave out."""
    files = {file_of(block): block.text for block in blocks}
    text = "\n".join(files.values())
    provider = "" if 'provider "stitch"' in text else PROVIDER
    write(terraform, files | {"added.tf": added(text, variables=True) + provider})


def write_values(terraform: Terraform, blocks: Iterable[Block], value: Value) -> None:
    """Write values of the variables that blocks use."""
    names = {name for block in blocks for name in re.findall(r"\bvar\.(\w+)", block.text)}
    write(terraform, {"terraform.tfvars": "".join(f"{name} = {value(name, '')}\n" for name in sorted(names))})


def expect_success(terraform: Terraform, *arguments: str) -> list[dict[str, Any]]:
    """Run a command, which must have no error; returns its events."""
    run = terraform.workspace.terraform(*arguments, "-json")
    errors = [each for each in run.diagnostics() if each["severity"] == "error"]
    assert not errors, "\n".join(described(error) for error in errors)
    assert run.code == 0, run.output
    return run.events()


def described(error: Mapping[str, Any]) -> str:
    """An error with its file, which names the page and the line of the block."""
    place = error.get("range", {"filename": "", "start": {"line": 0}})
    return f"{place['filename']}, line {place['start']['line']}: {error['summary']}: {error['detail']}"


def test_every_configuration_on_a_page_is_formatted_and_planned(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    """As a module of one configuration, except for imports that generate their configuration."""
    blocks = usable(terraform, Kind.CONFIGURATION, Kind.DATA)
    formatted = another("formatted")
    write(formatted, {file_of(block): block.text for block in PLANNABLE if block.language in {"hcl", "terraform"}})
    formatted.run("fmt", "-check", "-diff")
    value = prepare(terraform.account)
    write(terraform, {"root.tf": HEADER + PROVIDER})
    generating = [block for block in blocks if generates_configuration(block)]
    for page in pages():
        for module in modules([block for block in blocks if block.page == page and block not in generating], value):
            write(terraform, {f"{module.name}/{path}": text for path, text in module.files.items()})
            write(terraform, {f"{module.name}.tf": module.call(value), **module.imports})
    terraform.run("get")
    events = expect_success(terraform, "plan")
    assert sum(each["type"] == "planned_change" for each in events) > 0
    warnings = [each["diagnostic"] for each in events if each["type"] == "diagnostic"]
    incomplete = {each["address"] for each in warnings if each["summary"] == "Missing required properties"}
    assert incomplete == WITH_PROPERTIES_OF_THE_WEB_APPLICATION
    for number, together in enumerate(without_conflicts(generating)):
        root = another(f"generating_{number}")
        write_root(root, together)
        write_values(root, together, value)
        expect_success(root, "plan", "-generate-config-out=generated.tf")


def test_every_query_on_a_page_lists_objects(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    value = prepare(terraform.account)
    for number, together in enumerate(without_conflicts(usable(terraform, Kind.QUERIES))):
        root = another(f"queries_{number}")
        write_root(root, together)
        write_values(root, together, value)
        events = expect_success(root, "query")
        listed = {each["list_complete"]["address"] for each in events if each["type"] == "list_complete"}
        lists = {f"list.{type_name}.{name}" for block in together for type_name, name in LIST_BLOCK.findall(block.text)}
        assert listed == lists


def test_the_tests_of_modules_on_a_page_pass(terraform: Terraform, another: Callable[[str], Terraform]) -> None:
    tests = usable(terraform, Kind.TESTS)
    for page in {block.page for block in tests}:
        root = another(name_of(page))
        write_root(root, (block for block in usable(terraform, Kind.CONFIGURATION, Kind.DATA) if block.page == page))
        write(root, {f"tests/{file_of(block)}": block.text for block in tests if block.page == page})
        root.run("test")
