"""Source types and destination types (reference 2.3, 2.5).

The listing of source types also contains destinations and retired integrations. These entries have no `steps`, and no
source can have such a type (reference 7.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stitch_provider import catalog
from stitch_provider.simulator.answers import answer, not_found
from stitch_provider.simulator.report_card import destination_type_card, source_type_card
from stitch_provider.simulator.routing import route

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call

_RETIRED: Final = (
    "ad-words", "adroll", "autopilothq", "bingads", "closeio", "deskdotcom", "facebook",
    "google-analytics-reporting", "google-ecommerce", "googleanalytics", "hubspot", "intercom", "jira", "mailchimp",
    "marketo", "mixpanel", "netsuite", "pardot", "pipedrive", "pipeline_iapi", "postgres", "quickbooks", "recurly",
    "salesforce", "square", "stripe", "trello", "twitter", "xero", "zendesk", "zopim", "zuora",
)  # fmt: skip
_STILL_RELEASED: Final = ("deskdotcom", "googleanalytics")
_AMONG_SOURCES: Final = (
    "azure_sqldw", "bigquery", "bigquery_v2", "databricks_delta", "dataworld", "mssql_server", "mysql_destination",
    "panoply", "redshift", "s3", "snowflake", "storagegrid",
)  # fmt: skip


def list_source_types(call: Call) -> Answer:
    """GET /v4/source-types."""
    plan = call.simulator.switches.plan
    cards = [source_type_card(each, plan) for each in catalog.source_types().values()]
    return answer(sorted([*cards, *map(_stepless, (*_RETIRED, *_AMONG_SOURCES))], key=lambda card: str(card["type"])))


def get_source_type(call: Call) -> Answer:
    """GET /v4/source-types/{type}; 404 for an unknown type (undocumented)."""
    found = catalog.source_type(call.path["type"])
    if found is None:
        raise not_found()
    return answer(source_type_card(found, call.simulator.switches.plan))


def list_destination_types(call: Call) -> Answer:
    """GET /v4/destination-types: all types, including those that the documented listing does not have (A6)."""
    plan = call.simulator.switches.plan
    return answer([destination_type_card(each, plan) for each in catalog.destination_types().values()])


def get_destination_type(call: Call) -> Answer:
    """GET /v4/destination-types/{type}; 404 for an unknown type (undocumented)."""
    found = catalog.destination_type(call.path["type"])
    if found is None:
        raise not_found()
    return answer(destination_type_card(found, call.simulator.switches.plan))


def _stepless(name: str) -> dict[str, Any]:
    destination = catalog.destination_type(name) if name in _AMONG_SOURCES else None
    released = name in _STILL_RELEASED
    successor = f"platform.{name}"
    return {
        "type": name,
        "details": {
            "pricing_tier": destination.details.pricing_tier if destination else "standard",
            "pipeline_state": destination.details.pipeline_state if destination else _state(name, released=released),
            "default_start_date": None,
            "default_scheduling_interval": None,
            "protocol": destination.details.protocol if destination else name,
            "access": destination.details.access if destination else released,
            "image_version": None,
        },
        "upgrade_available": {"type": successor} if name in _RETIRED and catalog.source_type(successor) else None,
    }


def _state(name: str, *, released: bool) -> str:
    if released:
        return "released"
    return "alpha" if name in _AMONG_SOURCES else "deprecated"


ROUTES: Final = (
    route("GET", "/v4/source-types", list_source_types),
    route("GET", "/v4/source-types/{type}", get_source_type),
    route("GET", "/v4/destination-types", list_destination_types),
    route("GET", "/v4/destination-types/{type}", get_destination_type),
)
