"""What a plan says about the settings of a stream, and where."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from stitch_provider.connect.models import FieldMetadata, Stream, StreamMetadata, StreamSchema
from stitch_provider.stitch.streams import checks
from stitch_provider.stitch.streams.planned_stream import PlannedStream
from stitch_provider.stitch.streams.settings import Fields, StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, Severity
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import SetValue, Unknown


def stream(**metadata: Any) -> Stream:
    return Stream(stream_id=1, tap_stream_id="orders", metadata=StreamMetadata(**metadata))


def schema(columns: dict[str, Any], fields: dict[str, dict[str, Any]]) -> StreamSchema:
    shown = {name: msgspec.convert(metadata, FieldMetadata) for name, metadata in fields.items()}
    return StreamSchema({"type": "object", "properties": columns}, field_metadata=shown)


def database(**overrides: dict[str, Any]) -> StreamSchema:
    """A table whose fields are selected by default."""
    columns = {
        "id": {"type": ["integer"]},
        "status": {"type": ["null", "string"]},
        "updated_at": {"type": ["null", "string"], "format": "date-time"},
        "tags": {"type": ["null", "array"]},
        "odd": {},
    }
    fields: dict[str, dict[str, Any]] = {
        "id": {"inclusion": "automatic", "selected-by-default": True},
        "status": {"inclusion": "available", "selected-by-default": True},
        "updated_at": {"inclusion": "available", "selected-by-default": True},
        "tags": {"inclusion": "available", "selected-by-default": True},
        "odd": {"inclusion": "unsupported", "unsupported-description": "Its type is odd."},
    }
    return schema(columns, {name: metadata | overrides.get(name, {}) for name, metadata in fields.items()})


TABLE = stream(database_name="shop", is_view=False, table_key_properties=("id",), selected=True)
VIEW = stream(database_name="shop", is_view=True, selected=True)
FORCED = stream(forced_replication_method="INCREMENTAL", valid_replication_keys=("updated_at",), selected=True)
SAAS = schema(
    {"id": {}, "title": {}, "body": {}},
    {"id": {"inclusion": "automatic"}, "title": {"inclusion": "available"}, "body": {"inclusion": "available"}},
)


def accepting(*keys: str) -> StreamSchema:
    """The schema of a SaaS stream that accepts only these keys of metadata."""
    return replace(SAAS, non_discoverable_metadata_keys=keys)


FULL = StreamSettings(replication_method="FULL_TABLE")


def include(*names: Any) -> Fields:
    return Fields(include=SetValue(names))


def exclude(*names: Any) -> Fields:
    return Fields(exclude=SetValue(names))


def keyed(method: Any = "INCREMENTAL", key: Any = None, **others: Any) -> StreamSettings:
    return StreamSettings(replication_method=method, replication_key=key, **others)


def check(
    found: Stream, settings: StreamSettings, before: StreamSettings | None, known: StreamSchema | None
) -> tuple[Diagnostic, ...]:
    known = known or StreamSchema()
    writable = known.non_discoverable_metadata_keys
    return checks.check(PlannedStream(found, settings, before, known.fields, known.columns, writable))


ERRORS: dict[str, tuple[Stream, StreamSettings, StreamSchema | None, Path, tuple[str, ...]]] = {
    "another method than the fixed one": (
        FORCED,
        keyed("FULL_TABLE"),
        None,
        Path.of("replication_method"),
        ("INCREMENTAL",),
    ),
    "a view by log": (
        VIEW,
        keyed("LOG_BASED", view_key_properties=SetValue(["id"])),
        None,
        Path.of("replication_method"),
        ("view", "FULL_TABLE"),
    ),
    "incremental without a key": (TABLE, keyed(), database(), Path.of("replication_key"), ('"id"', '"updated_at"')),
    "incremental without a key though there are valid ones": (
        stream(valid_replication_keys=("SystemModstamp",)),
        keyed(),
        None,
        Path.of("replication_key"),
        ("SystemModstamp",),
    ),
    "a key that is not among the valid ones": (
        FORCED,
        keyed(key="id"),
        SAAS,
        Path.of("replication_key"),
        ("updated_at",),
    ),
    "a key that is no field": (TABLE, keyed(key="updatedat"), database(), Path.of("replication_key"), ("updated_at",)),
    "a key of an unsuitable type": (
        TABLE,
        keyed(key="status"),
        database(),
        Path.of("replication_key"),
        ('"id", "updated_at"',),
    ),
    "a key of a view that is no field": (
        VIEW,
        replace(FULL, view_key_properties=SetValue(["idd"])),
        database(),
        Path.of("view_key_properties").element("idd"),
        ('"id"',),
    ),
    "a key that the stream does not accept": (
        FORCED,
        keyed(key="updated_at", fields=Fields(all=True)),
        accepting("selected"),
        Path.of("replication_key"),
        ("does not accept replication_key. It accepts only these settings: selected. Remove replication_key.",),
    ),
    "fields of a stream whose fields cannot be chosen": (
        FORCED,
        StreamSettings(fields=Fields(all=True)),
        accepting("replication-key"),
        Path.of("fields"),
        ("does not accept fields. It accepts only these settings: replication_key. Remove fields.",),
    ),
    "a stream that cannot be deselected": (
        FORCED,
        StreamSettings(selected=False),
        accepting("replication-key"),
        Path.of("selected"),
        ("Remove the stream from the configuration.",),
    ),
    "an included field that is none": (
        TABLE,
        replace(FULL, fields=include("statuss")),
        database(),
        Path.of("fields", "include").element("statuss"),
        ('"status"',),
    ),
    "an excluded field that is none": (
        TABLE,
        replace(FULL, fields=exclude("statuss")),
        database(),
        Path.of("fields", "exclude").element("statuss"),
        ('"status"',),
    ),
    "an excluded field that always replicates": (
        TABLE,
        replace(FULL, fields=exclude("id")),
        database(),
        Path.of("fields", "exclude").element("id"),
        ('"id"', "exclude"),
    ),
    "an included field that is not supported": (
        TABLE,
        replace(FULL, fields=include("odd")),
        database(),
        Path.of("fields", "include").element("odd"),
        ('"odd"', "Its type is odd."),
    ),
}


@pytest.mark.parametrize(("found", "settings", "known", "path", "words"), ERRORS.values(), ids=ERRORS.keys())
def test_what_cannot_work_is_an_error_at_its_attribute(
    found: Stream, settings: StreamSettings, known: StreamSchema | None, path: Path, words: tuple[str, ...]
) -> None:
    (problem,) = [each for each in check(found, settings, None, known) if each.severity is Severity.ERROR]
    assert problem.path == path
    assert all(word in problem.detail for word in ("orders", *words)), problem.detail


WARNINGS: dict[str, tuple[Stream, StreamSettings, StreamSchema | None, Path, tuple[str, ...]]] = {
    "a table without a method": (TABLE, StreamSettings(), database(), Path.of("replication_method"), ()),
    "a view without keys": (VIEW, FULL, database(), Path.of("view_key_properties"), ("appends",)),
    "a view whose keys are empty": (
        VIEW,
        replace(FULL, view_key_properties=SetValue()),
        database(),
        Path.of("view_key_properties"),
        ("appends",),
    ),
    "keys of what is no view": (
        TABLE,
        replace(FULL, view_key_properties=SetValue(["id"])),
        database(),
        Path.of("view_key_properties"),
        ("not a view",),
    ),
    "a stream selected by default that is not selected": (
        stream(selected_by_default=True),
        StreamSettings(selected=False),
        None,
        Path.of("selected"),
        (),
    ),
    "fields selected by default that are excluded": (
        TABLE,
        replace(FULL, fields=exclude("status", "tags")),
        database(),
        Path.of("fields", "exclude"),
        ('"status", "tags"',),
    ),
    "fields selected by default that are not included": (
        TABLE,
        replace(FULL, fields=include("status", "tags")),
        database(),
        Path.of("fields", "include"),
        ('"updated_at"',),
    ),
    "a replication key that is excluded": (
        TABLE,
        keyed(key="updated_at", fields=exclude("updated_at")),
        database(updated_at={"selected": False}),
        Path.of("fields", "exclude").element("updated_at"),
        ("updated_at", "exclude"),
    ),
    "a replication key that is not included": (
        TABLE,
        keyed(key="updated_at", fields=include("status", "tags")),
        database(updated_at={"selected": False}),
        Path.of("fields", "include"),
        ("updated_at", "include"),
    ),
    "included fields that exclude each other": (
        TABLE,
        replace(FULL, fields=include("status", "tags", "updated_at")),
        database(status={"fieldExclusions": [["properties", "tags"], ["properties", "odd"]]}),
        Path.of("fields", "include").element("status"),
        ('"status" and "tags"',),
    ),
    "fields that exclude each other where all are selected": (
        TABLE,
        replace(FULL, fields=Fields(all=True)),
        database(status={"fieldExclusions": [["properties", "tags"]]}),
        Path.of("fields", "all"),
        ('"status" and "tags"',),
    ),
    "fields that exclude each other and are not excluded": (
        TABLE,
        replace(FULL, fields=exclude()),
        database(
            status={"fieldExclusions": [["properties", "tags"]]}, tags={"fieldExclusions": [["properties", "status"]]}
        ),
        Path.of("fields", "exclude"),
        ('"status" and "tags"',),
    ),
    "nothing but keys": (FORCED, StreamSettings(), SAAS, Path.of("fields"), ("fields = { all = true }",)),
}


@pytest.mark.parametrize(("found", "settings", "known", "path", "words"), WARNINGS.values(), ids=WARNINGS.keys())
def test_what_may_be_intended_is_a_warning_at_its_attribute(
    found: Stream, settings: StreamSettings, known: StreamSchema | None, path: Path, words: tuple[str, ...]
) -> None:
    (problem,) = check(found, settings, None, known)
    assert problem.severity is Severity.WARNING
    assert problem.path == path
    assert all(word in problem.detail for word in ("orders", *words)), problem.detail


@pytest.mark.parametrize(("found", "settings", "known"), [case[:3] for case in WARNINGS.values()], ids=WARNINGS.keys())
def test_a_warning_is_not_repeated_once_it_holds(
    found: Stream, settings: StreamSettings, known: StreamSchema | None
) -> None:
    assert check(found, settings, settings, known) == ()


FINE: dict[str, tuple[Stream, StreamSettings, StreamSchema | None]] = {
    "the fixed method": (FORCED, keyed(fields=exclude()), SAAS),
    "the fixed method and its key": (FORCED, keyed(key="updated_at", fields=exclude()), SAAS),
    "a fixed method without a key": (stream(forced_replication_method="INCREMENTAL"), StreamSettings(), None),
    "what is not written to a stream that accepts little": (
        FORCED,
        keyed(fields=Fields(all=True)),
        accepting("selected"),
    ),
    "an unknown key of a stream that accepts little": (
        FORCED,
        keyed(key=Unknown(), fields=Fields(all=True)),
        accepting("selected"),
    ),
    "a key of a stream that does not say what it accepts": (
        FORCED,
        keyed(key="updated_at", fields=Fields(all=True)),
        accepting(),
    ),
    "a key that the service has": (
        stream(replication_method="INCREMENTAL", replication_key="id"),
        keyed(),
        None,
    ),
    "an integer key": (TABLE, keyed(key="id"), database()),
    "a key that is a point in time": (TABLE, keyed(key="updated_at"), database()),
    "a key of unknown type": (TABLE, keyed(key="x"), schema({"x": {}}, {"x": {"selected": True}})),
    "any key of a stream without a schema": (TABLE, keyed(key="_id"), StreamSchema({"type": "object"})),
    "any field of a stream without a schema": (TABLE, replace(FULL, fields=include("x")), StreamSchema({})),
    "a view with keys": (VIEW, replace(FULL, view_key_properties=SetValue(["id"])), database()),
    "a view whose keys the service has": (stream(is_view=True, view_key_properties=("id",)), FULL, database()),
    "an excluded field that is not supported": (TABLE, replace(FULL, fields=exclude("odd")), database()),
    "an included field that always replicates": (
        TABLE,
        replace(FULL, fields=include("id", "status", "tags", "updated_at")),
        database(),
    ),
    "a deselected stream without method, key and keys": (VIEW, StreamSettings(selected=False), database()),
    "fields left open that replicate by default": (TABLE, FULL, database()),
    "fields left open of which somebody selected one": (
        FORCED,
        StreamSettings(),
        schema({"id": {}, "title": {}}, {"id": {"inclusion": "automatic"}, "title": {"selected": True}}),
    ),
    "an unknown method": (VIEW, replace(keyed(Unknown()), view_key_properties=SetValue(["id"])), database()),
    "an unknown key": (TABLE, keyed(key=Unknown()), database()),
    "unknown fields of a stream without fields by default": (FORCED, StreamSettings(fields=Unknown()), SAAS),
    "unknown fields": (TABLE, replace(FULL, fields=Unknown()), database()),
    "an unknown field": (TABLE, replace(FULL, fields=exclude(Unknown())), database()),
    "unknown keys of a view": (VIEW, replace(FULL, view_key_properties=Unknown()), database()),
    "unknown whether selected": (FORCED, StreamSettings(selected=Unknown()), SAAS),
}


@pytest.mark.parametrize(("found", "settings", "known"), FINE.values(), ids=FINE.keys())
def test_what_works_or_is_not_known_yet_has_no_diagnostics(
    found: Stream, settings: StreamSettings, known: StreamSchema | None
) -> None:
    assert check(found, settings, None, known) == ()


def test_an_excluded_column_that_no_longer_exists_is_no_error_where_fields_does_not_change() -> None:
    before = replace(FULL, fields=exclude("dropped", "status"))
    after = replace(before, replication_method="LOG_BASED")
    assert check(TABLE, after, before, database(status={"selected": False})) == ()


def test_the_reason_why_a_field_is_unsupported_is_shown_without_control_characters() -> None:
    known = database(odd={"unsupported-description": " \x1b[31mIts type\nis odd"})
    (problem,) = check(TABLE, replace(FULL, fields=include("odd", "status", "tags", "updated_at")), None, known)
    assert "which Stitch does not support. Its type is odd. Remove it" in problem.detail


def test_a_warning_comes_when_a_change_makes_it_true() -> None:
    before = StreamSettings(fields=include("title"))
    (problem,) = check(FORCED, StreamSettings(), before, SAAS)
    assert problem.path == Path.of("fields")
    (problem,) = check(FORCED, StreamSettings(), StreamSettings(selected=False), SAAS)
    assert problem.path == Path.of("fields")


def test_many_pairs_of_fields_that_exclude_each_other_are_summed_up() -> None:
    names = [f"f{number}" for number in range(8)]
    conflicts = [["properties", name] for name in names]
    known = schema({}, {name: {"inclusion": "available", "fieldExclusions": conflicts} for name in names})
    found = check(TABLE, replace(FULL, fields=include(*names)), None, known)
    assert len(found) == 11
    assert "18 more pairs" in found[-1].detail


NEW_TABLE = stream(database_name="shop", table_key_properties=("id",))
NEW_SAAS = stream(forced_replication_method="INCREMENTAL", valid_replication_keys=("updated_at",))


@pytest.mark.parametrize(
    ("found", "settings", "before", "needed"),
    [
        (NEW_SAAS, StreamSettings(), None, True),
        (NEW_SAAS, StreamSettings(selected=False), None, False),
        (NEW_SAAS, StreamSettings(selected=False, fields=exclude("x")), None, True),
        (NEW_SAAS, StreamSettings(), StreamSettings(replication_key="updated_at"), False),
        (NEW_SAAS, keyed("INCREMENTAL", "updated_at"), StreamSettings(), False),
        (NEW_SAAS, StreamSettings(), StreamSettings(fields=exclude("x")), True),
        (NEW_TABLE, StreamSettings(), None, False),
        (NEW_TABLE, FULL, None, False),
        (NEW_TABLE, StreamSettings(selected=Unknown()), None, False),
        (NEW_TABLE, keyed("INCREMENTAL", "updated_at"), None, True),
        (NEW_TABLE, keyed("INCREMENTAL"), None, True),
        (NEW_TABLE, replace(FULL, view_key_properties=SetValue(["id"])), None, True),
        (NEW_TABLE, replace(FULL, fields=exclude("x")), None, True),
        (TABLE, StreamSettings(), None, True),
    ],
)
def test_a_schema_is_read_only_where_a_check_needs_it(
    found: Stream, settings: StreamSettings, before: StreamSettings | None, *, needed: bool
) -> None:
    assert checks.needs_schema(PlannedStream(found, settings, before)) is needed
