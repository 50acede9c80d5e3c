"""What a listing changes in the catalog, what it does not change, and how the differences are displayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from catalog_update.comparison import differences
from catalog_update.listing import Listing, ListingError
from catalog_update.merging import merged, unlisted
from stitch_provider.catalog.loader import Types
from stitch_provider.catalog.models import DestinationType, Details, Property, SourceType
from stitch_provider.connect import Details as LiveDetails
from stitch_provider.connect import PropertySpec, ReportCard, Step, UpgradeAvailable

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = {"type": "string"}
STEPS = ("form", "fully_configured")
RELEASED = LiveDetails(
    pricing_tier="standard",
    pipeline_state="released",
    protocol="platform.github",
    default_start_date="-1 year",
    default_scheduling_interval=60.0,
    image_version="1.latest",
    access=True,
)
SPEC = PropertySpec("repository", is_required=True, json_schema=TEXT)

GITHUB = SourceType(
    type="platform.github",
    display_name="GitHub",
    kind="saas",
    documented=True,
    steps=STEPS,
    details=Details(
        pipeline_state="released",
        pricing_tier="standard",
        protocol="platform.github",
        default_start_date="-1 year",
        default_scheduling_interval=60,
        image_version="1.latest",
    ),
    empty_step=(1, "form"),
    property_list=(Property(name="repository", required=True, schema=TEXT),),
)
POSTGRES = DestinationType(
    type="postgres",
    display_name="PostgreSQL",
    documented=True,
    listed=True,
    steps=STEPS,
    details=Details(pipeline_state="released", pricing_tier="standard", protocol="postgres"),
    regions=("us-east-1",),
    property_list=(Property(name="port", default="5432"),),
)


def github(*specs: PropertySpec, **values: Any) -> ReportCard:
    """A report card that agrees with the catalog's GitHub, except for these values."""
    steps = (Step("form", specs or (SPEC,)), Step("fully_configured"))
    usual = {"type": "platform.github", "current_step": 1.0, "current_step_type": "form", "details": RELEASED}
    return ReportCard(**{**usual, "steps": steps, **values})


def postgres() -> ReportCard:
    details = LiveDetails(pricing_tier="standard", pipeline_state="released", protocol="postgres", access=False)
    return ReportCard(type="postgres", steps=(Step("form", (PropertySpec("port"),)), Step(STEPS[1])), details=details)


def types(*sources: SourceType, destinations: tuple[DestinationType, ...] = (POSTGRES,)) -> Types:
    return Types(sources or (GITHUB,), destinations)


def listing(*sources: ReportCard, destinations: tuple[ReportCard, ...] | None = None) -> Listing:
    def by_type(cards: tuple[ReportCard, ...]) -> Mapping[str, ReportCard]:
        return {card.type or "": card for card in cards}

    return Listing(by_type(sources or (github(),)), by_type((postgres(),) if destinations is None else destinations))


def github_after(card: ReportCard, known: SourceType = GITHUB) -> SourceType:
    (found,) = merged(types(known), listing(card)).sources
    return found


def with_property(**values: Any) -> SourceType:
    (repository,) = GITHUB.property_list
    return msgspec.structs.replace(GITHUB, property_list=(msgspec.structs.replace(repository, **values),))


def difference_text(before: Types, after: Types) -> str:
    return "\n".join(differences(before, after))


def test_a_listing_that_agrees_with_the_catalog_changes_nothing() -> None:
    assert merged(types(), listing()) == types()
    assert difference_text(types(), types()) == ""


@pytest.mark.parametrize(
    ("card", "changes"),
    [
        (github(steps=(Step("form", (SPEC,)), Step("oauth"))), {"steps": ("form", "oauth")}),
        (github(upgrade_available=UpgradeAvailable("platform.hub")), {"upgrade_available": "platform.hub"}),
        (github(current_step=2, current_step_type="fully_configured"), {"empty_step": (2, "fully_configured")}),
    ],
)
def test_the_listing_takes_precedence_for_facts_of_a_type(card: ReportCard, changes: dict[str, Any]) -> None:
    assert github_after(card) == msgspec.structs.replace(GITHUB, **changes)


def test_the_listing_takes_precedence_for_details() -> None:
    details = github_after(github(details=msgspec.structs.replace(RELEASED, image_version="2.latest"))).details
    assert details == msgspec.structs.replace(GITHUB.details, image_version="2.latest")


def test_the_access_of_the_account_is_ignored() -> None:
    assert github_after(github(details=msgspec.structs.replace(RELEASED, access=False))) == GITHUB


def test_details_are_kept_if_the_report_card_has_none() -> None:
    assert github_after(github(details=None)) == GITHUB


@pytest.mark.parametrize(
    ("spec", "changes"),
    [
        (PropertySpec("repository", json_schema=TEXT), {"required": False}),
        (msgspec.structs.replace(SPEC, is_credential=True), {"credential": True}),
        (msgspec.structs.replace(SPEC, property_type="read_only"), {"property_type": "read_only"}),
        (msgspec.structs.replace(SPEC, system_provided=True), {"system_provided": True}),
        (msgspec.structs.replace(SPEC, json_schema=None), {"schema": None}),
        (msgspec.structs.replace(SPEC, tap_mutable=True), {"tap_mutable": True}),
    ],
)
def test_the_listing_takes_precedence_for_facts_of_a_property(spec: PropertySpec, changes: dict[str, Any]) -> None:
    assert github_after(github(spec)) == with_property(**changes)


@pytest.mark.parametrize(
    "known",
    [
        msgspec.structs.replace(GITHUB, display_name="GitHub.com", kind="database", documented=False),
        msgspec.structs.replace(GITHUB, docs_deprecated_for="platform.hub"),
        with_property(default="acme/widgets", allowed=("acme/widgets",), internal=True),
        with_property(docs_differs={"required": False, "allowed": ["acme/*"]}),
    ],
)
def test_facts_that_are_in_no_report_card_are_kept(known: SourceType) -> None:
    assert github_after(github(), known) == known


def test_a_claim_of_the_documentation_is_dropped_once_the_listing_agrees() -> None:
    known = with_property(docs_differs={"required": False, "provided_by": "system", "credential": True})
    listed = PropertySpec("repository", json_schema=TEXT, property_type="system_provided_by_default")
    assert github_after(github(listed), known).properties["repository"].docs_differs == {"credential": True}


def test_a_property_that_is_no_longer_listed_is_removed() -> None:
    assert list(github_after(github(PropertySpec("organization"))).properties) == ["organization"]


@pytest.mark.parametrize(("origin", "kept"), [("docs", True), ("inferred", False)])
def test_a_property_that_was_never_listed_is_kept_if_it_is_documented(origin: str, kept: bool) -> None:
    known = with_property(origin=origin)
    after = github_after(github(PropertySpec("organization")), known).properties
    assert (after.get("repository") == known.property_list[0]) is kept


def test_a_documented_property_that_is_now_listed_originates_from_the_listing() -> None:
    assert github_after(github(), with_property(origin="docs")) == GITHUB


def test_documented_properties_that_are_not_listed_come_last_in_their_step() -> None:
    card = github(steps=(Step("form", (PropertySpec("organization"),)), Step("oauth", (PropertySpec("token"),))))
    assert list(github_after(card, with_property(origin="docs")).properties) == ["organization", "repository", "token"]


def test_a_documented_property_is_removed_with_its_step() -> None:
    assert list(github_after(github(), with_property(name="token", step="oauth", origin="docs")).properties) == [
        "repository"
    ]


def test_equal_schemas_keep_the_order_of_their_keys() -> None:
    known = with_property(schema={"type": "string", "format": "date-time"})
    spec = msgspec.structs.replace(SPEC, json_schema={"format": "date-time", "type": "string"})
    assert list(github_after(github(spec), known).property_list[0].schema or ()) == ["type", "format"]


def test_a_guess_is_replaced_by_what_the_listing_contains() -> None:
    known = msgspec.structs.replace(GITHUB, inferred=("steps", "details", "kind"))
    assert github_after(github(), known).inferred == ("kind",)


def test_guesses_about_a_new_source_type_are_marked() -> None:
    card = github(type="webhook.acme-crm")
    assert merged(types(), listing(github(), card)).sources[1] == msgspec.structs.replace(
        GITHUB,
        type="webhook.acme-crm",
        display_name="Acme Crm",
        kind="webhook",
        documented=False,
        inferred=("display_name", "kind"),
    )


def test_guesses_about_a_new_destination_type_are_marked() -> None:
    added = merged(types(destinations=()), listing()).destinations
    assert added == (
        msgspec.structs.replace(
            POSTGRES,
            display_name="Postgres",
            documented=False,
            regions=(),
            inferred=("display_name",),
            property_list=(Property(name="port"),),
        ),
    )


def test_a_source_type_that_is_no_longer_listed_is_removed() -> None:
    assert merged(types(), listing(github(type="platform.hub"))).sources[0].type == "platform.hub"


def test_a_source_type_that_was_never_listed_is_kept() -> None:
    known = msgspec.structs.replace(GITHUB, type="platform.ga4", inferred=("steps", "details"))
    after = merged(types(known, GITHUB), listing())
    assert after.sources == (known, GITHUB)
    assert unlisted(after) == ["platform.ga4"]


def test_a_destination_type_that_is_not_listed_is_kept() -> None:
    after = merged(types(), listing(destinations=()))
    assert after.destinations == (msgspec.structs.replace(POSTGRES, listed=False),)
    assert unlisted(after) == ["postgres"]


def test_a_value_that_the_models_do_not_allow_is_an_error_that_names_it() -> None:
    card = github(details=msgspec.structs.replace(RELEASED, pipeline_state="sunset"))
    with pytest.raises(ListingError, match=r"platform\.github .*'sunset'.*details\.pipeline_state"):
        merged(types(), listing(card))


def test_the_differences_show_old_and_new_value_of_each_fact() -> None:
    after = types(
        msgspec.structs.replace(
            with_property(required=False),
            details=msgspec.structs.replace(GITHUB.details, image_version="2.latest"),
            upgrade_available="platform.hub",
        )
    )
    assert difference_text(types(), after).splitlines() == [
        "Source types",
        "  ~ platform.github",
        '      upgrade_available: null -> "platform.hub"',
        '      details.image_version: "1.latest" -> "2.latest"',
        "      ~ property repository",
        "          required: true -> false",
    ]


def test_the_differences_show_new_and_removed_properties() -> None:
    after = types(msgspec.structs.replace(GITHUB, property_list=(Property(name="organization", schema=TEXT),)))
    assert difference_text(types(), after).splitlines()[2:] == [
        "      - property repository",
        '      + property {"name":"organization","schema":{"type":"string"}}',
    ]


def test_the_differences_show_another_order_of_properties() -> None:
    both = (Property(name="a"), Property(name="b"))
    before = types(msgspec.structs.replace(GITHUB, property_list=both))
    after = types(msgspec.structs.replace(GITHUB, property_list=both[::-1]))
    assert difference_text(before, after).splitlines()[2:] == ["      ~ order of the properties: b, a"]


def test_the_differences_show_new_and_removed_types() -> None:
    hub = msgspec.structs.replace(GITHUB, type="platform.hub")
    lines = difference_text(types(), types(hub, destinations=())).splitlines()
    assert lines[:4] == ["Source types", "  - platform.github", "  + platform.hub", '      display_name: "GitHub"']
    assert '      + property {"name":"repository","required":true,"schema":{"type":"string"}}' in lines
    assert lines[-2:] == ["Destination types", "  - postgres"]
