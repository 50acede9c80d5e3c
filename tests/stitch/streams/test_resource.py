"""What both resources make of what is known of their streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from msgspec.structs import replace

from stitch.streams.service import answered_by
from stitch_provider.connect import Stream
from stitch_provider.stitch.streams.discovery import Discovered
from stitch_provider.stitch.streams.selection import KnownStream
from stitch_provider.stitch.streams.selection_model import SelectionModel
from stitch_provider.stitch.streams.selection_resource import StreamSelectionResource
from stitch_provider.stitch.streams.selections_model import SelectionsModel
from stitch_provider.stitch.streams.selections_resource import StreamSelectionsResource
from stitch_provider.stitch.streams.settings import Fields, StreamSettings
from stitch_provider.terraform.resource import CreateRequest, PlanRequest
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

ONE, MANY = StreamSelectionResource(), StreamSelectionsResource()

TITLE = StreamSettings(fields=Fields(include=SetValue(["title"])))
BODY = StreamSettings(fields=Fields(include=SetValue(["body"])))

STREAM = SelectionModel(
    id="7/issues",
    source_id="7",
    stream="issues",
    fields=TITLE.fields,
    timeouts=None,
    stream_id="1",
    stream_name="issues",
    key_properties=("id",),
    replicated_fields=SetValue(["id", "title"]),
)
STREAMS = SelectionsModel(
    id="7",
    source_id="7",
    streams={"issues": TITLE, "releases": TITLE},
    timeouts=None,
    stream_ids={"issues": "1", "releases": "2"},
    replicated_fields={"issues": SetValue(["id", "title"]), "releases": SetValue(["title"])},
)
NOT_LISTED = Discovered(7, {}, complete=False)
DROPPED = Discovered(7, {}, complete=True)


def test_a_stream_that_stitch_has_yet_to_discover_again_stays_in_the_state() -> None:
    assert ONE.refreshed(STREAM, NOT_LISTED, {}) == STREAM
    assert MANY.refreshed(STREAMS, NOT_LISTED, {}) == STREAMS


def test_a_stream_that_discovery_no_longer_finds_leaves_the_state() -> None:
    assert ONE.refreshed(STREAM, DROPPED, {}) is None
    stream = Stream(stream_id=1, tap_stream_id="issues")
    refreshed = MANY.refreshed(
        STREAMS,
        Discovered(7, {"issues": stream}, complete=True),
        {"issues": KnownStream(stream=stream, settings=TITLE, fields={})},
    )
    assert refreshed == replace(
        STREAMS, streams={"issues": TITLE}, stream_ids={"issues": "1"}, replicated_fields={"issues": SetValue()}
    )


def test_only_the_streams_that_are_not_listed_again_keep_their_computed_attributes() -> None:
    stream = Stream(stream_id=3, tap_stream_id="issues")
    known = {"issues": KnownStream(stream=stream, settings=BODY, fields={})}
    refreshed = MANY.refreshed(STREAMS, Discovered(7, {"issues": stream}, complete=False), known)
    assert refreshed == replace(
        STREAMS,
        streams={"issues": BODY, "releases": TITLE},
        stream_ids={"issues": "3", "releases": "2"},
        replicated_fields={"issues": SetValue(), "releases": SetValue(["title"])},
    )


def test_a_change_of_the_fields_of_a_stream_plans_unknown_fields_for_it_only() -> None:
    planned = replace(STREAM, fields=BODY.fields, key_properties=Unknown(), replicated_fields=Unknown())
    assert ONE.computed(planned, STREAM, {}) == replace(planned, key_properties=("id",))
    changed = replace(
        STREAMS,
        streams={"issues": BODY, "releases": TITLE},
        stream_ids=Unknown(),
        replicated_fields=Unknown(),
    )
    assert MANY.computed(changed, STREAMS, {}) == replace(
        changed,
        stream_ids={"issues": "1", "releases": "2"},
        replicated_fields={"issues": Unknown(), "releases": SetValue(["title"])},
    )


def test_a_change_of_the_method_keeps_the_fields_and_a_change_of_view_keys_does_not_keep_the_keys() -> None:
    planned = replace(STREAM, key_properties=Unknown(), replicated_fields=Unknown())
    full = replace(planned, replication_method="FULL_TABLE")
    assert ONE.computed(full, STREAM, {}) == replace(STREAM, replication_method="FULL_TABLE")
    keyed = replace(planned, view_key_properties=SetValue(["title"]))
    assert ONE.computed(keyed, STREAM, {}) == replace(keyed, replicated_fields=STREAM.replicated_fields)
    streams = {"issues": replace(TITLE, replication_method="FULL_TABLE"), "releases": TITLE}
    changed = replace(STREAMS, streams=streams)
    assert MANY.computed(replace(changed, replicated_fields=Unknown()), STREAMS, {}) == changed


def test_a_change_of_timeouts_keeps_the_computed_attributes() -> None:
    planned = replace(STREAM, key_properties=Unknown(), replicated_fields=Unknown())
    assert ONE.computed(planned, STREAM, {}) == STREAM
    assert MANY.computed(replace(STREAMS, stream_ids=Unknown(), replicated_fields=Unknown()), STREAMS, {}) == STREAMS


@pytest.mark.parametrize(
    "streams", [{"issues": Unknown()}, {"issues": StreamSettings(fields=Unknown()), "releases": TITLE}, Unknown()]
)
def test_maps_whose_keys_are_not_known_are_unknown(
    streams: dict[str, StreamSettings | Unknown] | Unknown,
) -> None:
    planned = replace(STREAMS, streams=streams, stream_ids=Unknown(), replicated_fields=Unknown())
    assert MANY.computed(planned, None, {}) == planned


LISTED = [
    {"stream_id": 1, "tap_stream_id": "issues", "metadata": {}},
    {"stream_id": 2, "tap_stream_id": "releases", "metadata": {}},
]
SOURCE = {"id": 7, "type": "platform.github", "report_card": {"current_step_type": "field_selection"}}


def without_schema_of(number: int) -> Callable[[httpx.Request], httpx.Response]:
    """The answers of a source with two streams, of which one cannot be read."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(f"/streams/{number}"):
            return httpx.Response(400, text="no such luck")
        if request.url.path.endswith("/streams"):
            return httpx.Response(200, json=LISTED)
        if "/streams/" in request.url.path:
            return httpx.Response(200, json={"schema": "{}", "metadata": []})
        return httpx.Response(200, json=SOURCE)

    return answer


async def test_a_plan_reads_no_schema_of_a_stream_that_does_not_change() -> None:
    planned = replace(STREAMS, streams={"issues": BODY, "releases": TITLE})
    request = PlanRequest(config=planned, prior=STREAMS, proposed=planned, private={})
    async with answered_by(without_schema_of(2)) as provider:
        assert (await MANY.plan(request, provider)).diagnostics == ()


async def test_an_apply_reads_no_schema_that_its_plan_has_checked_unless_it_writes_fields() -> None:
    plan = replace(STREAM, fields=None, replicated_fields=None)
    request = CreateRequest(config=plan, plan=plan, private={"checked": ["issues"]}, save=lambda *_: None)
    async with answered_by(without_schema_of(1)) as provider:
        assert (await ONE.create(request, provider)).diagnostics == ()
