"""`stitch_stream_selections` with the engine's verbs against a simulated account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import (
    ALL,
    CUSTOMERS,
    GITHUB,
    ORDERS,
    POSTGRES,
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
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from stitch_provider.terraform.diagnostics import Diagnostic

STREAMS: dict[str, Any] = {"issues": {"fields": include("title", "state")}, "releases": {"fields": ALL}}


def selections(account: SimulatedAccount) -> Workspace:
    return Workspace(account, "stitch_stream_selections")


def errors(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, Path]]:
    return [(each.summary, each.path) for each in diagnostics if each.severity is Severity.ERROR]


async def selected(account: SimulatedAccount, source: str) -> set[str]:
    streams = await account.call("GET", f"/v4/sources/{source}/streams")
    await account.calls()
    return {stream["tap_stream_id"] for stream in streams if stream["selected"]}


@in_virtual_time
async def test_however_many_streams_take_one_list_and_one_write() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        names = ("assignees", "collaborators", "comments", "commits", "events", "issues", "releases", "reviews")
        config = {"source_id": source, "streams": {name: {"fields": exclude()} for name in names}}
        planned = await all_.plan(**config)
        assert planned.diagnostics == ()
        assert planned.after["stream_ids"].keys() == set(names)
        assert planned.after["replicated_fields"].keys() == set(names)
        await account.calls()
        await all_.carry_out(planned, **config)
        calls = await account.calls()
        assert calls.count(("PUT", f"/v4/sources/{source}/streams/metadata")) == 1
        assert calls.count(("GET", f"/v4/sources/{source}/streams")) <= 1
        assert await selected(account, source) == set(names)
        await all_.refresh()
        calls = await account.calls()
        assert calls.count(("GET", f"/v4/sources/{source}/streams")) == 1
        assert len(calls) == 2 + len(names)
        assert (await all_.plan(**config)).action == "nothing"
        assert await account.calls() == []


@in_virtual_time
async def test_streams_without_fields_are_read_without_schemas() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        config = {"source_id": source, "streams": {"issues": {}, "releases": {"selected": False, "fields": exclude()}}}
        await all_.apply(**config)
        await account.calls()
        await all_.refresh()
        assert len(await account.calls()) == 2
        assert all_.state is not None
        assert all_.state["replicated_fields"] == {"releases": SetValue()}
        assert (await all_.plan(**config)).action == "nothing"


@in_virtual_time
async def test_a_stream_whose_fields_are_left_as_they_are_has_no_replicated_fields() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        config = {"source_id": source, "streams": {"issues": {}, "releases": {"fields": exclude()}}}
        planned = await all_.plan(**config)
        assert planned.after["replicated_fields"].keys() == {"releases"}
        await all_.carry_out(planned, **config)
        assert all_.state is not None
        assert all_.state["replicated_fields"].keys() == {"releases"}


@in_virtual_time
async def test_streams_are_added_changed_and_taken_out_in_one_write_each() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        for streams, expected in (
            (STREAMS | {"teams": {"fields": exclude()}}, {"issues", "releases", "teams"}),
            (STREAMS | {"issues": {"fields": exclude("body")}}, {"issues", "releases"}),
            (STREAMS | {"issues": {"selected": False}}, {"releases"}),
            ({"issues": {"fields": exclude("body")}}, {"issues"}),
            ({}, set()),
        ):
            await account.calls()
            await all_.apply(source_id=source, streams=streams)
            assert len(await puts(account)) == 1
            assert await selected(account, source) == expected
            await all_.refresh()
            assert (await all_.plan(source_id=source, streams=streams)).action == "nothing"


@in_virtual_time
async def test_a_stream_that_is_deselected_already_is_taken_out_without_a_write() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        await change_metadata(account, source, "releases", {"selected": False})
        await all_.refresh()
        await account.calls()
        await all_.apply(source_id=source, streams={"issues": STREAMS["issues"]})
        assert await puts(account) == []


@in_virtual_time
async def test_a_change_of_one_stream_keeps_the_computed_attributes_of_the_others_known() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        await all_.refresh()
        await account.calls()
        planned = await all_.plan(source_id=source, streams=STREAMS | {"releases": {"fields": exclude("body")}})
        assert all_.state is not None
        assert planned.after["stream_ids"] == all_.state["stream_ids"]
        assert planned.after["replicated_fields"]["issues"] == all_.state["replicated_fields"]["issues"]
        assert isinstance(planned.after["replicated_fields"]["releases"], Unknown)


@pytest.mark.parametrize(
    ("stream", "change", "field"),
    [
        ("issues", {"selected": False}, ()),
        ("issues", {"selected": True}, ("body",)),
        ("issues", {"selected": False}, ("title",)),
        ("releases", {"selected": False}, ("name",)),
    ],
)
@in_virtual_time
async def test_drift_is_found_and_repaired(stream: str, change: dict[str, Any], field: tuple[str, ...]) -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        applied = all_.state
        await change_metadata(account, source, stream, change, *field)
        await all_.refresh()
        assert all_.state is not None
        assert applied is not None
        assert {name for name in STREAMS if all_.state["streams"][name] != applied["streams"][name]} == {stream}
        await all_.apply(source_id=source, streams=STREAMS)
        await all_.refresh()
        assert all_.state == applied


@in_virtual_time
async def test_unlisted_streams_are_left_alone() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await change_metadata(account, source, "teams", {"selected": True})
        await all_.apply(source_id=source, streams=STREAMS)
        assert await selected(account, source) == {"issues", "releases", "teams"}
        await all_.refresh()
        assert (await all_.plan(source_id=source, streams=STREAMS)).action == "nothing"


@in_virtual_time
async def test_unlisted_streams_are_deselected_on_request() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await change_metadata(account, source, "teams", {"selected": True})
        config = {"source_id": source, "streams": STREAMS, "unlisted_streams": "deselect"}
        (problem,) = (await all_.plan(**config)).diagnostics
        assert (problem.severity, problem.path) == (Severity.WARNING, Path.of("unlisted_streams"))
        assert '"teams"' in problem.detail
        await all_.apply(**config)
        assert await selected(account, source) == {"issues", "releases"}
        await change_metadata(account, source, "reviews", {"selected": True})
        await all_.refresh()
        assert all_.state is not None
        assert "reviews" in all_.state["streams"]
        planned = await all_.plan(**config)
        assert (planned.action, planned.diagnostics) == ("update", ())
        await all_.apply(**config)
        assert await selected(account, source) == {"issues", "releases"}
        await all_.refresh()
        assert (await all_.plan(**config)).action == "nothing"


@in_virtual_time
async def test_unlisted_streams_are_deselected_where_nothing_else_changes() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await change_metadata(account, source, "teams", {"selected": True})
        await all_.apply(source_id=source, streams=STREAMS)
        await all_.apply(source_id=source, streams=STREAMS, unlisted_streams="deselect")
        assert await selected(account, source) == {"issues", "releases"}


@in_virtual_time
async def test_the_warning_of_a_plan_is_not_repeated_by_its_apply() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        config = {"source_id": source, "streams": {"issues": {}}}
        planned = await all_.plan(**config)
        assert [each.summary for each in planned.diagnostics] == ["Only keys are replicated"]
        assert await all_.carry_out(planned, **config) == ()


@in_virtual_time
async def test_an_unlisted_stream_that_somebody_selected_can_be_listed() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, POSTGRES), selections(account)
        full = {"replication_method": "FULL_TABLE"}
        await all_.apply(source_id=source, streams={}, unlisted_streams="deselect")
        await change_metadata(account, source, ORDERS, {"selected": True, "replication-method": "FULL_TABLE"})
        await all_.refresh()
        assert all_.state is not None
        assert all_.state["streams"][ORDERS]["replication_method"] == "FULL_TABLE"
        config = {"source_id": source, "unlisted_streams": "deselect"}
        await all_.apply(**config, streams={ORDERS: {}, "storefront-public-products": full})
        assert await selected(account, source) == {ORDERS, "storefront-public-products"}


@in_virtual_time
async def test_each_problem_is_shown_at_its_stream() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, POSTGRES), selections(account)
        planned = await all_.plan(
            source_id=source,
            streams={
                "storefront-public-order": {},
                ORDERS: {"replication_method": "INCREMENTAL", "replication_key": "status"},
                VIEW: {"replication_method": "LOG_BASED", "view_key_properties": SetValue(["customer_id"])},
                "storefront-public-products": {"replication_method": "FULL_TABLE", "fields": exclude("names")},
            },
        )
        streams = Path.of("streams")
        assert sorted(errors(planned.diagnostics), key=str) == sorted(
            [
                ("No such stream", streams.key("storefront-public-order")),
                ("Unsuitable replication key", streams.key(ORDERS).attribute("replication_key")),
                ("View cannot replicate by log", streams.key(VIEW).attribute("replication_method")),
                (
                    "No such field",
                    streams.key("storefront-public-products").attribute("fields").attribute("exclude").element("names"),
                ),
            ],
            key=str,
        )


@in_virtual_time
async def test_create_waits_for_all_streams() -> None:
    async with simulated(check_seconds=None) as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        creating = asyncio.create_task(all_.apply(source_id=source, streams=STREAMS))
        await asyncio.sleep(20)
        assert not creating.done()
        await account.call("POST", "/_simulator/checks", {})
        assert await creating == ()
        assert await selected(account, source) == {"issues", "releases"}


@in_virtual_time
async def test_a_plan_with_unknown_values_checks_the_rest_at_apply() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, POSTGRES), selections(account)
        method = {"replication_method": "INCREMENTAL"}
        unknown = await all_.plan(source_id=source, streams={ORDERS: method | {"replication_key": Unknown()}})
        assert unknown.diagnostics == ()
        whole = await all_.plan(source_id=source, streams=Unknown())
        assert isinstance(whole.after["stream_ids"], Unknown)


@in_virtual_time
async def test_destroying_deselects_what_is_listed_in_one_write() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await change_metadata(account, source, "teams", {"selected": True})
        await all_.apply(source_id=source, streams=STREAMS)
        await all_.refresh()
        await account.calls()
        assert await all_.destroy() == ()
        assert len(await puts(account)) == 1
        assert await selected(account, source) == {"teams"}


@in_virtual_time
async def test_selections_of_a_deleted_source_are_removed_from_the_state() -> None:
    async with simulated() as account:
        source, all_, other = await add_source(account, GITHUB), selections(account), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        await other.apply(source_id=source, streams={"teams": {}})
        await account.call("DELETE", f"/v4/sources/{source}")
        assert await other.destroy() == ()
        await all_.refresh()
        assert all_.state is None


@in_virtual_time
async def test_a_refusal_is_shown_at_the_stream_that_it_names() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        body = {"invalid_fields": "invalid tap-stream-ids:  [releases]"}
        await account.call(
            "POST", "/_simulator/faults", {"kind": "status", "method": "PUT", "status": 400, "body": body}
        )
        (problem,) = await all_.apply(source_id=source, streams=STREAMS)
        assert problem.path == Path.of("streams").key("releases")
        assert all_.state is None


@in_virtual_time
async def test_another_way_to_write_all_fields_and_removed_settings_are_no_change() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, POSTGRES), selections(account)
        full = {"replication_method": "FULL_TABLE"}
        await all_.apply(source_id=source, streams={ORDERS: full | {"fields": exclude()}, CUSTOMERS: full})
        applied = all_.state
        assert applied is not None
        await account.calls()
        assert (await all_.plan(source_id=source, streams={ORDERS: {"fields": ALL}, CUSTOMERS: {}})).action == "nothing"
        assert await account.calls() == []
        await all_.apply(source_id=source, streams={ORDERS: {"fields": ALL}, CUSTOMERS: {"selected": False}})
        assert all_.state is not None
        assert all_.state["streams"][ORDERS] == applied["streams"][ORDERS]
        (body,) = await puts(account)
        assert body["streams"] == [
            {"tap_stream_id": CUSTOMERS, "metadata": [{"breadcrumb": [], "metadata": {"selected": False}}]}
        ]


@in_virtual_time
async def test_what_is_left_out_of_a_new_stream_becomes_what_the_stream_has_at_the_apply() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, POSTGRES), selections(account)
        await all_.apply(source_id=source, streams={ORDERS: {"replication_method": "FULL_TABLE", "fields": ALL}})
        config = {"source_id": source, "streams": {ORDERS: {"fields": exclude()}, CUSTOMERS: {}}}
        planned = await all_.plan(**config)
        await change_metadata(account, source, CUSTOMERS, {"replication-method": "LOG_BASED"})
        field = {"tap_stream_id": CUSTOMERS, "name": "added"}
        await account.call("POST", f"/_simulator/sources/{source}/fields", field)
        await all_.processes.start()
        await all_.carry_out(await all_.planned_again(planned), **config)
        assert all_.state is not None
        methods = {name: each["replication_method"] for name, each in all_.state["streams"].items()}
        assert methods == {ORDERS: "FULL_TABLE", CUSTOMERS: "LOG_BASED"}


@pytest.mark.parametrize("names", [("issues",), ("issues", "releases")])
@in_virtual_time
async def test_a_refused_setting_is_shown_at_the_stream_if_only_one_has_it(names: tuple[str, ...]) -> None:
    async with simulated(fixed_method_metadata="selected") as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        keyed = {name: {"replication_key": "updated_at", "selected": False} for name in names}
        (problem,) = await all_.apply(source_id=source, streams={"teams": {"selected": False}, **keyed})
        streams = Path.of("streams")
        if len(names) == 1:
            assert problem.path == streams.key("issues").attribute("replication_key")
            assert 'The stream "issues" does not accept replication_key.' in problem.detail
        else:
            assert problem.path == streams
            assert 'At least one of the streams "issues", "releases" does not accept' in problem.detail


@pytest.mark.parametrize("by_identity", [False, True])
@in_virtual_time
async def test_an_import_takes_all_selected_streams_and_plans_empty(*, by_identity: bool) -> None:
    async with simulated() as account:
        source, all_, other = await add_source(account, GITHUB), selections(account), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        await (other.import_state(identity={"source_id": source}) if by_identity else other.import_state(source))
        assert other.state == all_.state
        assert other.identity == {"source_id": source, "client_id": str(CLIENT_ID)}
        await other.refresh()
        assert (await other.plan(source_id=source, streams=STREAMS)).action == "nothing"
        assert (await other.plan(**await other.generated())).action == "nothing"


@in_virtual_time
async def test_what_an_import_found_and_the_configuration_does_not_list_stays_selected() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        for stream in ("issues", "releases", "teams"):
            await change_metadata(account, source, stream, {"selected": True})
        await all_.import_state(source)
        config = {"source_id": source, "streams": {"issues": {}}}
        planned = await all_.plan(**config)
        assert planned.action == "update"
        (problem,) = planned.diagnostics
        assert (problem.severity, problem.path) == (Severity.WARNING, Path.of("streams"))
        assert '"releases", "teams"' in problem.detail
        await account.calls()
        await all_.carry_out(planned, **config)
        assert await account.calls() == []
        assert all_.state is not None
        assert all_.state["streams"].keys() == {"issues"}
        assert await selected(account, source) == {"issues", "releases", "teams"}
        await all_.apply(source_id=source, streams={})
        assert await selected(account, source) == {"releases", "teams"}


@in_virtual_time
async def test_a_stream_of_an_import_is_deselected_once_an_update_has_declared_it() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        for stream in ("issues", "releases", "teams"):
            await change_metadata(account, source, stream, {"selected": True})
        await all_.import_state(source)
        listed = {"issues": {}, "releases": {}, "teams": {}}
        await all_.apply(source_id=source, streams=listed | {"issues": {"fields": ALL}})
        await all_.apply(source_id=source, streams={"teams": {}})
        assert await selected(account, source) == {"teams"}


@in_virtual_time
async def test_an_import_without_changes_leaves_a_stream_selected_that_is_removed_later() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        for stream in ("issues", "releases"):
            await change_metadata(account, source, stream, {"selected": True})
        await all_.import_state(source)
        await all_.apply(source_id=source, streams={"issues": {}, "releases": {}})
        assert [each.summary for each in (await all_.plan(source_id=source, streams={"issues": {}})).diagnostics] == [
            "Streams stay selected"
        ]
        await all_.apply(source_id=source, streams={"issues": {}, "releases": {"selected": False}})
        assert await selected(account, source) == {"issues"}


@in_virtual_time
async def test_an_import_of_which_others_are_to_be_deselected_deselects_them() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        for stream in ("issues", "releases"):
            await change_metadata(account, source, stream, {"selected": True})
        await all_.import_state(source)
        config = {"source_id": source, "streams": {"issues": {}}, "unlisted_streams": "deselect"}
        assert [each.summary for each in (await all_.plan(**config)).diagnostics] == ["Streams will be deselected"]
        await all_.apply(**config)
        assert await selected(account, source) == {"issues"}


@in_virtual_time
async def test_a_source_that_is_not_connected_any_more_keeps_its_selections() -> None:
    async with simulated(check_seconds=None) as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await account.call("POST", "/_simulator/checks", {})
        await all_.apply(source_id=source, streams=STREAMS)
        await account.call("PUT", f"/v4/sources/{source}", {"properties": {"access_token": "wrong"}})
        await account.call("POST", "/_simulator/checks", {"error": "401"})
        before = all_.state
        await all_.refresh()
        assert all_.state == before


@in_virtual_time
async def test_a_new_field_is_drift_of_exclude_where_it_does_not_replicate() -> None:
    async with simulated() as account:
        source, all_ = await add_source(account, GITHUB), selections(account)
        await all_.apply(source_id=source, streams=STREAMS)
        for stream in STREAMS:
            field = {"tap_stream_id": stream, "name": "reactions"}
            await account.call("POST", f"/_simulator/sources/{source}/fields", field)
        await all_.refresh()
        planned = await all_.plan(source_id=source, streams=STREAMS)
        assert planned.action == "update"
        assert isinstance(planned.after["replicated_fields"]["releases"], Unknown)
        assert not isinstance(planned.after["replicated_fields"]["issues"], Unknown)
        await all_.apply(source_id=source, streams=STREAMS)
        assert (await metadata(account, source, "releases"))["properties", "reactions"]["selected"] is True
        assert "selected" not in (await metadata(account, source, "issues"))["properties", "reactions"]
