from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stitch_provider.connect import PropertySpec, ReportCard, Source, Step
from stitch_provider.stitch.connections import properties
from stitch_provider.stitch.sources import mapping
from stitch_provider.stitch.sources.model import SourceModel
from stitch_provider.stitch.sources.schedule import Schedule
from stitch_provider.stitch.sources.schedule_checks import MINUTES
from stitch_provider.terraform.values.value import UNKNOWN, Unknown

NOW = "2024-06-01T00:00:00Z"
CARD = ReportCard(
    type="platform.hp-postgres",
    current_step_type="field_selection",
    steps=(
        Step(
            "form",
            (
                *(PropertySpec(name) for name in ("host", "port", "ssl", "frequency_in_minutes", "cron_expression")),
                PropertySpec("password", is_credential=True, provided=True),
            ),
        ),
    ),
)
PLAN = SourceModel(
    id=UNKNOWN,
    type="platform.hp-postgres",
    display_name="Storefront",
    name=UNKNOWN,
    destination_id=UNKNOWN,
    properties=None,
    credentials=None,
    credentials_wo=None,
    credentials_wo_version=None,
    schedule=UNKNOWN,
    paused=False,
    wait_for=None,
    connection_check=None,
    timeouts=None,
    effective_properties=UNKNOWN,
    stitch_client_id=UNKNOWN,
    created_at=UNKNOWN,
)

plans = st.builds(
    lambda **chosen: replace(PLAN, **chosen),
    display_name=st.sampled_from(["Storefront", "Shop"]),
    destination_id=st.sampled_from([UNKNOWN, "581220", "581221"]),
    properties=st.none()
    | st.dictionaries(st.sampled_from(["host", "port", "ssl"]), st.sampled_from(["1", "2", "true"]) | st.none()),
    credentials=st.none() | st.dictionaries(st.just("password"), st.sampled_from(["secret-1", "secret-2"])),
    schedule=st.just(UNKNOWN)
    | st.builds(Schedule, frequency_minutes=st.sampled_from(MINUTES))
    | st.just(Schedule(cron="0 0 12 ? * MON-FRI")),
    paused=st.booleans(),
)


def no_rules(_: str) -> None:
    return None


def stored(source: Source | None, arguments: dict[str, Any]) -> Source:
    """What the service has after a POST or PUT with these arguments: merged, credentials hidden, null unsets."""
    before = source or Source(id=731905, type=arguments["type"], name="storefront", report_card=CARD)
    merged = {**before.properties, "image_version": "1.latest", **arguments.get("properties", {})}
    merged.pop("password", None)
    return Source(
        id=before.id,
        type=before.type,
        name=before.name,
        display_name=arguments.get("display_name", before.display_name),
        properties={name: value for name, value in merged.items() if value is not None},
        paused_at=(NOW if arguments["paused"] else None) if "paused" in arguments else before.paused_at,
        created_at="2024-05-14T09:30:00Z",
        stitch_client_id=204417,
        mapped_destination_ids=(arguments.get("destination_id") or (before.destination_ids or (581220,))[0],),
        report_card=CARD,
    )


def created(plan: SourceModel) -> tuple[Source, SourceModel]:
    source = stored(None, mapping.to_create(plan, plan, no_rules))
    if plan.paused:
        source = stored(source, {"paused": True})
    return source, mapping.applied(source, plan)


def declared(model: SourceModel, plan: SourceModel) -> SourceModel:
    """The model with what the service decides left open, as it is in the plan of a create."""
    return replace(
        model,
        destination_id=UNKNOWN if isinstance(plan.destination_id, Unknown) else model.destination_id,
        schedule=UNKNOWN if isinstance(plan.schedule, Unknown) else model.schedule,
        id=UNKNOWN,
        name=UNKNOWN,
        effective_properties=UNKNOWN,
        stitch_client_id=UNKNOWN,
        created_at=UNKNOWN,
    )


@given(plans)
def test_what_is_created_reads_back_as_planned(plan: SourceModel) -> None:
    source, state = created(plan)
    assert declared(state, plan) == plan
    assert mapping.refreshed(source, state, no_rules) == state


@given(plans, plans)
def test_an_update_turns_one_source_into_the_other(before: SourceModel, after: SourceModel) -> None:
    source, prior = created(before)
    if isinstance(after.destination_id, Unknown):
        after = replace(after, destination_id=prior.destination_id)
    if isinstance(after.schedule, Unknown):
        after = replace(after, schedule=prior.schedule)
    arguments = mapping.to_update(after, after, prior, {}, no_rules)
    changed = stored(source, arguments)
    state = mapping.applied(changed, after)
    assert declared(state, after) == after
    assert mapping.refreshed(changed, state, no_rules) == state
    assert mapping.to_update(after, after, state, {}, no_rules) == {}


def test_a_create_sends_everything_in_one_map_of_texts() -> None:
    plan = replace(
        PLAN,
        destination_id="581220",
        properties={"host": "db.acme.example", "port": "5432"},
        schedule=Schedule(frequency_minutes=60),
    )
    config = replace(plan, credentials_wo={"password": "secret-1"})
    assert mapping.to_create(config, plan, no_rules) == {
        "type": "platform.hp-postgres",
        "display_name": "Storefront",
        "properties": {
            "host": "db.acme.example",
            "port": "5432",
            "password": "secret-1",
            "frequency_in_minutes": "60",
        },
        "destination_id": 581220,
    }


def test_an_update_sends_what_changed_and_nothing_else() -> None:
    _, prior = created(replace(PLAN, properties={"host": "a", "port": "1"}))
    after = replace(prior, display_name="Shop", paused=True, properties={"host": "b", "port": "1"})
    assert mapping.to_update(after, after, prior, {}, no_rules) == {
        "display_name": "Shop",
        "paused": True,
        "properties": {"host": "b"},
    }


def test_a_schedule_that_the_state_does_not_have_is_read() -> None:
    source, prior = created(replace(PLAN, schedule=Schedule(frequency_minutes=60)))
    assert mapping.refreshed(source, replace(prior, schedule=None), no_rules) == prior


def test_a_schedule_that_is_left_out_of_a_create_is_the_one_of_the_service() -> None:
    service = stored(None, {"type": "platform.hp-postgres", "properties": {"frequency_in_minutes": "30"}})
    assert mapping.applied(service, PLAN).schedule == Schedule(frequency_minutes=30)


def test_no_secret_reaches_the_state() -> None:
    plan = replace(PLAN, credentials_wo={"password": "secret-1"})
    _, state = created(plan)
    assert "secret-1" not in str(state)


def test_drift_of_name_pause_and_properties_is_found() -> None:
    source, state = created(replace(PLAN, properties={"host": "a"}, schedule=Schedule(frequency_minutes=60)))
    drifted = stored(
        source,
        {"display_name": "X", "paused": True, "properties": {"host": "b", "frequency_in_minutes": "30"}},
    )
    found = mapping.refreshed(drifted, state, no_rules)
    assert (found.display_name, found.paused) == ("X", True)
    assert found.properties == {"host": "b"}
    assert found.schedule == Schedule(frequency_minutes=30)


@given(plans)
def test_an_import_declares_everything_and_plans_empty(plan: SourceModel) -> None:
    source, _ = created(plan)
    state = mapping.imported(source)
    assert mapping.refreshed(source, state, no_rules) == state
    assert mapping.to_update(state, state, state, {}, no_rules) == {}
    assert properties.declared(plan.properties).items() <= properties.declared(state.properties).items()
    assert "frequency_in_minutes" not in properties.declared(state.properties)
    assert "image_version" not in properties.declared(state.properties)
