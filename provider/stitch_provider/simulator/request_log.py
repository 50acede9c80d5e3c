"""The request log: what was asked of the API, with every credential masked.

Masked are the values of properties that the catalog flags as credentials of the type concerned, of names that are
credentials of any type where the type is not known, and of names that are secrets everywhere.
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

    `status` is None where the connection was dropped before an answer; `fault` names what was done to the request.
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
    """The last hundred thousand requests, oldest first; numbers go on after the log was cleared."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def next_number(self) -> int:
        """The number for a request that has come in."""
        self._count += 1
        return self._count

    def add(self, entry: Entry) -> None:
        """Log a request that was answered."""
        self._entries.append(entry)

    def clear(self) -> None:
        """Forget all requests."""
        self._entries.clear()

    def entries(self) -> tuple[Entry, ...]:
        """All requests, in the order of their answers."""
        return tuple(self._entries)


def masked_body(body: bytes, content_type: str, credentials: Collection[str] | None) -> Any:
    """A request body with credentials masked; `credentials` None is every name that is a credential of any type."""
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
    """The value with everything under one of the names replaced, at any depth."""
    if isinstance(value, dict):
        return {key: MASK if key in names and each is not None else mask(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [mask(each, names) for each in value]
    return value


@cache
def all_credentials() -> frozenset[str]:
    """Names that are credentials of some type."""
    types: list[SourceType | DestinationType] = [*catalog.source_types().values()]
    types.extend(catalog.destination_types().values())
    return frozenset(rule.name for each in types for rule in each.properties.values() if rule.credential)


def credentials_of(kind: str, type_name: Any) -> frozenset[str] | None:
    """Names that are credentials of a source or destination type, None for an unknown type."""
    if not isinstance(type_name, str):
        return None
    found: SourceType | DestinationType | None = catalog.destination_type(type_name)
    if kind == "source":
        found = catalog.source_type(type_name)
    return None if found is None else frozenset(rule.name for rule in found.properties.values() if rule.credential)
