"""The rows of the store.

Fields named `*_at` are in the form of the API. `due` and `*_time` are seconds since the epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

ConnectionKind: TypeAlias = Literal["source", "destination"]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A Stitch client account."""

    client_id: int
    email: str | None
    region: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source with all its properties, including credentials. `discovered`: the last completed check succeeded."""

    id: int
    client_id: int
    type: str
    name: str
    display_name: str
    properties: Mapping[str, Any]
    destination_id: int | None = None
    discovered: bool = False
    created_at: str
    updated_at: str
    paused_at: str | None = None
    system_paused_at: str | None = None
    deleted_at: str | None = None


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """A destination with all its properties, including credentials."""

    id: int
    client_id: int
    type: str
    name: str | None
    description: str | None
    properties: Mapping[str, Any]
    created_at: str
    updated_at: str
    deleted_at: str | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The last check of a source or destination. A running check whose `due` is None does not end by itself."""

    kind: ConnectionKind
    owner_id: int
    name: str
    status: Literal["running", "succeeded", "failed"]
    started_at: str
    completed_at: str | None = None
    due: float | None = None
    error: str | None = None


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The schema and metadata of a stream. Equal streams of several sources have the same shape.

    `schema` is a JSON document. `stream` is the metadata of the stream, `fields` the metadata of each field, in order.
    """

    id: int
    digest: str
    schema: str
    stream: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any]]


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """A stream of a source. `chosen` and `chosen_fields` are the metadata that PUT has set."""

    id: int
    source_id: int
    tap_stream_id: str
    stream_name: str
    shape_id: int
    selected: bool | None = None
    chosen: Mapping[str, Any] = {}
    chosen_fields: Mapping[str, Mapping[str, Any]] = {}


class ImportToken(msgspec.Struct, frozen=True, kw_only=True):
    """An Import API access token."""

    id: int
    source_id: int
    value: str
    created_at: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A replication job, running or completed.

    `tap_description` is the reason why the tap failed. `terminated` is true if the job was stopped.
    """

    name: str
    client_id: int
    source_id: int
    source_type: str
    started_at: str
    started_time: float
    completed_at: str | None = None
    completed_time: float | None = None
    due: float | None = None
    terminated: bool = False
    tap_exit_status: int | None = None
    tap_description: str | None = None


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The last attempt to load a stream."""

    client_id: int
    source_id: int
    source_name: str
    stream_name: str
    attempted_time: float
    last_batch_loaded_at: str | None
    error_state: Mapping[str, Any] | None = None


class Email(msgspec.Struct, frozen=True, kw_only=True):
    """A custom notification email address."""

    id: int
    client_id: int
    email_address: str
    created_at: str
    disabled_at: str | None = None


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A post-load hook."""

    id: int
    client_id: int
    destination_id: int
    config: Mapping[str, Any]
    created_at: str
    modified_at: str
    disabled_at: str | None = None
