from __future__ import annotations

import pytest

from stitch_provider import catalog
from stitch_provider.simulator.report_card import Progress, current_step, source_type_card

SOURCES = catalog.source_types()
OAUTH = SOURCES["platform.google-analytics"]
FORM = {rule.name for rule in OAUTH.properties.values() if rule.step == "form" and rule.required}
ALL = {rule.name for rule in OAUTH.properties.values() if rule.required}


@pytest.mark.parametrize(
    ("progress", "step"),
    [
        (Progress(), (1, "form")),
        (Progress(FORM), (2, "oauth")),
        (Progress(ALL), (3, "discover_schema")),
        (Progress(ALL, discovered=True), (4, "field_selection")),
        (Progress(ALL, discovered=True, selected=True), (5, "fully_configured")),
        (Progress(FORM, discovered=True, selected=True), (2, "oauth")),
    ],
)
def test_the_current_step_is_the_first_that_is_not_complete(progress: Progress, step: tuple[int, str]) -> None:
    assert current_step(OAUTH, progress) == step


def test_sources_without_discovery_are_fully_configured_after_the_form() -> None:
    assert current_step(SOURCES["import_api"], Progress()) == (2, "fully_configured")


@pytest.mark.parametrize(("type_name", "step"), [("import_api", 2), ("webhook.segment", 2), ("platform.github", 1)])
def test_the_listing_contains_an_empty_report_card(type_name: str, step: int) -> None:
    assert source_type_card(SOURCES[type_name], "standard")["current_step"] == step


@pytest.mark.parametrize(("plan", "access"), [("standard", False), ("premium", True)])
def test_enterprise_types_need_a_plan_above_standard(plan: str, access: bool) -> None:
    enterprise = [
        each
        for each in SOURCES.values()
        if each.details.pricing_tier == "enterprise" and each.details.pipeline_state == "released"
    ]
    assert enterprise
    assert {source_type_card(each, plan)["details"]["access"] for each in enterprise} == {access}  # type: ignore[arg-type]
