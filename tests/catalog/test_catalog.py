import json
import subprocess
import sys
from collections import Counter
from ipaddress import ip_network
from typing import get_args

import jsonschema_rs
import pytest

from catalog_update import files
from stitch_provider import catalog
from stitch_provider.catalog.models import DestinationType, Property, PropertyType, SourceType
from stitch_provider.stitch.regions.names import REGIONS

TYPES: list[SourceType | DestinationType] = [*catalog.source_types().values(), *catalog.destination_types().values()]
PROPERTIES: list[tuple[str, Property]] = [(each.type, prop) for each in TYPES for prop in each.properties.values()]
SCHEMAS = {json.dumps(prop.schema, sort_keys=True): prop.schema for _, prop in PROPERTIES if prop.schema is not None}
STREAMS = [(name, stream) for name in catalog.source_types() for stream in catalog.streams(name)]
STEPS = [
    ("form", "discover_schema", "field_selection", "fully_configured"),
    ("form", "oauth", "discover_schema", "field_selection", "fully_configured"),
    ("form", "fully_configured"),
    ("form", "oauth", "fully_configured"),
]


def source(name: str) -> SourceType:
    found = catalog.source_type(name)
    assert found is not None
    return found


def destination(name: str) -> DestinationType:
    found = catalog.destination_type(name)
    assert found is not None
    return found


def test_types_are_sorted_and_mapped_by_their_names() -> None:
    for types in (catalog.source_types(), catalog.destination_types()):
        assert list(types) == sorted(types)
        assert all(name == each.type for name, each in types.items())


def test_an_unknown_type_is_none_and_has_no_streams() -> None:
    assert catalog.source_type("platform.gitub") is None
    assert catalog.destination_type("platform.github") is None
    assert catalog.streams("platform.gitub") == ()


def test_step_sequences_are_those_of_the_reference() -> None:
    assert {each.steps for each in catalog.source_types().values()} == set(STEPS)
    assert {each.steps for each in catalog.destination_types().values()} <= {STEPS[2], STEPS[3]}


def test_every_property_is_in_a_step_of_its_type() -> None:
    assert all(prop.step in each.steps for each in TYPES for prop in each.properties.values())


def test_every_property_type_is_one_that_the_api_has() -> None:
    assert {prop.property_type for _, prop in PROPERTIES} == set(get_args(PropertyType))


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())
def test_every_schema_compiles(schema: dict[str, object]) -> None:
    jsonschema_rs.validator_for(schema, validate_formats=True)


def test_properties_are_in_the_order_of_the_steps() -> None:
    for each in TYPES:
        places = [each.steps.index(prop.step) for prop in each.property_list]
        assert places == sorted(places), each.type


def test_no_type_has_two_properties_of_one_name() -> None:
    assert [each.type for each in TYPES if len(each.properties) != len(each.property_list)] == []


@pytest.mark.parametrize(
    ("type_name", "prop", "pattern"),
    [
        ("platform.aurora", "ssh", "^(true|false)"),
        ("platform.hp-postgres", "ssh_port", r"^\d+"),
        ("platform.postgres", "wal2json_message_format", "^1|2$"),
        ("platform.github", "start_date", r"^\d{4}-\d{2}-\d{2}T00:00:00Z$"),
        ("platform.github", "frequency_in_minutes", "^1$|^30$|^60$|^360$|^720$|^1440$"),
    ],
)
def test_patterns_that_the_service_does_not_anchor_are_kept_unchanged(type_name: str, prop: str, pattern: str) -> None:
    schema = source(type_name).properties[prop].schema
    assert schema is not None
    assert schema["pattern"] == pattern


def test_the_source_type_github_has_its_documented_properties_and_streams() -> None:
    github = source("platform.github")
    assert github.display_name == "GitHub"
    assert github.kind == "saas"
    assert github.documented
    assert not github.oauth
    assert github.details.default_scheduling_interval == 60
    assert github.details.protocol == "platform.github"
    token = github.properties["access_token"]
    assert (token.required, token.credential, token.step) == (True, True, "form")
    assert github.properties["image_version"].read_only
    assert github.properties["frequency_in_minutes"].default == "60"
    assert [each.tap_stream_id for each in catalog.streams("platform.github")][:2] == ["assignees", "collaborators"]


def test_the_destination_type_postgres_has_its_documented_properties() -> None:
    postgres = destination("postgres")
    assert (postgres.listed, postgres.regions) == (True, ("us-east-1", "eu-central-1"))
    assert postgres.properties["ssl"].schema == {"type": "boolean"}
    assert postgres.properties["port"].default == "5432"
    assert postgres.details.image_version is None


def test_facts_that_deviate_from_the_usual_are_kept() -> None:
    assert source("import_api").empty_step == (2, "fully_configured")
    assert source("platform.mysql").upgrade_available == "platform.hp-mysql"
    assert source("platform.marketo").docs_deprecated_for == "platform.marketobulk"
    assert source("platform.mariadb").details.protocol == "platform.mysql"
    assert source("platform.ga4").inferred == ("steps", "details")
    assert destination("bigquery_v2").properties["loading_mode"].immutable
    assert destination("s3").properties["csv_delimiter"].allowed == (",", "|", "\t")
    assert destination("s3").properties["sentinel_key"].docs_differs == {"provided_by": "user"}
    assert destination("storagegrid").regions == ()
    shiphero = source("platform.shiphero").properties
    assert (shiphero["token"].origin, shiphero["api_token"].origin) == ("listing", "docs")


def test_branded_types_have_the_streams_of_their_protocol() -> None:
    assert catalog.streams("platform.hp-mariadb") == catalog.streams("platform.hp-mysql") != ()
    assert catalog.streams("platform.postgres") == catalog.streams("platform.hp-postgres") != ()


def test_every_field_that_a_stream_refers_to_exists() -> None:
    for name, stream in STREAMS:
        where = f"{name} {stream.tap_stream_id}"
        fields = set(stream.fields)
        assert fields, where
        named = {*stream.key_properties, *stream.replication_keys, *stream.unsupported, *stream.view_key_candidates}
        assert named | set(stream.behavior) | set(stream.field_exclusions) | set(stream.sql_datatypes) <= fields, where
        assert stream.forced == (stream.replication_method is not None), where


def test_stream_ids_are_unique_in_their_source() -> None:
    assert max(Counter((name, stream.tap_stream_id) for name, stream in STREAMS).values()) == 1


def test_streams_are_those_of_types_in_the_catalog() -> None:
    assert sorted(files.read_streams(files.CATALOG).keys() - catalog.source_types().keys()) == []


def test_files_are_in_the_form_that_the_update_writes() -> None:
    types = files.text_of_types(files.read_types(files.CATALOG))
    streams = files.text_of_streams(files.read_streams(files.CATALOG))
    advice = "run scripts/update-catalog --format"
    assert (files.CATALOG / "types.json").read_text(encoding="utf-8") == types, advice
    assert (files.CATALOG / "streams.json").read_text(encoding="utf-8") == streams, advice
    explanations = files.text_of_explanations(files.read_explanations(files.CATALOG))
    assert (files.CATALOG / "explanations.json").read_text(encoding="utf-8") == explanations, advice


@pytest.mark.parametrize("name", ["types.json", "streams.json", "regions.json", "explanations.json"])
def test_no_line_of_a_file_is_too_long_to_read(name: str) -> None:
    text = (files.CATALOG / name).read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) < 1200


def test_regions_are_those_that_schemas_accept_and_that_destination_types_name() -> None:
    regions = catalog.regions().regions
    assert tuple(regions) == REGIONS
    assert {name for each in catalog.destination_types().values() for name in each.regions} == set(REGIONS)


def test_addresses_are_single_hosts_and_belong_to_one_region() -> None:
    known = catalog.regions()
    blocks = [*known.saas_cidr_blocks, *(block for each in known.regions.values() for block in each.cidr_blocks)]
    assert all(ip_network(block).is_global and ip_network(block).num_addresses == 1 for block in blocks)
    assert len(set(blocks)) == len(blocks) == 10


def test_loaders_of_buckets_are_destination_types() -> None:
    assert catalog.regions().loaders.keys() <= catalog.destination_types().keys()


def test_importing_the_catalog_loads_nothing() -> None:
    code = "import sys, stitch_provider.catalog; print(sorted({'msgspec', 'dataclasses', 'json'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"


def test_types_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        catalog.source_types()["platform.new"] = source("platform.github")  # type: ignore[index]


@pytest.mark.parametrize(
    ("type_name", "name", "meaning"),
    [
        ("platform.github", "repository", "Repositories to replicate, as owner and name, separated by spaces."),
        ("platform.hp-mariadb", "host", "Host name or IP address of the database server."),
        ("platform.netsuite-suite-analytics", "host", "Host name of the service SuiteAnalytics Connect."),
        ("platform.sftp", "start_date", "Date from which data is replicated."),
        ("postgres", "host", "Host name or IP address of the server."),
        ("snowflake", "host", "Host name of the Snowflake account."),
        ("platform.new", "api_key", "API key of the application."),
    ],
)
def test_an_explanation_is_that_of_the_type_or_else_of_its_kind(type_name: str, name: str, meaning: str) -> None:
    found = catalog.explanation(type_name, name)
    assert found is not None
    assert found.meaning == meaning


def test_a_property_whose_meaning_is_not_known_has_no_explanation() -> None:
    assert catalog.explanation("platform.github", "nonsense") is None
    assert catalog.explanation("snowflake", "api_key") is None


def test_every_explanation_is_of_a_property_that_exists() -> None:
    explanations = files.read_explanations(files.CATALOG)
    by_type = {each.type: set(each.properties) for each in TYPES}
    sources = catalog.source_types().values()
    assert set(explanations.sources) <= {name for each in sources for name in each.properties}
    assert set(explanations.databases) <= {
        name for each in sources if each.kind == "database" for name in each.properties
    }
    assert set(explanations.destinations) <= {
        name for each in catalog.destination_types().values() for name in each.properties
    }
    assert [name for name, each in explanations.types.items() if not set(each) <= by_type.get(name, set())] == []


def test_a_meaning_is_one_short_sentence_or_two() -> None:
    explained = [(each.type, name, catalog.explanation(each.type, name)) for each in TYPES for name in each.properties]
    long = [(type_name, name) for type_name, name, each in explained if each and len(each.meaning) > 130]
    open_ended = [(type_name, name) for type_name, name, each in explained if each and not each.meaning.endswith(".")]
    assert (long, open_ended) == ([], [])


def test_nearly_all_properties_have_a_meaning() -> None:
    """The schedule has an attribute of its own."""
    schedule = {"anchor_time", "cron_expression", "frequency_in_minutes"}
    explained = [
        catalog.explanation(name, prop.name) is not None for name, prop in PROPERTIES if prop.name not in schedule
    ]
    assert sum(explained) / len(explained) > 0.9
