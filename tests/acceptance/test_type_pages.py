"""The configurations of all types, as HCL. `tests/stitch/type_pages` tests them in more detail, and applies them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines.terraform import HEADER, PROVIDER
from stitch_provider.stitch.scaffold.starting_point import starting_point
from stitch_provider.stitch.scaffold.writing import blocks, next_steps, selections, text
from stitch_provider.stitch.types.naming import NOUNS, has_page, page
from stitch_provider.stitch.types.rules import from_catalog, known_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engines.terraform import Terraform
    from stitch_provider.stitch.types.rules import TypeRules

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
BLOCK = re.compile(r"^```terraform\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RESOURCE = re.compile(r'^resource "(?:stitch_source|stitch_destination)"', re.MULTILINE)

TYPES = [from_catalog(noun, name) for noun in NOUNS for name in known_types(noun) if has_page(noun, name)]
ON_REQUEST = {"alpha", "deprecated"}


def page_configuration(rules: TypeRules) -> str:
    """The configuration on the page of a type."""
    (text,) = BLOCK.findall((GUIDES / f"{page(rules.noun, rules.type)}.md").read_text())
    return str(text)


def scaffold(rules: TypeRules) -> str:
    """What the command scaffold prints, with streams where there are some, and else with the next steps."""
    point = starting_point(rules)
    others = selections(point) if "field_selection" in rules.steps else next_steps(point)
    return text((*blocks(point, "write-only", remarks=True), *others))


def write(terraform: Terraform, types: Iterable[TypeRules], configuration: Callable[[TypeRules], str]) -> int:
    """Write the configurations of types to one directory, with values for variables; how many resources they have."""
    written = 0
    values: dict[str, str] = {}
    for rules in types:
        hcl = configuration(rules)
        terraform.workspace.write(hcl, f"{page(rules.noun, rules.type)}.tf")
        point = starting_point(rules)
        values |= {f"{point.label}_{each.rule.name}": each.value for each in point.needed if each.rule.credential}
        written += len(RESOURCE.findall(hcl))
    terraform.workspace.write(json.dumps(values), "terraform.tfvars.json")
    terraform.workspace.write(HEADER + PROVIDER, "provider.tf")
    terraform.run("fmt", "-check", "-diff")
    return written


def test_the_configurations_of_all_types_are_formatted_and_planned_or_valid(
    terraform: Terraform, another: Callable[[str], Terraform]
) -> None:
    """Those on pages are planned if the account may create the type. What scaffold prints is validated."""
    if terraform.workspace.engine.version < (1, 11):
        pytest.skip("the configurations have write-only attributes, which require version 1.11")
    available = [each for each in TYPES if each.pipeline_state not in ON_REQUEST]
    assert write(terraform, available, page_configuration) == 151
    actions = terraform.actions()
    assert sum(not address.startswith("stitch_stream_selections") for address in actions) == 151
    assert set(actions.values()) == {"create"}

    others = another("others")
    assert write(others, (each for each in TYPES if each not in available), page_configuration) == 45
    others.run("validate")

    scaffolds = another("scaffolds")
    assert write(scaffolds, available, scaffold) == 151
    scaffolds.run("validate")
