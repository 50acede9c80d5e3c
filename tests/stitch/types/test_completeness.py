from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from stitch_provider.stitch.types.check import CREDENTIALS, CREDENTIALS_WO, PROPERTIES
from stitch_provider.stitch.types.completeness import check_unset
from stitch_provider.stitch.types.rules import PropertyRule, TypeRules, from_catalog
from stitch_provider.terraform.diagnostics import Severity

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.path import Path

POSTGRES = replace(from_catalog("source", "platform.hp-postgres"), origin="service")


def found(path: Path, *names: str, rules: TypeRules = POSTGRES) -> list[Diagnostic]:
    return list(check_unset(rules, [(path, names)]))


@pytest.mark.parametrize(
    ("path", "names", "advice"),
    [
        (PROPERTIES, ("host", "port"), "ignore_changes"),
        (CREDENTIALS, ("password",), "remove the whole attribute credentials to"),
        (CREDENTIALS_WO, ("password",), "remove the whole attribute credentials_wo to"),
    ],
)
def test_leaving_out_what_the_type_requires_is_an_error_that_names_it_and_the_ways_out(
    path: Path, names: tuple[str, ...], advice: str
) -> None:
    (refused,) = found(path, *names)
    assert (refused.severity, refused.path) == (Severity.ERROR, path)
    assert all(f'"{name}"' in refused.detail for name in names)
    assert advice in refused.detail


def test_what_only_the_catalog_requires_is_a_warning() -> None:
    (warned,) = found(PROPERTIES, "host", rules=replace(POSTGRES, origin="catalog"))
    assert (warned.severity, warned.summary) == (Severity.WARNING, "Required property left out")


def test_optional_properties_are_unset_without_a_diagnostic() -> None:
    assert found(PROPERTIES, "ssh_host", "not_in_the_type") == []


@pytest.mark.parametrize(
    "rule",
    [
        PropertyRule(name="mode", required=True, property_type="read_only"),
        PropertyRule(name="mode", required=True, property_type="system_provided_by_default"),
        PropertyRule(name="encryption_type", required=True),
    ],
)
def test_what_stitch_sets_itself_may_be_left_out(rule: PropertyRule) -> None:
    assert found(PROPERTIES, rule.name, rules=replace(POSTGRES, properties={rule.name: rule})) == []


def test_a_credential_that_the_type_does_not_require_is_named_by_a_warning() -> None:
    (warned,) = found(CREDENTIALS_WO, "ssl_key")
    assert (warned.severity, warned.path) == (Severity.WARNING, CREDENTIALS_WO)
    assert '"ssl_key"' in warned.detail
