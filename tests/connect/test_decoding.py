from __future__ import annotations

import json
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from stitch_provider.connect import (
    Destination,
    FieldMetadata,
    IncompleteError,
    MalformedError,
    ReportCard,
    Schedule,
    Source,
    Stream,
    StreamMetadata,
)
from stitch_provider.connect.decoding import decode, decode_check, decode_list, decode_stream_schema

CALL = "GET /v4/things"

SOURCE: dict[str, Any] = {
    "properties": {"frequency_in_minutes": "30", "repository": "acme/tools", "cron_expression": None},
    "updated_at": "2024-06-01T08:00:00Z",
    "schedule": {"type": "interval", "unit": "minute", "interval": 30.0, "next_fire_time": "2024-06-01T08:30:00Z"},
    "check_job_name": "99.5.check.x",
    "name": "tools",
    "type": "platform.github",
    "deleted_at": None,
    "system_paused_at": None,
    "paused_at": None,
    "stitch_client_id": 99,
    "id": 5,
    "display_name": "Tools",
    "mapped_destination_ids": [581220, 581221],
    "created_at": "2024-06-01T07:00:00Z",
    "report_card": {
        "type": "platform.github",
        "current_step": 3,
        "current_step_type": "field_selection",
        "steps": [
            {
                "type": "form",
                "properties": [
                    {
                        "name": "access_token",
                        "is_required": True,
                        "is_credential": True,
                        "system_provided": False,
                        "property_type": "user_provided",
                        "json_schema": {"type": "string", "default": None},
                        "provided": True,
                        "tap_mutable": False,
                    }
                ],
            },
            {"type": "discover_schema", "properties": []},
            {"type": "field_selection", "properties": []},
            {"type": "fully_configured", "properties": []},
        ],
    },
}


def read(content: Any, kind: type[Any] = Source) -> Any:
    return decode(json.dumps(content).encode(), kind, CALL)


def test_a_source_is_read_whole() -> None:
    source = read(SOURCE)
    assert (source.id, source.name, source.schedule.interval) == (5, "tools", 30)
    assert source.destination_ids == (581220, 581221)
    assert source.report_card.step == "field_selection"
    assert not source.report_card.fully_configured
    assert source.report_card.properties["access_token"].provided


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], ()),
        ([581220], (581220,)),
        (["581220"], (581220,)),
        (None, None),
        (581220, None),
        ("581220", None),
        ({"id": 581220}, None),
        ([None], None),
        ([581220, "x"], None),
        ([{"id": 581220}], None),
    ],
)
def test_destinations_are_shown_only_by_a_list_of_ids(shown: Any, expected: tuple[int, ...] | None) -> None:
    assert read(SOURCE | {"mapped_destination_ids": shown}).destination_ids == expected


@pytest.mark.parametrize("key", sorted(SOURCE.keys() - {"id", "type"}))
def test_any_other_key_of_a_source_may_be_absent_or_null(key: str) -> None:
    absent = read({name: value for name, value in SOURCE.items() if name != key})
    null = read(SOURCE | {key: None})
    assert absent == null


@pytest.mark.parametrize(
    "key", ["is_required", "is_credential", "property_type", "json_schema", "provided", "tap_mutable"]
)
def test_any_key_of_a_property_but_its_name_may_be_absent_or_null(key: str) -> None:
    spec = SOURCE["report_card"]["steps"][0]["properties"][0]
    cards = [
        {"steps": [{"type": "form", "properties": [{name: value for name, value in spec.items() if name != key}]}]},
        {"steps": [{"type": "form", "properties": [spec | {key: None}]}, {"type": "x", "properties": None}]},
    ]
    absent, null = (read(card, ReportCard).properties["access_token"] for card in cards)
    assert absent == null


def test_nulls_treated_as_absent_leave_property_values_and_schemas_alone() -> None:
    content = SOURCE | {"report_card": {"steps": SOURCE["report_card"]["steps"], "details": None, "type": None}}
    content["name"] = None
    content["report_card"]["steps"][0]["properties"].append({"name": "x", "provided": None})
    source = read(content)
    assert source.properties == SOURCE["properties"]
    assert source.report_card.properties["access_token"].json_schema == {"type": "string", "default": None}
    del content["report_card"]["steps"][0]["properties"][1]


extra = st.dictionaries(
    st.text(min_size=1).map(lambda key: "x-" + key), st.none() | st.integers() | st.text(), max_size=4
)


@settings(deadline=None)
@given(
    extras=st.tuples(extra, extra, extra),
    dropped=st.sets(st.sampled_from(sorted(SOURCE.keys() - {"id", "type"}))),
    nulled=st.sets(st.sampled_from(sorted(SOURCE.keys() - {"id", "type"}))),
)
def test_unknown_missing_and_null_keys_change_nothing_else(
    extras: tuple[dict[str, Any], ...], dropped: set[str], nulled: set[str]
) -> None:
    content = {name: None if name in nulled else value for name, value in SOURCE.items() if name not in dropped}
    if content.get("report_card"):
        content["report_card"] = content["report_card"] | extras[1]
    if content.get("schedule"):
        content["schedule"] = content["schedule"] | extras[2]
    source, whole = read(extras[0] | content), read(SOURCE)
    for name in SOURCE.keys() - dropped - nulled:
        assert getattr(source, name) == getattr(whole, name)


@pytest.mark.parametrize(
    ("card", "step"),
    [
        ({"current_step": 1, "current_step_type": "fully_configured", "steps": [{"type": "form"}]}, "fully_configured"),
        ({"current_step": 2, "steps": [{"type": "form"}, {"type": "fully_configured"}]}, "fully_configured"),
        ({"current_step": 1.0, "steps": [{"type": "form"}]}, "form"),
        ({"current_step": 0, "steps": [{"type": "form"}]}, None),
        ({"current_step": 9, "steps": [{"type": "form"}]}, None),
        ({"current_step_type": "a new word"}, "a new word"),
        ({}, None),
    ],
)
def test_the_step_is_taken_from_its_type_and_else_counted_from_one(card: dict[str, Any], step: str | None) -> None:
    assert read(card, ReportCard).step == step


def test_numbers_may_be_strings_or_whole_floats() -> None:
    assert read({"id": "581220", "type": "s3", "stitch_client_id": 204417.0}, Destination).id == 581220


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b" "])
def test_no_check_yet(body: bytes) -> None:
    assert decode_check(body, CALL) is None


def test_the_reason_of_a_failed_check_does_not_depend_on_its_exit_status() -> None:
    body = {"status": "failed", "check_exit_status": None, "discovery_exit_status": 1, "tap_error_message": "no route"}
    check = decode_check(json.dumps(body).encode(), CALL)
    assert check is not None
    assert (check.succeeded, check.running, check.reason) == (False, False, "no route")


def test_a_stream_shows_its_metadata() -> None:
    body = [
        {"stream_id": 1, "tap_stream_id": "a-b", "selected": None, "metadata": {"is-view": True, "row-count": 3.0}},
        {"stream_id": 2, "tap_stream_id": "c", "stream_name": "c", "metadata": None},
    ]
    view, plain = decode_list(json.dumps(body).encode(), Stream, CALL).all()
    assert (view.metadata.is_view, view.metadata.row_count) == (True, 3)
    assert plain.metadata == StreamMetadata()


@pytest.mark.parametrize("breadcrumb", ["breadcrumb", "breadcrumbs"])
@pytest.mark.parametrize("encoded", [True, False])
def test_a_stream_schema_shows_stream_and_fields(breadcrumb: str, encoded: bool) -> None:
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "b": {}, "total": {}}}
    body = {
        "schema": json.dumps(schema) if encoded else schema,
        "metadata": [
            {breadcrumb: ["properties", "gone"], "metadata": {"inclusion": "unsupported"}},
            {
                breadcrumb: ["properties", "total"],
                "metadata": {"fieldExclusions": [["properties", "b"]], "selected": None},
            },
            {breadcrumb: ["properties", "b"], "metadata": {"tap_google_analytics.group": "Time", "x": 1}},
            {breadcrumb: [], "metadata": {"selected": True, "valid-replication-keys": ["id"]}},
        ],
        "non-discoverable-metadata-keys": ["selected"],
    }
    stream = decode_stream_schema(json.dumps(body).encode(), CALL)
    assert stream.schema == schema
    assert stream.stream == StreamMetadata(selected=True, valid_replication_keys=("id",))
    assert stream.fields == {
        "id": FieldMetadata(),
        "b": FieldMetadata(group="Time"),
        "total": FieldMetadata(field_exclusions=(("properties", "b"),)),
        "gone": FieldMetadata(inclusion="unsupported"),
    }
    assert list(stream.fields) == ["id", "b", "total", "gone"]
    assert stream.non_discoverable_metadata_keys == ("selected",)


def test_a_stream_without_schema_has_no_fields() -> None:
    stream = decode_stream_schema(b'{"schema":"{\\"type\\":\\"object\\"}","metadata":null}', CALL)
    assert stream.fields == {}
    assert stream.stream == StreamMetadata()


def test_text_is_utf8_and_only_else_latin() -> None:
    for encoding in ("utf-8", "iso-8859-1"):
        body = '{"id":1,"type":"x","name":"Zürich"}'.encode(encoding)
        assert decode(body, Source, CALL).name == "Zürich"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>secret</html>", b'{"id":1,"type":"secret', b'{"id":"secret","type":"x"}', b'["secret"]', b"\xff"],
)
def test_an_unreadable_answer_is_an_error_that_names_the_call_and_quotes_nothing(body: bytes) -> None:
    with pytest.raises(MalformedError, match=r"^GET /v4/things: ") as caught:
        decode(body, Source, CALL)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


WHOLLY_WRONG: dict[str, bytes] = {
    "null": b"null",
    "an object": b'{"id": 1, "type": "s3"}',
    "a text": b'"s3"',
    "a number": b"5",
    "a web page": b"<html>secret</html>",
    "lists without end": b"[" * 100_000 + b"]" * 100_000,
    "nothing": b"",
}


@pytest.mark.parametrize("body", WHOLLY_WRONG.values(), ids=WHOLLY_WRONG.keys())
def test_an_answer_that_is_no_list_is_an_error(body: bytes) -> None:
    with pytest.raises(MalformedError, match=r"^GET /v4/things: "):
        decode_list(body, Source, CALL)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "x",
        5,
        [],
        {"type": "s3"},
        {"id": None, "type": "s3"},
        {"id": "x", "type": "s3"},
        {"id": 2, "type": ["s3"]},
    ],
    ids=json.dumps,
)
def test_an_entry_without_what_identifies_it_is_the_only_one_left_out(wrong: object) -> None:
    found = decode_list(json.dumps([{"id": 1, "type": "s3"}, wrong]).encode(), Source, CALL)
    assert ([source.id for source in found.readable], found.unreadable) == ([1], 1)
    with pytest.raises(IncompleteError, match="one entry of the list"):
        found.all()


def test_a_list_with_unreadable_entries_finds_what_is_there_and_proves_no_absence() -> None:
    found = decode_list(b'[{"id": 1, "type": "s3"}, null]', Source, CALL)
    assert found.find(lambda source: source.id == 1) == Source(1, "s3")
    with pytest.raises(IncompleteError):
        found.find(lambda source: source.id == 2)
    whole = decode_list(b'[{"id": 1, "type": "s3"}]', Source, CALL)
    assert whole.find(lambda source: source.id == 2) is None


@pytest.mark.parametrize("wrong", [5, 1.5, "x", True, [], ["x"], {}, {"x": 1}, [[[]]]], ids=json.dumps)
@pytest.mark.parametrize("key", sorted(SOURCE.keys() - {"id", "type"}))
def test_any_other_key_of_a_source_may_have_any_shape(key: str, wrong: object) -> None:
    source, whole = read(SOURCE | {key: wrong}), read(SOURCE)
    for name in SOURCE.keys() - {key}:
        assert getattr(source, name) == getattr(whole, name)


def test_what_is_ignored_is_logged_by_its_path_and_without_its_value() -> None:
    wrong = SOURCE | {"schedule": "secret", "report_card": {"steps": [{"type": "form", "properties": ["secret"]}]}}
    with structlog.testing.capture_logs() as lines:
        read(wrong)
    structlog.reset_defaults()
    assert lines == [
        {
            "event": "parts of the answer are ignored",
            "log_level": "warning",
            "call": CALL,
            "paths": ["$.schedule", "$.report_card.steps[0].properties[0]"],
            "count": 2,
        }
    ]


def test_a_null_is_not_logged() -> None:
    with structlog.testing.capture_logs() as lines:
        read(SOURCE | {"report_card": None, "name": None, "properties": None})
    structlog.reset_defaults()
    assert lines == []


HUGE: dict[str, str] = {"an endless number": "9" * 4301, "a number beyond floats": "1e400", "digits": "1" + "0" * 30}


@pytest.mark.parametrize("number", HUGE.values(), ids=HUGE.keys())
def test_a_number_out_of_range_affects_its_field_only(number: str) -> None:
    schedule, properties = f'{{"unit":"m","interval":{number}}}', f'{{"a":{number},"b":"1e400"}}'
    body = f'[{{"id":1,"type":"s3","schedule":{schedule},"properties":{properties}}}]'
    (source,) = decode_list(body.encode(), Source, CALL).all()
    assert (source.schedule, source.properties["b"]) == (Schedule(unit="m"), "1e400")
    assert str(source.properties["a"]) == number


def test_a_number_in_a_text_is_finite() -> None:
    for text in ("nan", "inf", "-Infinity"):
        assert read(SOURCE | {"schedule": {"interval": text}}).schedule == Schedule()


@pytest.mark.parametrize(
    ("text", "deleted"), [("2024-05-14T09:30:00Z", True), ("yes", False), ("", False), (None, False)]
)
def test_a_source_is_deleted_only_if_deleted_at_is_a_timestamp(text: str | None, deleted: bool) -> None:
    assert read(SOURCE | {"deleted_at": text}).deleted is deleted


STREAM = {"stream_id": 1, "tap_stream_id": "issues", "stream_name": "issues", "selected": True}

METADATA: dict[str, tuple[dict[str, Any], StreamMetadata]] = {
    "one key as a text": ({"valid-replication-keys": "at"}, StreamMetadata(valid_replication_keys=("at",))),
    "the primary key as a text": ({"table-key-properties": "id"}, StreamMetadata(table_key_properties=("id",))),
    "the key of a view as a text": ({"view-key-properties": "id"}, StreamMetadata(view_key_properties=("id",))),
    "a method with its reason": (
        {"forced-replication-method": {"replication-method": "FULL_TABLE", "reason": "no key"}},
        StreamMetadata(forced_replication_method="FULL_TABLE"),
    ),
    "a method without itself": ({"forced-replication-method": {"reason": "x"}, "selected": True}, StreamMetadata(True)),
    "a key that is no text": ({"valid-replication-keys": [5, "at"]}, StreamMetadata(valid_replication_keys=("at",))),
    "no metadata": ({"selected": "perhaps", "row-count": "many", "x": []}, StreamMetadata()),
}


@pytest.mark.parametrize(("shown", "metadata"), METADATA.values(), ids=METADATA.keys())
def test_streams_are_read_as_taps_write_them(shown: dict[str, Any], metadata: StreamMetadata) -> None:
    others = [STREAM | {"stream_id": 2, "tap_stream_id": "other"}]
    body = json.dumps([STREAM | {"metadata": shown}, *others]).encode()
    first, second = decode_list(body, Stream, CALL).all()
    assert (first.tap_stream_id, first.metadata, second.metadata) == ("issues", metadata, StreamMetadata())
    schema = {"metadata": [{"breadcrumb": [], "metadata": shown}]}
    assert decode_stream_schema(json.dumps(schema).encode(), CALL).stream == metadata


EXCLUSIONS: dict[str, tuple[object, list[str]]] = {
    "names": (["a", "b"], ["a", "b"]),
    "breadcrumbs": ([["properties", "a"], ["properties", "b"]], ["a", "b"]),
    "a mix": ([["properties", "a"], "b"], ["a", "b"]),
    "one name": ("a", ["a"]),
    "nonsense among them": (["a", 5, [7], {}], ["a"]),
    "nonsense": ({"a": 1}, []),
}


@pytest.mark.parametrize(("shown", "names"), EXCLUSIONS.values(), ids=EXCLUSIONS.keys())
def test_exclusions_are_read_as_taps_write_them(shown: object, names: list[str]) -> None:
    body = {"metadata": [{"breadcrumb": ["properties", "x"], "metadata": {"fieldExclusions": shown}}]}
    fields = decode_stream_schema(json.dumps(body).encode(), CALL).fields
    assert [breadcrumb[-1] for breadcrumb in fields["x"].field_exclusions if breadcrumb] == names


SCHEMA = {
    "schema": '{"properties":{"id":{},"at":{}}}',
    "metadata": [{"breadcrumb": ["properties", "id"], "metadata": {}}],
}


@pytest.mark.parametrize(
    "wrong", [None, 5, "", "x", [], [5], {}, {"properties": 5}, {"properties": ["id"]}], ids=json.dumps
)
@pytest.mark.parametrize("key", ["schema", "metadata", "breadcrumb", "field", "non-discoverable-metadata-keys"])
def test_no_part_of_a_stream_schema_makes_its_fields_unreadable(key: str, wrong: object) -> None:
    entry = {"breadcrumb": ["properties", "id"], "metadata": {"inclusion": "automatic"}}
    body: dict[str, Any] = SCHEMA | {"metadata": [entry, {"breadcrumb": [], "metadata": {}}]}
    match key:
        case "breadcrumb":
            body["metadata"].append({"breadcrumb": wrong, "metadata": {"selected": True}})
        case "field":
            body["metadata"].append({"breadcrumb": ["properties", "at"], "metadata": wrong})
        case _:
            body[key] = wrong
    try:
        schema = decode_stream_schema(json.dumps(body).encode(), CALL)
    except MalformedError:
        assert (key, wrong) == ("schema", "x")
    else:
        assert schema.stream.selected is not True or (key, wrong) == ("breadcrumb", [])
        assert set(schema.fields) <= {"id", "at"}
