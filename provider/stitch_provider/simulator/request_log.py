"""The request log: all requests to the API, with credentials masked.

These values are masked:

- properties that are credentials of the connection's type, according to the catalog
- if the type is not known, properties that are credentials of any type
- properties whose name is always that of a secret, such as `password`
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import msgspec

from stitch_provider import catalog

if TYPE_CHECKING:
    from collections.abc import Collection

    from stitch_provider.catalog.models import DestinationType, SourceType

MASK: Final = "***"
_WELL_KNOWN: Final = frozenset(
    {"password", "token", "access_token", "refresh_token", "api_key", "api_token", "secret", "client_secret",
     "private_key", "partner_secret", "code", "authorization"}
)  # fmt: skip
_KEPT: Final = 100_000


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request.

    `status` is None if the connection was dropped before an answer. `fault` is the kind of the fault that was applied.
    """

    number: int
    time: str
    method: str
    path: str
    query: Mapping[str, str] = {}
    status: int | None = None
    fault: str | None = None
    body: Any = None


class RequestLog:
    """The last hundred thousand requests, oldest first. Clearing the log does not reset the numbers."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def next_number(self) -> int:
        """The number for a request that was received."""
        self._count += 1
        return self._count

    def add(self, entry: Entry) -> None:
        """Add a request that was answered."""
        self._entries.append(entry)

    def clear(self) -> None:
        """Remove all requests."""
        self._entries.clear()

    def entries(self) -> tuple[Entry, ...]:
        """All requests, in the order of their answers."""
        return tuple(self._entries)


def masked_body(body: bytes, content_type: str, credentials: Collection[str] | None) -> Any:
    """A request body with credentials masked. `credentials` None means those of all types."""
    if not body:
        return None
    names = _WELL_KNOWN | (all_credentials() if credentials is None else frozenset(credentials))
    if "form-urlencoded" in content_type:
        return mask(dict(parse_qsl(body.decode("latin-1"))), names)
    try:
        return mask(msgspec.json.decode(body), names)
    except msgspec.DecodeError:
        return f"<{len(body)} bytes that are not JSON>"


def mask(value: Any, names: Collection[str]) -> Any:
    """The value, in which everything under one of these names is masked, at any depth."""
    if isinstance(value, dict):
        return {key: MASK if key in names and each is not None else mask(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [mask(each, names) for each in value]
    return value


@cache
def all_credentials() -> frozenset[str]:
    """Names of properties that are credentials of any type."""
    types: list[SourceType | DestinationType] = [*catalog.source_types().values()]
    types.extend(catalog.destination_types().values())
    return frozenset(rule.name for each in types for rule in each.properties.values() if rule.credential)


def credentials_of(kind: str, type_name: Any) -> frozenset[str] | None:
    """Names of properties that are credentials of this type, or None if the type is not in the catalog."""
    if not isinstance(type_name, str):
        return None
    found: SourceType | DestinationType | None = catalog.destination_type(type_name)
    if kind == "source":
        found = catalog.source_type(type_name)
    return None if found is None else frozenset(rule.name for rule in found.properties.values() if rule.credential)
