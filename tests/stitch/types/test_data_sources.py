import json
from decimal import Decimal
from typing import Any, TypeVar, cast, get_args

import pytest

from stitch_provider import catalog
from stitch_provider.connect import (
    Details,
    Entries,
    NotFoundError,
    PropertySpec,
    ReportCard,
    Step,
    UnavailableError,
    UpgradeAvailable,
)
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.types.data_sources import (
    DestinationTypeDataSource,
    DestinationTypesDataSource,
    SourceTypeDataSource,
    SourceTypesDataSource,
)
from stitch_provider.stitch.types.model import (
    KINDS,
    DestinationTypeModel,
    DestinationTypesModel,
    SourceTypeModel,
    SourceTypesModel,
)
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.schema.fields import fields
from stitch_provider.terraform.schema.model import bind, unbind

M = TypeVar("M")

DATA_SOURCES: list[Any] = [
    SourceTypeDataSource(),
    SourceTypesDataSource(),
    DestinationTypeDataSource(),
    DestinationTypesDataSource(),
]
GITHUB = ReportCard(
    type="platform.github",
    steps=(
        Step(
            "form",
            (
                PropertySpec("access_token", is_required=True, is_credential=True, json_schema={"type": "string"}),
                PropertySpec("repository", is_required=True, json_schema={"type": "string"}),
                PropertySpec("frequency_in_minutes", json_schema={"type": "string", "pattern": "^30$|^60$"}),
                PropertySpec("image_version", property_type="read_only"),
                PropertySpec("novelty", property_type="user_provided_immutable", json_schema={"type": "integer"}),
            ),
        ),
        Step("oauth"),
        Step("fully_configured"),
    ),
    details=Details(
        access=True,
        pipeline_state="released",
        pricing_tier="standard",
        default_scheduling_interval=60.0,
        default_start_date="-1 year",
        image_version="1.latest",
        protocol="platform.github",
    ),
    upgrade_available=UpgradeAvailable("platform.github2"),
)
NEW = ReportCard(type="platform.new", steps=(Step("form"),), details=Details(access=False, pipeline_state="beta"))
BARE = ReportCard(type="platform.bare", steps=(Step("form"),))
SNOWFLAKE = ReportCard(type="snowflake", steps=(Step("form"),), details=Details(access=True, pipeline_state="released"))


class Types:
    """The types of a service, of either kind, or a service that fails."""

    def __init__(self, *cards: ReportCard, failure: Exception | None = None) -> None:
        self.cards = cards
        self.failure = failure

    async def list(self) -> Entries[ReportCard]:
        if self.failure:
            raise self.failure
        return Entries("GET /types", self.cards)

    async def get(self, name: str) -> ReportCard:
        found = [card for card in (await self.list()).readable if card.type == name]
        if not found:
            raise NotFoundError("no such type")
        return found[0]


class Client:
    """A client of that service."""

    def __init__(self, types: Types) -> None:
        self.source_types = self.destination_types = types


def account(*cards: ReportCard, failure: Exception | None = None) -> ProviderData:
    return ProviderData(cast("Any", Client(Types(*cards, failure=failure))), None)


def config(model: type[M], **given: Any) -> M:
    return bind(model, dict.fromkeys(fields(model)) | given)


@pytest.mark.parametrize("data_source", DATA_SOURCES, ids=lambda each: each.type_name)
def test_model_and_schema_agree(data_source: Any) -> None:
    empty = dict.fromkeys(data_source.schema.object_type.attributes)
    assert unbind(bind(data_source.model, {**empty, "type": "x"} if "type" in empty else empty)).keys() == empty.keys()


@pytest.mark.parametrize("data_source", DATA_SOURCES, ids=lambda each: each.type_name)
async def test_what_is_read_has_every_attribute_of_the_schema(data_source: Any) -> None:
    cards = (SNOWFLAKE,) if "destination" in data_source.type_name else (GITHUB,)
    single = "type" in data_source.schema.attributes
    given = config(data_source.model, **({"type": cards[0].type} if single else {}))
    value = unbind((await data_source.read(given, account(*cards))).state)
    nested = value["properties"].values() if single else value["types"]
    attributes = data_source.schema.attributes["properties" if single else "types"].type.attributes
    assert value.keys() == data_source.schema.attributes.keys()
    assert all(each.keys() == attributes.keys() for each in nested)


async def test_a_source_type_is_completed_from_the_catalog() -> None:
    state = (await SourceTypeDataSource().read(config(SourceTypeModel, type="platform.github"), account(GITHUB))).state
    assert (state.display_name, state.kind, state.documented) == ("GitHub", "saas", True)
    assert (state.oauth, state.access, state.pipeline_state) == (True, True, "released")
    assert (state.default_scheduling_interval, type(state.default_scheduling_interval)) == (60, int)
    assert (state.default_start_date, state.image_version) == ("-1 year", "1.latest")
    assert state.upgrade_available == "platform.github2"
    assert state.steps == ("form", "oauth", "fully_configured")
    assert state.properties is not None
    token = state.properties["access_token"]
    assert (token.required, token.credential, token.step) == (True, True, "form")
    repository = state.properties["repository"]
    assert repository.meaning == "Repositories to replicate, as owner and name, separated by spaces."
    assert state.properties["novelty"].meaning is None
    frequency = state.properties["frequency_in_minutes"]
    assert (frequency.expects, frequency.default) == ('"30" or "60"', "60")
    assert json.loads(frequency.json_schema or "") == {"type": "string", "pattern": "^30$|^60$"}
    assert state.properties["image_version"].read_only
    assert state.properties["image_version"].expects is None
    assert state.properties["novelty"].immutable


async def test_a_type_that_the_catalog_lacks_is_shown_without_its_additions() -> None:
    state = (await SourceTypeDataSource().read(config(SourceTypeModel, type="platform.new"), account(NEW))).state
    assert (state.display_name, state.kind, state.documented, state.access) == (None, None, False, False)


async def test_a_fraction_of_a_minute_stays_exact() -> None:
    card = ReportCard(type="x", steps=(Step("form"),), details=Details(default_scheduling_interval=0.1))
    state = (await SourceTypeDataSource().read(config(SourceTypeModel, type="x"), account(card))).state
    assert state.default_scheduling_interval == Decimal("0.1")


async def test_a_misspelt_source_type_is_an_error_with_the_nearest_names() -> None:
    with pytest.raises(DiagnosticError) as raised:
        await SourceTypeDataSource().read(config(SourceTypeModel, type="platform.githb"), account(GITHUB))
    (found,) = raised.value.diagnostics
    assert (str(found.path), found.summary) == ("type", "No such source type")
    assert '"platform.github"' in found.detail


async def test_a_destination_type_that_is_not_listed_comes_from_the_catalog() -> None:
    read = DestinationTypeDataSource().read
    state = (await read(config(DestinationTypeModel, type="bigquery_v2"), account(SNOWFLAKE))).state
    assert (state.listed, state.display_name, state.access) == (False, "Google BigQuery", True)
    assert state.properties is not None
    assert state.properties["loading_mode"].immutable
    meaning = "Whether changed rows replace older ones (UPSERT) or are added (APPEND_ONLY)."
    assert state.properties["loading_mode"].meaning == meaning
    assert state.properties["loading_mode"].allowed == ("UPSERT", "APPEND_ONLY")
    assert (await read(config(DestinationTypeModel, type="snowflake"), account(SNOWFLAKE))).state.listed


async def test_an_unknown_destination_type_is_an_error() -> None:
    with pytest.raises(DiagnosticError, match="No such destination type"):
        await DestinationTypeDataSource().read(config(DestinationTypeModel, type="snowflak"), account(SNOWFLAKE))


@pytest.mark.parametrize("data_source", DATA_SOURCES, ids=lambda each: each.type_name)
async def test_a_failing_service_is_explained(data_source: Any) -> None:
    given = config(data_source.model, **({"type": "x"} if "type" in data_source.schema.attributes else {}))
    with pytest.raises(DiagnosticError, match=r"Could not (read|list the) (source|destination) type"):
        await data_source.read(given, account(failure=UnavailableError("no answer")))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["platform.bare", "platform.github", "platform.new"]),
        ({"kind": "saas"}, ["platform.github"]),
        ({"kind": "webhook"}, []),
        ({"oauth": True}, ["platform.github"]),
        ({"oauth": False}, ["platform.bare", "platform.new"]),
        ({"access": True}, ["platform.github"]),
        ({"access": False}, ["platform.new"]),
        ({"pipeline_state": "beta"}, ["platform.new"]),
        ({"pipeline_state": "released", "oauth": False}, []),
    ],
)
async def test_source_types_are_filtered_and_sorted(filters: dict[str, Any], names: list[str]) -> None:
    found = await SourceTypesDataSource().read(config(SourceTypesModel, **filters), account(NEW, GITHUB, BARE))
    assert [each.type for each in found.state.types or ()] == names
    assert found.diagnostics == ()
    assert {name: getattr(found.state, name) for name in filters} == filters


@pytest.mark.parametrize(
    ("filters", "names"),
    [({}, ["snowflake"]), ({"access": False}, []), ({"oauth": False}, ["snowflake"])],
)
async def test_destination_types_are_filtered(filters: dict[str, Any], names: list[str]) -> None:
    found = await DestinationTypesDataSource().read(config(DestinationTypesModel, **filters), account(SNOWFLAKE))
    assert [each.type for each in found.state.types or ()] == names


async def test_a_pipeline_state_that_no_type_is_in_is_a_warning() -> None:
    found = await SourceTypesDataSource().read(config(SourceTypesModel, pipeline_state="relased"), account(GITHUB, NEW))
    (diagnostic,) = found.diagnostics
    assert (diagnostic.severity.name, str(diagnostic.path)) == ("WARNING", "pipeline_state")
    assert diagnostic.detail.endswith('Did you mean "released"?')


def test_the_kinds_to_filter_by_are_those_of_the_catalog() -> None:
    from stitch_provider.catalog.models import Kind

    assert set(KINDS) == set(get_args(Kind)) == {each.kind for each in catalog.source_types().values()}
