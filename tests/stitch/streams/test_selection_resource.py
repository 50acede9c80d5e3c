"""`stitch_stream_selection` with the engine's verbs against a simulated account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time, now
from stitch.streams.accounts import (
    ALL,
    CUSTOMERS,
    GITHUB,
    ORDERS,
    POSTGRES,
    PRODUCTS,
    VIEW,
    add_source,
    change_metadata,
    exclude,
    include,
    metadata,
    puts,
)
from stitch.workspace import CLIENT_ID, SimulatedAccount, Workspace, simulated
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.values.path import ROOT, Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic

INCREMENTAL = {"replication_method": "INCREMENTAL", "replication_key": "updated_at"}


def selection(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_stream_selection")


def errors(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, Path]]:
    return [(each.summary, each.path) for each in diagnostics if each.severity is Severity.ERROR]


@in_virtual_time
async def test_a_discovered_stream_is_checked_at_plan_and_selected_in_one_write() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL, "fields": exclude("is_gift", "currency")}
        planned = await one.plan(**config)
        assert planned.after["id"] == f"{source}/{ORDERS}"
        await one.carry_out(planned, **config)
        assert one.state is not None
        assert one.state["stream_name"] == "orders"
        assert one.state["key_properties"] == ("id",)
        assert "status" in one.state["replicated_fields"]
        assert not {"is_gift", "currency"} & set(one.state["replicated_fields"])
        assert one.identity == {"source_id": source, "stream": ORDERS, "client_id": str(CLIENT_ID)}
        (body,) = await puts(account)
        assert body == {
            "streams": [
                {
                    "tap_stream_id": ORDERS,
                    "metadata": [
                        {
                            "breadcrumb": [],
                            "metadata": {
                                "selected": True,
                                "replication-method": "INCREMENTAL",
                                "replication-key": "updated_at",
                            },
                        },
                        {"breadcrumb": ["properties", "currency"], "metadata": {"selected": False}},
                        {"breadcrumb": ["properties", "is_gift"], "metadata": {"selected": False}},
                    ],
                }
            ]
        }


@in_virtual_time
async def test_an_unchanged_selection_reads_one_list_and_its_schema_and_plans_without_a_call() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL, "fields": exclude()}
        await one.apply(**config)
        await account.calls()
        await one.refresh()
        calls = sorted(path for _, path in await account.calls())
        assert calls[:2] == [f"/v4/sources/{source}", f"/v4/sources/{source}/streams"]
        assert len(calls) == 3
        assert (await one.plan(**config)).action == "nothing"
        assert await account.calls() == []


@in_virtual_time
async def test_without_fields_a_read_looks_at_no_schema() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL}
        await one.apply(**config)
        assert one.state is not None
        assert one.state["replicated_fields"] is None
        await account.calls()
        await one.refresh()
        assert len(await account.calls()) == 2
        assert (await one.plan(**config)).action == "nothing"


@in_virtual_time
async def test_many_selections_of_a_source_read_one_list_and_write_once() -> None:
    async with simulated() as account:
        source = await add_source(account, GITHUB)
        streams = ("assignees", "collaborators", "comments", "commits", "events", "issues", "releases", "reviews")
        many = [selection(account) for _ in streams]
        configs = [{"source_id": source, "stream": stream, "fields": exclude()} for stream in streams]
        plans = [await one.plan(**config) for one, config in zip(many, configs, strict=True)]
        await account.calls()
        await asyncio.gather(
            *(one.carry_out(plan, **config) for one, plan, config in zip(many, plans, configs, strict=True))
        )
        calls = await account.calls()
        assert calls.count(("PUT", f"/v4/sources/{source}/streams/metadata")) == 1
        assert calls.count(("GET", f"/v4/sources/{source}/streams")) <= 1


@in_virtual_time
async def test_selections_one_after_the_other_ask_for_their_source_and_its_streams_once() -> None:
    async with simulated() as account:
        source = await add_source(account, POSTGRES)
        many = {stream: selection(account) for stream in (ORDERS, CUSTOMERS, PRODUCTS)}
        for stream, one in many.items():
            config = {"source_id": source, "stream": stream, "replication_method": "FULL_TABLE"}
            planned = await one.plan(**config)
            assert (*planned.diagnostics, *await one.carry_out(planned, **config)) == ()
        await account.processes.start()
        for one in many.values():
            assert await one.destroy() == ()
        calls = [f"{method} {path.removeprefix(f'/v4/sources/{source}')}" for method, path in await account.calls()]
        assert sorted(calls) == [*["GET "] * 2, *["GET /streams"] * 2, *["PUT /streams/metadata"] * 6]
        for stream in many:
            assert (await metadata(account, source, stream))[()]["selected"] is False


@in_virtual_time
async def test_create_waits_until_the_stream_is_discovered() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL, "fields": exclude("is_gift")}
        planned = await one.plan(**config)
        assert planned.diagnostics == ()
        assert isinstance(planned.after["stream_id"], Unknown)
        creating = asyncio.create_task(one.carry_out(planned, **config))
        await asyncio.sleep(20)
        assert not creating.done()
        await account.call("POST", "/_simulator/checks", {})
        found = await creating
        assert [each.path for each in found] == [Path.of("fields", "exclude")]  # what the plan could not say yet
        assert (await metadata(account, source, ORDERS))[()]["selected"] is True


@in_virtual_time
async def test_create_gives_up_after_its_timeout() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        began = now()
        config = {"source_id": source, "stream": ORDERS, "timeouts": {"create": "1m"}}
        found = await one.apply(**config)
        assert errors(found) == [(f"Could not wait for the streams of source {source}", Path.of("source_id"))]
        assert found[0].detail == (
            "Stitch is still discovering the streams. Increase the time limit in the attribute timeouts, or apply "
            "again."
        )
        assert 55 < now() - began < 65
        assert one.state is None


@in_virtual_time
async def test_create_says_why_a_source_cannot_be_connected() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        creating = asyncio.create_task(one.apply(source_id=source, stream=ORDERS))
        await asyncio.sleep(5)
        await account.call("POST", "/_simulator/checks", {"error": "FATAL:  the database is asleep"})
        (problem,) = await creating
        assert (problem.summary, problem.path) == ("Stitch cannot connect to the source", Path.of("source_id"))
        assert "the database is asleep" in problem.detail


@in_virtual_time
async def test_a_stop_while_waiting_for_discovery_says_what_was_stopped() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        creating = asyncio.create_task(one.apply(source_id=source, stream=ORDERS))
        await asyncio.sleep(5)
        account.session.stop.set()
        (problem,) = await creating
        assert problem.summary == f"Could not wait for the streams of source {source}"
        assert problem.detail == "The command was stopped before this was done. Apply again."


@in_virtual_time
async def test_create_waits_past_the_failure_of_an_older_check() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await account.call("POST", "/_simulator/checks", {"error": "wrong password"})
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "right"}})
        creating = asyncio.create_task(one.apply(source_id=source, stream=ORDERS, **INCREMENTAL))
        await asyncio.sleep(5)
        await account.call("POST", "/_simulator/checks", {})
        assert errors(await creating) == []
        assert one.state is not None


@pytest.mark.parametrize(
    ("body", "summary", "missing"),
    [
        (
            POSTGRES | {"properties": {"host": "storefront.acme.example"}},
            "Source is incomplete",
            ["dbname, password, port, user."],
        ),
        (
            {
                "type": "platform.hubspot",
                "display_name": "HubSpot",
                "properties": {"start_date": "2024-01-01T00:00:00Z"},
            },
            "Source is not authorized",
            [],
        ),
    ],
)
@in_virtual_time
async def test_create_does_not_wait_where_a_person_has_to_act(
    body: dict[str, Any], summary: str, missing: list[str]
) -> None:
    """Only the properties are named that a configuration can set, not those that Stitch gets by an authorization."""
    async with simulated() as account:
        source, one = await add_source(account, body), selection(account)
        began = now()
        refused = [each for each in await one.apply(source_id=source, stream="contacts") if each.summary == summary]
        assert [each.path for each in refused] == [Path.of("source_id")]
        assert [each.detail.rpartition("Missing: ")[2] for each in refused if "Missing: " in each.detail] == missing
        assert now() - began < 5


@in_virtual_time
async def test_a_stream_that_discovery_did_not_find_is_an_error_at_create() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS + "s"}
        planned = await one.plan(**config)
        await account.call("POST", "/_simulator/checks", {})
        (problem,) = await one.carry_out(planned, **config)
        assert (problem.summary, problem.path) == ("No such stream", Path.of("stream"))
        assert f'"{ORDERS}"' in problem.detail


@in_virtual_time
async def test_what_the_plan_could_not_check_is_an_error_at_create() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, "fields": exclude("id")}
        planned = await one.plan(**config)
        await account.call("POST", "/_simulator/checks", {})
        await account.calls()
        found = await one.carry_out(planned, **config)
        assert errors(found) == [("Field cannot be excluded", Path.of("fields", "exclude").element("id"))]
        assert one.state is None
        assert await puts(account) == []


@in_virtual_time
async def test_a_plan_names_the_nearest_stream() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        (problem,) = (await one.plan(source_id=source, stream="storefront-public-order")).diagnostics
        assert (problem.severity, problem.path) == (Severity.ERROR, Path.of("stream"))
        assert f'"{ORDERS}"' in problem.detail


@in_virtual_time
async def test_a_source_that_does_not_exist_is_a_warning_of_the_plan_and_an_error_of_the_apply() -> None:
    async with simulated() as account:
        one, config = selection(account), {"source_id": "1", "stream": ORDERS}
        planned = await one.plan(**config)
        (warned,) = planned.diagnostics
        assert (warned.severity, warned.summary) == (Severity.WARNING, "No such source")
        assert errors(await one.carry_out(planned, **config)) == [("No such source", Path.of("source_id"))]


@pytest.mark.parametrize(
    "config", [{"source_id": Unknown(), "stream": ORDERS}, {"source_id": "1", "stream": Unknown()}]
)
@in_virtual_time
async def test_a_plan_with_unknown_source_or_stream_calls_nothing(config: dict[str, Any]) -> None:
    async with simulated() as account:
        planned = await selection(account).plan(**config, fields=exclude())
        assert planned.diagnostics == ()
        assert isinstance(planned.after["id"], Unknown)
        assert isinstance(planned.after["replicated_fields"], Unknown)
        assert await account.calls() == []


@in_virtual_time
async def test_a_plan_after_which_only_keys_replicate_warns_and_neither_its_apply_nor_later_plans_do() -> None:
    async with simulated() as account:
        source, one = await add_source(account, GITHUB), selection(account)
        config: dict[str, Any] = {"source_id": source, "stream": "issues"}
        planned = await one.plan(**config)
        (problem,) = planned.diagnostics
        assert (problem.severity, problem.path) == (Severity.WARNING, Path.of("fields"))
        assert await one.carry_out(planned, **config) == ()
        await one.refresh()
        assert (await one.plan(**config)).diagnostics == ()
        assert (await one.plan(**config, timeouts={"update": "5m"})).diagnostics == ()


@in_virtual_time
async def test_a_warning_that_needs_no_schema_is_not_repeated_by_the_apply() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS}
        planned = await one.plan(**config)
        assert [each.summary for each in planned.diagnostics] == ["No replication method"]
        assert await one.carry_out(planned, **config) == ()


@in_virtual_time
async def test_an_update_gives_up_after_its_timeout() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await account.call("POST", "/_simulator/checks", {})
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "wrong"}})
        await account.call("POST", "/_simulator/checks", {"error": "wrong password"})
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "right"}})
        began = now()
        config = {"source_id": source, "stream": ORDERS, "replication_method": "FULL_TABLE"}
        async with asyncio.timeout(120):
            found = await one.apply(**config, timeouts={"update": "1m"})
        assert errors(found) == [(f"Could not wait for the streams of source {source}", Path.of("source_id"))]
        assert 55 < now() - began < 65


DRIFTS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("selected", {"selected": False}, ()),
    ("replication_method", {"replication-method": "FULL_TABLE"}, ()),
    ("replication_key", {"replication-key": "id"}, ()),
    ("fields", {"selected": True}, ("currency",)),
    ("fields", {"selected": False}, ("status",)),
]


@pytest.mark.parametrize(("attribute", "change", "field"), DRIFTS)
@in_virtual_time
async def test_drift_is_found_and_repaired(attribute: str, change: dict[str, Any], field: tuple[str, ...]) -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL, "fields": include("status", "updated_at")}
        await one.apply(**config)
        before = await metadata(account, source, ORDERS)
        planned_state = one.state
        await change_metadata(account, source, ORDERS, change, *field)
        await one.refresh()
        assert one.state is not None
        assert planned_state is not None
        assert one.state[attribute] != planned_state[attribute]
        assert (await one.plan(**config)).action == "update"
        await one.apply(**config)
        assert (await metadata(account, source, ORDERS))[()] == before[()]
        await one.refresh()
        assert one.state == planned_state


@in_virtual_time
async def test_what_is_not_declared_is_neither_compared_nor_touched() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await change_metadata(account, source, ORDERS, {"replication-method": "FULL_TABLE", "replication-key": "id"})
        await one.apply(source_id=source, stream=ORDERS)
        await change_metadata(account, source, ORDERS, {"selected": False}, "currency")
        await one.refresh()
        assert (await one.plan(source_id=source, stream=ORDERS)).action == "nothing"
        shown = await metadata(account, source, ORDERS)
        assert shown[()]["replication-method"] == "FULL_TABLE"
        assert shown[()]["replication-key"] == "id"


@in_virtual_time
async def test_removing_a_setting_leaves_it_as_it_is() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL, fields=exclude("is_gift"))
        before = await metadata(account, source, ORDERS)
        await account.calls()
        await one.apply(source_id=source, stream=ORDERS)
        assert await puts(account) == []
        assert await metadata(account, source, ORDERS) == before
        await one.refresh()
        assert (await one.plan(source_id=source, stream=ORDERS)).action == "nothing"


@in_virtual_time
async def test_removing_method_and_keys_plans_no_change() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": VIEW}
        declared = {**INCREMENTAL, "replication_key": "last_order_at", "view_key_properties": SetValue(["customer_id"])}
        await one.apply(**config, **declared)
        await account.calls()
        assert (await one.plan(**config)).action == "nothing"
        assert await account.calls() == []
        await change_metadata(account, source, VIEW, {"replication-method": "FULL_TABLE"})
        await one.refresh()
        assert one.state is not None
        assert one.state["replication_method"] == "FULL_TABLE"
        assert (await one.plan(**config)).action == "nothing"


@in_virtual_time
async def test_removing_a_setting_is_no_reason_for_a_warning() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": VIEW}
        found = await one.plan(**config, replication_method="FULL_TABLE", view_key_properties=SetValue())
        assert [each.summary for each in found.diagnostics] == ["View without keys"]
        await one.apply(**config, replication_method="FULL_TABLE", view_key_properties=SetValue())
        changed = await one.plan(**config, replication_method="INCREMENTAL", replication_key="last_order_at")
        assert (changed.action, changed.diagnostics) == ("update", ())


@in_virtual_time
async def test_a_stream_that_is_selected_again_has_its_fields_as_declared() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, **INCREMENTAL, "fields": include("status", "updated_at")}
        await one.apply(**config)
        await one.apply(**config, selected=False)
        assert one.state is not None
        assert one.state["replicated_fields"] == SetValue()
        await one.refresh()
        assert (await one.plan(**config, selected=False)).action == "nothing"
        await one.apply(**(config | {"fields": include("currency", "updated_at")}), selected=False)
        await one.apply(**(config | {"fields": include("currency", "updated_at")}))
        await one.refresh()
        assert one.state["replicated_fields"] == SetValue(["id", "currency", "updated_at"])


@in_virtual_time
async def test_the_keys_of_a_view_are_what_identifies_its_rows() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": VIEW, "replication_method": "FULL_TABLE"}
        await one.apply(**config, view_key_properties=SetValue(["order_count", "customer_id"]))
        assert one.state is not None
        assert one.state["key_properties"] == ("customer_id", "order_count")
        assert (await metadata(account, source, VIEW))[()]["view-key-properties"] == ["customer_id", "order_count"]
        await change_metadata(account, source, VIEW, {"view-key-properties": ["customer_id"]})
        await one.refresh()
        assert one.state["view_key_properties"] == SetValue(["customer_id"])


@in_virtual_time
async def test_destroying_deselects_and_nothing_else() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await one.refresh()
        await account.calls()
        assert await one.destroy() == ()
        (body,) = await puts(account)
        assert body["streams"] == [
            {"tap_stream_id": ORDERS, "metadata": [{"breadcrumb": [], "metadata": {"selected": False}}]}
        ]


@in_virtual_time
async def test_destroying_succeeds_where_the_source_was_deleted() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await account.call("DELETE", f"/v4/sources/{source}")
        assert await one.destroy() == ()


@in_virtual_time
async def test_destroying_warns_where_the_source_is_not_connected() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await account.call("POST", "/_simulator/checks", {})
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "wrong"}})
        await account.call("POST", "/_simulator/checks", {"error": "wrong password"})
        await one.refresh()
        (problem,) = await one.destroy()
        assert problem.severity is Severity.WARNING
        assert one.state is None


@in_virtual_time
async def test_an_update_waits_while_the_source_is_discovered_again() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await account.call("POST", "/_simulator/checks", {})
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "wrong"}})
        await account.call("POST", "/_simulator/checks", {"error": "wrong password"})
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"password": "right"}})
        updating = asyncio.create_task(one.apply(source_id=source, stream=ORDERS, replication_method="FULL_TABLE"))
        await asyncio.sleep(5)
        assert not updating.done()
        await account.call("POST", "/_simulator/checks", {})
        assert errors(await updating) == []
        assert (await metadata(account, source, ORDERS))[()]["replication-method"] == "FULL_TABLE"


@in_virtual_time
async def test_a_selection_of_a_deleted_source_is_removed_from_the_state() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await account.call("DELETE", f"/v4/sources/{source}")
        await one.refresh()
        assert one.state is None


@in_virtual_time
async def test_a_refused_write_says_what_was_refused_and_saves_nothing() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        fault = {"kind": "status", "method": "PUT", "status": 400, "body": {"invalid_fields": "no such luck"}}
        await account.call("POST", "/_simulator/faults", fault)
        (problem,) = await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        assert problem.summary == f'Could not select stream "{ORDERS}" of source {source}'
        assert "no such luck" in problem.detail
        assert problem.path == ROOT
        assert one.state is None


@pytest.mark.parametrize("by_identity", [False, True])
@in_virtual_time
async def test_an_import_takes_over_what_was_set_and_plans_empty(*, by_identity: bool) -> None:
    async with simulated() as account:
        source, one, other = await add_source(account, POSTGRES), selection(account), selection(account)
        config = {"source_id": source, "stream": PRODUCTS, "replication_method": "FULL_TABLE"}
        config["fields"] = include("name", "price")
        await one.apply(**config)
        identity = {"source_id": source, "stream": PRODUCTS, "client_id": str(CLIENT_ID)}
        found = await (
            other.import_state(identity=identity) if by_identity else other.import_state(f"{source}/{PRODUCTS}")
        )
        assert found == ()
        assert other.state == one.state
        assert other.identity == identity
        await other.refresh()
        assert (await other.plan(**config)).action == "nothing"
        assert (await other.plan(**await other.generated())).action == "nothing"


@in_virtual_time
async def test_an_import_of_a_wholly_replicated_stream_plans_empty_with_and_without_its_settings() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await change_metadata(account, source, CUSTOMERS, {"selected": True, "replication-method": "FULL_TABLE"})
        assert await one.import_state(f"{source}/{CUSTOMERS}") == ()
        assert one.state is not None
        assert one.state["replication_method"] == "FULL_TABLE"
        assert one.state["fields"] == {"all": True, "include": None, "exclude": None}
        for fields in (ALL, exclude()):
            config = {"source_id": source, "stream": CUSTOMERS, "fields": fields}
            assert (await one.plan(**config)).action == "nothing"
            assert (await one.plan(**config, replication_method="FULL_TABLE")).action == "nothing"


@pytest.mark.parametrize(("before", "after"), [(ALL, exclude()), (exclude(), ALL)])
@in_virtual_time
async def test_another_way_to_write_all_fields_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    async with simulated() as account:
        source, one = await add_source(account, GITHUB), selection(account)
        config = {"source_id": source, "stream": "issues"}
        await one.apply(**config, fields=before)
        applied = one.state
        assert applied is not None
        await account.calls()
        assert (await one.plan(**config, fields=after)).action == "nothing"
        assert await account.calls() == []
        planned = await one.plan(**config, fields=after, timeouts={"update": "5m"})
        assert planned.after == applied | {"timeouts": planned.after["timeouts"]}
        await one.apply(**config, fields=after, selected=False)
        assert one.state is not None
        assert one.state["fields"] == applied["fields"]


@in_virtual_time
async def test_what_is_left_out_of_a_new_selection_becomes_what_the_stream_has_at_the_apply() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, "selected": False}
        planned = await one.plan(**config)
        await change_metadata(account, source, ORDERS, {"replication-method": "FULL_TABLE"})
        await one.processes.start()
        await one.carry_out(planned, **config)
        assert one.state is not None
        assert one.state["replication_method"] == "FULL_TABLE"
        assert one.state["view_key_properties"] is None
        assert await puts(account) == []


@pytest.mark.parametrize("change", ["a column is added", "a key is set", "discovery begins"])
@in_virtual_time
async def test_what_changes_in_stitch_after_the_plan_does_not_contradict_it(change: str) -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await account.call("POST", "/_simulator/checks", {})
        await one.apply(source_id=source, stream=VIEW, replication_method="FULL_TABLE", fields=ALL)
        new = selection(account)
        configs = [
            (one, {"source_id": source, "stream": VIEW, "fields": exclude("revenue")}),
            (new, {"source_id": source, "stream": ORDERS, "replication_method": "FULL_TABLE", "fields": ALL}),
        ]
        plans = [await each.plan(**config) for each, config in configs]
        if change == "a column is added":
            for stream in (VIEW, ORDERS):
                field = {"tap_stream_id": stream, "name": "added"}
                await account.call("POST", f"/_simulator/sources/{source}/fields", field)
        elif change == "a key is set":
            await change_metadata(account, source, ORDERS, {"replication-key": "id"})
        else:
            await account.call("PUT", f"/v4/sources/{source}", {"properties": {"host": "other.acme.example"}})
        for (each, config), planned in zip(configs, plans, strict=True):
            await each.processes.start()
            again = await each.planned_again(planned)
            await account.call("POST", "/_simulator/checks", {})
            assert await each.carry_out(again, **config) == ()


@in_virtual_time
async def test_what_is_left_out_is_read_once_the_stream_is_discovered() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        config = {"source_id": source, "stream": ORDERS, "replication_method": "FULL_TABLE"}
        planned = await one.plan(**config)
        assert isinstance(planned.after["replication_key"], Unknown)
        await account.call("POST", "/_simulator/checks", {})
        await change_metadata(account, source, ORDERS, {"replication-key": "id"})
        await one.carry_out(planned, **config)
        assert one.state is not None
        assert one.state["replication_key"] == "id"
        (body,) = await puts(account)
        assert body["streams"][0]["metadata"][0]["metadata"] == {"selected": True, "replication-method": "FULL_TABLE"}


@in_virtual_time
async def test_a_change_of_the_method_keeps_the_key_and_sends_the_method_alone() -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        await one.apply(source_id=source, stream=ORDERS, **INCREMENTAL)
        await puts(account)
        config = {"source_id": source, "stream": ORDERS, "replication_method": "FULL_TABLE"}
        planned = await one.plan(**config)
        assert planned.after["replication_key"] == "updated_at"
        await change_metadata(account, source, ORDERS, {"replication-key": "id"})
        with one.breaking_invariants("somebody changed the key between the plan and its apply"):
            await one.carry_out(planned, **config)
        (body,) = await puts(account)
        assert body["streams"][0]["metadata"] == [
            {"breadcrumb": [], "metadata": {"replication-method": "FULL_TABLE"}},
        ]
        await one.refresh()
        assert (await one.plan(**config)).action == "nothing"


@in_virtual_time
async def test_what_a_stream_does_not_accept_is_an_error_at_plan_where_its_schema_is_read() -> None:
    async with simulated(fixed_method_metadata="selected") as account:
        source, one = await add_source(account, GITHUB), selection(account)
        config = {"source_id": source, "stream": "issues", "replication_key": "updated_at"}
        planned = await one.plan(**config, fields=ALL)
        assert errors(planned.diagnostics) == [("Setting is not accepted", Path.of("replication_key"))]


@in_virtual_time
async def test_what_a_stream_does_not_accept_is_explained_at_apply_where_its_schema_is_not_read() -> None:
    async with simulated(fixed_method_metadata="selected") as account:
        source, one = await add_source(account, GITHUB), selection(account)
        config = {"source_id": source, "stream": "issues", "replication_key": "updated_at", "selected": False}
        assert (await one.plan(**config)).diagnostics == ()
        (problem,) = await one.apply(**config)
        assert problem.path == Path.of("replication_key")
        assert 'The stream "issues" does not accept replication_key. Remove replication_key.' in problem.detail
        assert one.state is None


@pytest.mark.parametrize(
    ("id_", "summary"),
    [
        ("731905", "Malformed import id"),
        ("/orders", "Malformed import id"),
        ("731905/", "Malformed import id"),
        ("storefront/orders", "Malformed id"),
        ("1/orders", "No such source"),
        ("{source}/orders/2024", "No such stream"),
    ],
)
@in_virtual_time
async def test_an_import_says_what_is_wrong_with_its_id(id_: str, summary: str) -> None:
    async with simulated() as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        (problem,) = await one.import_state(id_.format(source=source))
        assert problem.summary == summary


@in_virtual_time
async def test_an_import_before_discovery_does_not_say_that_the_stream_is_unknown() -> None:
    async with simulated(check_seconds=None) as account:
        source, one = await add_source(account, POSTGRES), selection(account)
        (problem,) = await one.import_state(f"{source}/{ORDERS}")
        assert (problem.summary, problem.path) == ("Stream is not discovered", Path.of("stream"))
        assert f'"{ORDERS}" of source {source}' in problem.detail
        assert "Try again later" in problem.detail
