"""The arithmetic of selection, against a model of the service's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.connect.models import FieldMetadata, MetadataChange, Stream, StreamMetadata
from stitch_provider.stitch.streams.selection import (
    FieldChoice,
    KnownStream,
    adopted,
    adopted_choice,
    changes,
    choice_of,
    fields_of,
    is_replicated,
    is_selectable,
    is_selected,
    names_set,
    observed,
    observed_choice,
    same_fields,
)
from stitch_provider.stitch.streams.settings import SERVICE_DECIDES, Fields, StreamSettings
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = ("a", "b", "c", "d", "e")


def stream(**metadata: object) -> Stream:
    return Stream(
        stream_id=1,
        tap_stream_id="s-orders",
        stream_name="orders",
        metadata=StreamMetadata(**metadata),  # type: ignore[arg-type]
    )


def carried_out(
    stream: Stream, fields: Mapping[str, FieldMetadata], written: Sequence[MetadataChange]
) -> tuple[Stream, dict[str, FieldMetadata]]:
    """The metadata as the service has it after a PUT."""
    metadata, after = stream.metadata, dict(fields)
    for change in written:
        if change.breadcrumb:
            name = change.breadcrumb[1]
            after[name] = msgspec.structs.replace(after[name], **change.metadata)
        else:
            underscored = {key.replace("-", "_"): value for key, value in change.metadata.items()}
            if "view_key_properties" in underscored:
                underscored["view_key_properties"] = tuple(underscored["view_key_properties"])
            metadata = msgspec.structs.replace(metadata, **underscored)
    return msgspec.structs.replace(stream, metadata=metadata, selected=metadata.selected), after


@pytest.mark.parametrize(
    ("inclusion", "selected", "by_default", "expected"),
    [
        *[
            ("automatic", selected, default, True)
            for selected in (None, True, False)
            for default in (None, True, False)
        ],
        *[("unsupported", selected, default, False) for selected in (None, True, False) for default in (None, True)],
        ("available", True, None, True),
        ("available", True, True, True),
        ("available", True, False, True),
        ("available", False, None, False),
        ("available", False, True, False),  # A32: an explicit false wins
        ("available", False, False, False),
        ("available", None, True, True),
        ("available", None, None, False),
        ("available", None, False, False),
        (None, None, True, True),
        ("an unknown inclusion", True, None, True),
    ],
)
def test_what_replicates_follows_the_table(
    inclusion: str | None, *, selected: bool | None, by_default: bool | None, expected: bool
) -> None:
    field = FieldMetadata(inclusion=inclusion, selected=selected, selected_by_default=by_default)
    assert is_replicated(field) is expected


FIELDS = {
    "id": FieldMetadata(inclusion="automatic", selected_by_default=True),
    "status": FieldMetadata(inclusion="available", selected_by_default=True),
    "note": FieldMetadata(inclusion="available", selected_by_default=True, selected=False),
    "extra": FieldMetadata(inclusion="available"),
    "blob": FieldMetadata(inclusion="unsupported"),
}


def choosing(
    *, all: bool | None = None, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
) -> StreamSettings:
    return StreamSettings(
        fields=Fields(
            all=all,
            include=None if include is None else SetValue(include),
            exclude=None if exclude is None else SetValue(exclude),
        )
    )


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        (choosing(include=["status"]), {}),
        (choosing(include=["status", "id"]), {}),
        (choosing(include=["note"]), {"status": False, "note": True}),
        (choosing(include=[]), {"status": False}),
        (choosing(exclude=[]), {"note": True, "extra": True}),
        (choosing(all=True), {"note": True, "extra": True}),
        (choosing(exclude=["blob"]), {"note": True, "extra": True}),
        (choosing(exclude=["note", "extra"]), {}),
        (choosing(exclude=["status", "note"]), {"status": False, "extra": True}),
    ],
)
def test_only_fields_that_differ_are_written_and_false_explicitly(
    settings: StreamSettings, written: dict[str, bool]
) -> None:
    found = changes(settings, stream(selected=True), FIELDS)
    assert {change.breadcrumb: dict(change.metadata) for change in found} == {
        ("properties", name): {"selected": selected} for name, selected in written.items()
    }


def test_a_stream_is_selected_before_its_fields() -> None:
    found = changes(choosing(exclude=["extra"]), stream(), FIELDS)
    assert found[0] == MetadataChange((), {"selected": True})
    assert found[1:] == (MetadataChange(("properties", "note"), {"selected": True}),)


def test_a_deselected_stream_hides_its_fields_so_all_are_written_when_it_is_selected_again() -> None:
    hidden = {name: msgspec.structs.replace(field, selected=None) for name, field in FIELDS.items()}
    found = changes(choosing(include=["status"]), stream(selected=False), hidden)
    assert {change.breadcrumb[1:]: dict(change.metadata) for change in found} == {
        (): {"selected": True},
        ("status",): {"selected": True},
        ("note",): {"selected": False},
        ("extra",): {"selected": False},
    }


def test_fields_of_a_stream_that_stays_deselected_are_neither_written_nor_compared() -> None:
    settings = StreamSettings(selected=False, fields=Fields(include=SetValue(["extra"])))
    assert changes(settings, stream(selected=False), FIELDS) == ()
    assert observed(stream(selected=False), settings) == settings


@pytest.mark.parametrize(
    ("settings", "metadata", "written"),
    [
        (StreamSettings(), {"selected": True}, {}),
        (StreamSettings(), {}, {"selected": True}),
        (StreamSettings(), {"selected": False}, {"selected": True}),
        (StreamSettings(selected=False), {}, {}),
        (StreamSettings(selected=False), {"selected": False}, {}),
        (StreamSettings(selected=False), {"selected": True}, {"selected": False}),
        (StreamSettings(selected=False), {"selected_by_default": True}, {"selected": False}),
        (
            StreamSettings(replication_method="INCREMENTAL", replication_key="id"),
            {"selected": True},
            {"replication-method": "INCREMENTAL", "replication-key": "id"},
        ),
        (
            StreamSettings(replication_method="INCREMENTAL", replication_key="id"),
            {"selected": True, "replication_method": "INCREMENTAL", "replication_key": "at"},
            {"replication-key": "id"},
        ),
        (
            StreamSettings(replication_method="INCREMENTAL"),
            {"selected": True, "forced_replication_method": "INCREMENTAL"},
            {},
        ),
        (
            StreamSettings(view_key_properties=SetValue(["b", "a"])),
            {"selected": True, "view_key_properties": ("a", "b")},
            {},
        ),
        (
            StreamSettings(view_key_properties=SetValue(["b", "a"])),
            {"selected": True},
            {"view-key-properties": ["a", "b"]},
        ),
        (StreamSettings(), {"selected": True, "replication_method": "FULL_TABLE", "replication_key": "id"}, {}),
    ],
)
def test_only_what_differs_of_the_stream_itself_is_written(
    settings: StreamSettings, metadata: dict[str, object], written: dict[str, object]
) -> None:
    found = changes(settings, stream(**metadata))
    assert [dict(change.metadata) for change in found] == ([written] if written else [])


def test_selected_is_read_from_either_of_its_places() -> None:
    assert is_selected(Stream(stream_id=1, tap_stream_id="s", selected=True)) is True
    assert is_selected(stream(selected=False)) is False
    assert is_selected(stream()) is None


def test_what_is_not_declared_is_read_back_as_well_except_for_fields() -> None:
    found = stream(selected=True, replication_method="FULL_TABLE", replication_key="id", view_key_properties=("id",))
    assert observed(found, StreamSettings(), FIELDS) == StreamSettings(
        replication_method="FULL_TABLE", replication_key="id", view_key_properties=SetValue(["id"])
    )


def test_an_empty_set_of_view_keys_stays_as_it_was_declared() -> None:
    found = stream(selected=True, view_key_properties=())
    assert observed(found, StreamSettings()).view_key_properties is None
    assert observed(found, StreamSettings(view_key_properties=SetValue())).view_key_properties == SetValue()


@pytest.mark.parametrize("fields", [Fields(all=True), Fields(exclude=SetValue())])
def test_all_fields_are_read_back_in_the_form_that_was_declared(fields: Fields) -> None:
    everything = {name: msgspec.structs.replace(field, selected=True) for name, field in FIELDS.items()}
    assert observed(stream(selected=True), StreamSettings(fields=fields), everything).fields == fields
    assert observed(stream(selected=True), StreamSettings(fields=fields), FIELDS).fields == Fields(
        exclude=SetValue(["extra", "note"])
    )


@pytest.mark.parametrize(
    ("fields", "other", "same"),
    [
        (Fields(all=True), Fields(exclude=SetValue()), True),
        (Fields(exclude=SetValue(["a", "b"])), Fields(exclude=SetValue(["b", "a"])), True),
        (Fields(all=True), Fields(exclude=SetValue(["a"])), False),
        (Fields(all=True), Fields(include=SetValue()), False),
        (Fields(all=True), None, False),
        (None, None, False),
        (Fields(all=Unknown()), Fields(all=True), False),
        (Fields(exclude=Unknown()), Fields(exclude=Unknown()), False),
    ],
)
def test_two_forms_of_all_fields_mean_the_same(fields: Fields | None, other: Fields | None, *, same: bool) -> None:
    assert same_fields(fields, other) is same


def test_what_is_declared_is_read_back_as_the_service_has_it() -> None:
    declared = StreamSettings(
        replication_method="INCREMENTAL", replication_key="at", view_key_properties=SetValue(["a"]), fields=None
    )
    assert observed(stream(), declared) == StreamSettings(
        selected=False, replication_method=None, replication_key=None, view_key_properties=SetValue()
    )


def test_a_fixed_method_and_its_own_key_are_no_drift() -> None:
    declared = StreamSettings(replication_method="INCREMENTAL", replication_key="at")
    found = stream(selected=True, forced_replication_method="INCREMENTAL", valid_replication_keys=("at",))
    assert observed(found, declared) == declared


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (FieldChoice(frozenset({"id", "status"}), exclude=False), {"id", "status"}),
        (FieldChoice(frozenset({"status", "blob", "dropped"}), exclude=False), {"status"}),
        (FieldChoice(frozenset({"note", "blob", "dropped"}), exclude=True), {"note", "extra", "blob", "dropped"}),
        (FieldChoice(frozenset({"id"}), exclude=True), {"note", "extra"}),
    ],
)
def test_names_without_effect_are_kept_and_impossible_ones_are_removed(choice: FieldChoice, expected: set[str]) -> None:
    assert observed_choice(choice, FIELDS) == FieldChoice(frozenset(expected), exclude=choice.exclude)


def test_a_new_column_that_replicates_is_no_drift_of_exclude_and_one_that_does_not_is() -> None:
    choice = FieldChoice(frozenset({"note", "extra"}), exclude=True)
    taken = FIELDS | {"new": FieldMetadata(inclusion="available", selected_by_default=True)}
    left = FIELDS | {"new": FieldMetadata(inclusion="available")}
    assert observed_choice(choice, taken) == choice
    assert observed_choice(choice, left) == FieldChoice(choice.names | {"new"}, exclude=True)


def test_an_import_sets_no_fields_where_only_some_replicate_and_none_was_ever_selected() -> None:
    untouched = {name: msgspec.structs.replace(field, selected=None) for name, field in FIELDS.items()}
    assert adopted_choice(untouched) is None
    assert adopted(stream(selected=True), untouched) == StreamSettings()


def test_an_import_sets_all_fields_where_all_replicate_though_none_was_ever_selected() -> None:
    untouched = {
        "id": FieldMetadata(inclusion="automatic"),
        "status": FieldMetadata(inclusion="available", selected_by_default=True),
        "blob": FieldMetadata(inclusion="unsupported"),
    }
    assert adopted(stream(selected=True), untouched) == StreamSettings(fields=Fields(all=True))


def test_an_import_takes_the_shorter_form() -> None:
    few = {name: FieldMetadata(inclusion="available", selected=name == "a") for name in NAMES}
    most = {name: FieldMetadata(inclusion="available", selected=name != "a") for name in NAMES}
    assert adopted_choice(few) == FieldChoice(frozenset("a"), exclude=False)
    assert adopted_choice(most) == FieldChoice(frozenset("a"), exclude=True)


def test_an_import_leaves_out_a_method_that_is_fixed() -> None:
    found = stream(selected=True, forced_replication_method="INCREMENTAL", replication_method="INCREMENTAL")
    assert adopted(found, FIELDS).replication_method is None


@pytest.mark.parametrize(
    ("metadata", "settings", "expected"),
    [
        ({"table_key_properties": ("id", "at")}, StreamSettings(), ("id", "at")),
        ({}, StreamSettings(), ()),
        ({"is_view": True, "table_key_properties": ()}, StreamSettings(), ()),
        ({"is_view": True, "view_key_properties": ("b", "a")}, StreamSettings(), ("a", "b")),
        ({"is_view": True}, StreamSettings(view_key_properties=SetValue(["b", "a"])), ("a", "b")),
    ],
)
def test_keys_are_the_primary_key_or_those_of_the_view(
    metadata: dict[str, object], settings: StreamSettings, expected: tuple[str, ...]
) -> None:
    assert KnownStream(stream=stream(**metadata), settings=settings).key_properties == expected


@pytest.mark.parametrize(
    "fields",
    [
        None,
        Unknown(),
        Fields(all=Unknown()),
        Fields(include=Unknown()),
        Fields(exclude=SetValue(["a", Unknown()])),
    ],
)
def test_a_choice_that_is_not_known_is_none(fields: Fields | Unknown | None) -> None:
    assert choice_of(fields) is None


@pytest.mark.parametrize(
    ("settings", "fields", "expected"),
    [
        (choosing(exclude=["status"]), FIELDS, SetValue(["extra", "id", "note"])),
        (choosing(include=["status", "blob"]), FIELDS, SetValue(["id", "status"])),
        (StreamSettings(selected=False, fields=Fields(exclude=SetValue())), None, SetValue()),
    ],
)
def test_the_fields_that_replicate_follow_from_the_settings(
    settings: StreamSettings, fields: dict[str, FieldMetadata] | None, expected: SetValue
) -> None:
    assert KnownStream(stream=stream(), settings=settings, fields=fields).replicated_fields == expected


tristate = st.sampled_from([None, True, False])
metadata = st.builds(
    FieldMetadata,
    inclusion=st.sampled_from(["automatic", "available", "available", "unsupported", None]),
    selected=tristate,
    selected_by_default=tristate,
)
all_fields = st.dictionaries(st.sampled_from(NAMES), metadata)
streams = st.builds(
    stream,
    selected=tristate,
    replication_method=st.sampled_from([None, "FULL_TABLE", "INCREMENTAL"]),
    replication_key=st.sampled_from([None, "a", "b"]),
    is_view=tristate,
    view_key_properties=st.sampled_from([None, (), ("a",), ("b", "a")]),
)


@st.composite
def possible(draw: st.DrawFn) -> tuple[Stream, dict[str, FieldMetadata], StreamSettings]:
    """A stream with its fields, and settings that the checks let pass."""
    found, fields = draw(streams), draw(all_fields)
    exclude = draw(st.booleans())
    impossible = "automatic" if exclude else "unsupported"
    valid = [name for name, field in fields.items() if field.inclusion != impossible]
    names = draw(st.frozensets(st.sampled_from(valid))) if valid else frozenset()
    if exclude:
        names |= draw(st.sampled_from([frozenset(), frozenset({"dropped"})]))
    settings = StreamSettings(
        selected=draw(st.booleans()),
        replication_method=draw(st.sampled_from([None, "FULL_TABLE", "INCREMENTAL"])),
        replication_key=draw(st.sampled_from([None, "a", "b"])),
        view_key_properties=draw(st.sampled_from([None, SetValue(["a"]), SetValue(["a", "b"])])),
        fields=draw(
            st.sampled_from(
                [None, fields_of(FieldChoice(names, exclude=exclude)), Fields(all=True), Fields(exclude=SetValue())]
            )
        ),
    )
    if found.metadata.selected is not True:
        fields = {name: msgspec.structs.replace(field, selected=None) for name, field in fields.items()}
    return found, fields, settings


@given(possible())
def test_what_is_written_reads_back_as_the_plan(case: tuple[Stream, dict[str, FieldMetadata], StreamSettings]) -> None:
    found, fields, settings = case
    after, fields_after = carried_out(found, fields, changes(settings, found, fields))
    before = observed(found, StreamSettings())
    left_alone = {name: getattr(before, name) for name in SERVICE_DECIDES if getattr(settings, name) is None}
    assert observed(after, settings, fields_after) == msgspec.structs.replace(settings, **left_alone)


@given(possible())
def test_a_second_write_is_empty(case: tuple[Stream, dict[str, FieldMetadata], StreamSettings]) -> None:
    found, fields, settings = case
    assert changes(settings, *carried_out(found, fields, changes(settings, found, fields))) == ()


@given(possible())
def test_each_field_written_is_needed(case: tuple[Stream, dict[str, FieldMetadata], StreamSettings]) -> None:
    found, fields, settings = case
    if is_selected(found) is False:
        return  # what its fields are set to is hidden

    def differs(after: Stream, fields_after: Mapping[str, FieldMetadata]) -> bool:
        return observed(after, settings, fields_after).fields != settings.fields

    written = changes(settings, found, fields)
    for left_out in written:
        rest = [change for change in written if change != left_out]
        after, fields_after = carried_out(found, fields, rest)
        assert left_out in changes(settings, after, fields_after)
        assert not left_out.breadcrumb or not is_selected(after) or differs(after, fields_after)


@given(possible())
def test_what_is_planned_to_replicate_replicates(
    case: tuple[Stream, dict[str, FieldMetadata], StreamSettings],
) -> None:
    found, fields, settings = case
    choice = choice_of(settings.fields)
    if choice is None or not settings.selected:
        return
    planned = KnownStream(stream=found, settings=settings, fields=fields)
    after, fields_after = carried_out(found, fields, changes(settings, found, fields))
    read = KnownStream(stream=after, settings=observed(after, settings, fields_after), fields=fields_after)
    running = names_set(name for name, field in fields_after.items() if is_replicated(field))
    assert read.replicated_fields == planned.replicated_fields == running


@given(all_fields)
def test_what_is_imported_needs_no_write(fields: dict[str, FieldMetadata]) -> None:
    found = stream(selected=True)
    settings = adopted(found, fields)
    assert changes(settings, found, fields) == ()
    assert observed(found, settings, fields) == settings


@given(fields=all_fields, names=st.frozensets(st.sampled_from(NAMES)), exclude=st.booleans())
def test_only_selectable_fields_are_ever_written(
    fields: dict[str, FieldMetadata], names: frozenset[str], *, exclude: bool
) -> None:
    settings = StreamSettings(fields=fields_of(FieldChoice(names, exclude=exclude)))
    for change in changes(settings, stream(selected=True), fields):
        assert is_selectable(fields[change.breadcrumb[1]])
