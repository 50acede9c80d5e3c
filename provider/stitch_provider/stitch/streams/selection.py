"""Selection: what replicates, what has to be written, and the configuration that describes it.

Theory of operation. Each field has an inclusion (reference 4.4): `automatic` fields always replicate, `unsupported`
fields never do, and all others are selectable. A selectable field replicates if it is selected, or if it was never
selected nor deselected and is selected by default; an explicit false always wins (A32). What replicates follows from
the metadata. What to write is the difference between what replicates and what is wanted. What a read stores in the
state is what a user would write to get what replicates, in the form (all, include or exclude) that this user chose. So

    write the changes, read back -> exactly the plan, and no change is left

unless something was changed in Stitch meanwhile, which is drift.

A stream that was deselected does not show which of its fields are selected (reference 3.9). Nothing is known about them
until it is selected again; then every selectable field that shows no selection is written.

Everything here is pure.

The design note is `docs/design/stream-selection.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect.models import FieldMetadata, MetadataChange, Stream
from stitch_provider.stitch.streams.settings import Fields, StreamSettings
from stitch_provider.terraform.values.value import SetValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

AUTOMATIC = "automatic"
UNSUPPORTED = "unsupported"

DESELECTION = (MetadataChange((), {"selected": False}),)
"""The change that ends the replication of a stream."""

RESELECTION = (MetadataChange((), {"selected": True}),)
"""The change that replicates a stream again as before."""


class KnownStream(Struct, frozen=True, kw_only=True):
    """A stream that Stitch has discovered, with the settings that it has or is about to have.

    `fields` is None where its schema was not read because nothing about its fields was needed.
    """

    stream: Stream
    settings: StreamSettings
    fields: Mapping[str, FieldMetadata] | None = None

    @property
    def key_properties(self) -> tuple[str, ...]:
        """The fields that identify a row: the primary key, or those that are set for a view."""
        metadata, keys = self.stream.metadata, self.settings.view_key_properties
        if not metadata.is_view:
            return metadata.table_key_properties or ()
        return tuple(sorted(map(str, keys if isinstance(keys, SetValue) else metadata.view_key_properties or ())))

    @property
    def replicated_fields(self) -> SetValue:
        """The fields that replicate with the settings, which must manage them. Empty for a deselected stream."""
        choice = choice_of(self.settings.fields)
        if choice is None or self.fields is None or not self.settings.selected:
            return SetValue()
        return names_set(wanted(choice, self.fields))


class FieldChoice(Struct, frozen=True):
    """Which fields a user wants: those named, or with `exclude` all others."""

    names: frozenset[str]
    exclude: bool

    def wants(self, name: str) -> bool:
        """Whether a selectable field of this name is to replicate."""
        return (name in self.names) is not self.exclude


EVERYTHING = FieldChoice(frozenset(), exclude=True)
"""All fields: `{ all = true }`, and `{ exclude = [] }`."""


def choice_of(fields: Fields | Unknown | None) -> FieldChoice | None:
    """The choice that the attribute `fields` makes; None where it is null, or unknown anywhere."""
    if not isinstance(fields, Fields) or isinstance(fields.all, Unknown):
        return None
    if fields.all:
        return EVERYTHING
    names = fields.include if fields.exclude is None else fields.exclude
    if not isinstance(names, SetValue) or any(isinstance(name, Unknown) for name in names):
        return None
    return FieldChoice(frozenset(map(str, names)), exclude=fields.exclude is not None)


def fields_of(choice: FieldChoice) -> Fields:
    """The attribute `fields` that makes this choice. A user can write all fields in another form as well."""
    if choice == EVERYTHING:
        return Fields(all=True)
    return Fields(exclude=names_set(choice.names)) if choice.exclude else Fields(include=names_set(choice.names))


def names_set(names: Iterable[str]) -> SetValue:
    """A set of names in alphabetical order."""
    return SetValue(sorted(names))


def is_selectable(field: FieldMetadata) -> bool:
    """Whether a user decides about the field. A field that shows no inclusion counts as available."""
    return field.inclusion not in {AUTOMATIC, UNSUPPORTED}


def is_replicated(field: FieldMetadata) -> bool:
    """Whether the field replicates when its stream does (reference 4.4, A32: an explicit false wins)."""
    if field.inclusion == AUTOMATIC:
        return True
    if field.inclusion == UNSUPPORTED:
        return False
    return bool(field.selected_by_default) if field.selected is None else field.selected


def wanted(choice: FieldChoice, fields: Mapping[str, FieldMetadata]) -> frozenset[str]:
    """The names of the fields that replicate when the choice is written."""
    return frozenset(
        name
        for name, field in fields.items()
        if (choice.wants(name) if is_selectable(field) else field.inclusion == AUTOMATIC)
    )


def observed_choice(choice: FieldChoice, fields: Mapping[str, FieldMetadata]) -> FieldChoice:
    """The choice, in the form of the given one, that describes the fields as they are.

    It equals the given choice once that is written. Names that change nothing stay: an automatic field under include,
    an unsupported field or one that no longer exists under exclude.
    """
    running, left_out = _divided(fields)
    if choice.exclude:
        idle = frozenset(name for name in choice.names if name not in fields or fields[name].inclusion == UNSUPPORTED)
        return FieldChoice(left_out | idle, exclude=True)
    automatic = frozenset(name for name in choice.names if name in fields and fields[name].inclusion == AUTOMATIC)
    return FieldChoice(running | automatic, exclude=False)


def adopted_choice(fields: Mapping[str, FieldMetadata]) -> FieldChoice | None:
    """The choice to import, in the shorter form.

    None where some fields do not replicate and none was ever selected or deselected.
    """
    running, left_out = _divided(fields)
    if left_out and all(field.selected is None for field in fields.values() if is_selectable(field)):
        return None
    return FieldChoice(left_out, exclude=True) if len(left_out) <= len(running) else FieldChoice(running, exclude=False)


def _divided(fields: Mapping[str, FieldMetadata]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the selectable fields that replicate, and of those that do not."""
    selectable = frozenset(name for name, field in fields.items() if is_selectable(field))
    running = frozenset(name for name in selectable if is_replicated(fields[name]))
    return running, selectable - running


def is_selected(stream: Stream) -> bool | None:
    """Whether the stream is selected, None where it never was. Either of two places shows it (reference 3.8, A43)."""
    return stream.selected if stream.metadata.selected is None else stream.metadata.selected


def deselected(stream: Stream) -> Stream:
    """The stream once it is deselected."""
    return replace(stream, selected=False, metadata=replace(stream.metadata, selected=False))


def method_of(stream: Stream) -> str | None:
    """The method by which the stream replicates."""
    return stream.metadata.forced_replication_method or stream.metadata.replication_method


def observed(
    stream: Stream, prior: StreamSettings, fields: Mapping[str, FieldMetadata] | None = None
) -> StreamSettings:
    """The settings as the service has them; `fields` as in `prior` where they mean the same or cannot be seen.

    `fields` are needed where `prior` manages them and the stream is selected.
    """
    choice = choice_of(prior.fields)
    now = None if choice is None or fields is None or not is_selected(stream) else observed_choice(choice, fields)
    return StreamSettings(
        selected=is_selected(stream) is True,
        replication_method=_observed_method(stream, prior.replication_method),
        replication_key=_observed_key(stream, prior.replication_key),
        view_key_properties=_observed_view_keys(stream, prior.view_key_properties),
        fields=prior.fields if now is None or now == choice else fields_of(now),
    )


def _observed_method(stream: Stream, prior: str | Unknown | None) -> str | None:
    """The method that is set. A fixed one is none that was set, unless a user has declared a method."""
    forced = stream.metadata.forced_replication_method
    if forced is not None:
        return forced if isinstance(prior, str) else None
    return stream.metadata.replication_method


def _observed_key(stream: Stream, prior: str | Unknown | None) -> str | None:
    """The key as the service has it. Streams with a fixed method need not show the key that they use (A33)."""
    metadata = stream.metadata
    if metadata.replication_key is None and metadata.forced_replication_method is not None:
        return prior if isinstance(prior, str) and prior in (metadata.valid_replication_keys or ()) else None
    return metadata.replication_key


def _observed_view_keys(stream: Stream, prior: SetValue | Unknown | None) -> SetValue | None:
    """The keys of a view that are set. Where none are, null and the empty set are the same."""
    keys = stream.metadata.view_key_properties
    return names_set(keys or ()) if keys or isinstance(prior, SetValue) else None


def adopted(stream: Stream, fields: Mapping[str, FieldMetadata]) -> StreamSettings:
    """The settings to import: all that are set in Stitch. A fixed method is left out, because no user set it."""
    choice = adopted_choice(fields) if is_selected(stream) else None
    return replace(observed(stream, StreamSettings()), fields=None if choice is None else fields_of(choice))


def same_fields(fields: Fields | Unknown | None, other: Fields | Unknown | None) -> bool:
    """Whether two values of the attribute `fields` are known and mean the same, in whatever form."""
    choice = choice_of(fields)
    return choice is not None and choice == choice_of(other)


def selects_same(settings: StreamSettings, other: StreamSettings | None) -> bool:
    """Whether the same fields of a stream replicate with both settings."""
    return other is not None and (settings.selected, settings.fields) == (other.selected, other.fields)


def changes(
    settings: StreamSettings, stream: Stream, fields: Mapping[str, FieldMetadata] | None = None
) -> tuple[MetadataChange, ...]:
    """What has to be written so that the service has the settings; empty where it has them already.

    `fields` are needed where the settings manage them and the stream is to be selected.
    """
    about_stream = _stream_change(settings, stream)
    choice = choice_of(settings.fields)
    about_fields: dict[str, bool] = {}
    if settings.selected and choice is not None and fields is not None:
        about_fields = _field_changes(choice, fields, hidden=is_selected(stream) is False)
    return (
        *((MetadataChange((), about_stream),) if about_stream else ()),
        *(MetadataChange(("properties", name), {"selected": selected}) for name, selected in about_fields.items()),
    )


def _stream_change(settings: StreamSettings, stream: Stream) -> dict[str, Any]:
    metadata = stream.metadata
    present = is_selected(stream)
    if present is None and not settings.selected:
        present = bool(metadata.selected_by_default)
    change: dict[str, Any] = {}
    if settings.selected is not bool(present):
        change["selected"] = settings.selected
    if settings.replication_method is not None and settings.replication_method != method_of(stream):
        change["replication-method"] = settings.replication_method
    if settings.replication_key is not None and settings.replication_key != metadata.replication_key:
        change["replication-key"] = settings.replication_key
    keys = settings.view_key_properties
    if isinstance(keys, SetValue) and keys != SetValue(metadata.view_key_properties or ()):
        change["view-key-properties"] = sorted(map(str, keys))
    return change


def _field_changes(choice: FieldChoice, fields: Mapping[str, FieldMetadata], *, hidden: bool) -> dict[str, bool]:
    """Whether to select each field that has to be written, in the order of the fields."""
    return {
        name: choice.wants(name)
        for name, field in fields.items()
        if is_selectable(field)
        and (is_replicated(field) is not choice.wants(name) or (hidden and field.selected is None))
    }
