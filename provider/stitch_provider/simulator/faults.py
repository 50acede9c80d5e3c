"""Faults: errors that the simulator produces on purpose, by method, path and probability.

The first fault that matches a request and is not used up yet is applied to it:

    status    answer with `status`, `headers` and `body` (any JSON) or `text` (anything, such as HTML); the request has
              no effect unless `effect` is true
    echo      answer with `status` and a body that repeats the headers and the body of the request, as some gateways
              do; the request has no effect unless `effect` is true
    delay     wait `seconds`, then continue as usual; if `effect` is true, the request takes effect before that
    drop      close the connection without an answer; the request has no effect unless `effect` is true
    truncate  announce the whole body, send the fraction `keep` of it (default: a half), close the connection
    drip      send the usual answer byte by byte, with a pause of `seconds` between bytes
    malformed answer with the usual status and a body that is not JSON
    nested    answer with the usual status and a list in a list in a list, `depth` lists deep
    huge      answer with the usual status and a JSON string of `size` bytes

`path` is a glob such as `/v4/sources/*`, or `re:` and a regular expression that matches the whole path. The first
`skip` matching requests are left alone. The fault is applied to the next `count` of them (None: all of them), to each
with the probability `probability`. The random number generator for that is seeded with `seed`.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REGEX: Final = "re:"

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Natural = Annotated[int, msgspec.Meta(ge=0)]


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault, in the form of the admin path."""

    kind: Literal["status", "echo", "delay", "drop", "truncate", "drip", "malformed", "nested", "huge"]
    method: str = "*"
    path: str = "*"
    status: Annotated[int, msgspec.Meta(ge=200, le=599)] = HTTPStatus.INTERNAL_SERVER_ERROR
    body: Any = None
    text: str | None = None
    headers: dict[str, str] = {}
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    keep: Share = 0.5
    depth: Natural = 1_000
    size: Natural = 100_000_000
    effect: bool | None = None
    skip: Natural = 0
    count: Natural | None = None
    probability: Share = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.path.startswith(_REGEX):
            try:
                re.compile(self.path.removeprefix(_REGEX))
            except re.error as error:
                raise ValueError(f"path is not a regular expression: {error}") from error

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault applies to requests with this method and path."""
        if self.method not in {"*", method}:
            return False
        if self.path.startswith(_REGEX):
            return re.fullmatch(self.path.removeprefix(_REGEX), path) is not None
        return fnmatchcase(path, self.path)

    def takes_effect(self) -> bool:
        """Whether the request is carried out before the fault is applied."""
        if self.effect is not None:
            return self.effect
        return self.kind not in {"status", "echo", "drop"}


@dataclass(slots=True)
class ActiveFault:
    """A fault that was added, and how often it has matched and was applied."""

    id: int
    fault: Fault
    random: random.Random = field(repr=False)
    matched: int = 0
    acted: int = 0

    def trigger(self) -> bool:
        """Count a request that matches; returns whether the fault is applied to it."""
        self.matched += 1
        fault = self.fault
        if self.matched <= fault.skip or (fault.count is not None and self.acted >= fault.count):
            return False
        if self.random.random() >= fault.probability:
            return False
        self.acted += 1
        return True

    def as_dict(self) -> Mapping[str, Any]:
        """The fault in the form of the admin path."""
        return {"id": self.id, "matched": self.matched, "acted": self.acted, **msgspec.structs.asdict(self.fault)}


class Faults:
    """The faults of a simulator, in the order in which they were added."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._active: list[ActiveFault] = []
        self._count = 0
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> ActiveFault:
        """Add a fault."""
        self._count += 1
        active = ActiveFault(self._count, fault, random.Random(fault.seed))
        self._active.append(active)
        return active

    def active(self) -> tuple[ActiveFault, ...]:
        """All faults, used up or not."""
        return tuple(self._active)

    def clear(self, fault_id: int | None = None) -> int:
        """Remove one fault or all of them; returns how many were removed."""
        kept = [each for each in self._active if fault_id is not None and each.id != fault_id]
        removed = len(self._active) - len(kept)
        self._active = kept
        return removed

    def trigger(self, method: str, path: str) -> Fault | None:
        """The fault to apply to this request, if there is one; counts the request."""
        for active in self._active:
            if active.fault.matches(method, path) and active.trigger():
                return active.fault
        return None


def parse_faults(body: bytes) -> tuple[Fault, ...]:
    """One fault or a list of faults in JSON.

    Raises:
        ValueError: the JSON is invalid; the text says where.
    """
    found: list[Fault] | Fault = msgspec.json.decode(body, type=list[Fault] | Fault)
    return (found,) if isinstance(found, Fault) else tuple(found)
