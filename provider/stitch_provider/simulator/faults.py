"""Faults: what goes wrong on purpose, by method, path and chance.

The first fault that matches a request and has not been used up acts on it:

    status    answer with `status`, `body` and `headers`; the request has no effect unless `effect` is true
    delay     wait `seconds`, then go on as usual
    drop      close the connection without an answer; the request has no effect unless `effect` is true
    truncate  announce the whole body, send `keep` of it (a share; half by default), close the connection
    malformed answer with the usual status and a body that is no JSON

`path` is a glob (`/v4/sources/*`) or, after `re:`, a regular expression for the whole path. A fault lets `skip`
matching requests pass, acts on the next `count` (None: all), and on each only with `probability`, by a generator seeded
with `seed`.
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
    """One fault, as it comes over the admin path."""

    kind: Literal["status", "delay", "drop", "truncate", "malformed"]
    method: str = "*"
    path: str = "*"
    status: Annotated[int, msgspec.Meta(ge=200, le=599)] = HTTPStatus.INTERNAL_SERVER_ERROR
    body: Any = None
    headers: dict[str, str] = {}
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    keep: Share = 0.5
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
                raise ValueError(f"path is no regular expression: {error}") from error

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault is meant for such a request."""
        if self.method not in {"*", method}:
            return False
        if self.path.startswith(_REGEX):
            return re.fullmatch(self.path.removeprefix(_REGEX), path) is not None
        return fnmatchcase(path, self.path)

    def takes_effect(self) -> bool:
        """Whether the request is carried out before the fault acts."""
        if self.effect is not None:
            return self.effect
        return self.kind in {"truncate", "malformed", "delay"}


@dataclass(slots=True)
class ActiveFault:
    """A fault that is set, with how often it has matched and acted."""

    id: int
    fault: Fault
    random: random.Random = field(repr=False)
    matched: int = 0
    acted: int = 0

    def strikes(self) -> bool:
        """Whether the fault acts on a request that it matches."""
        self.matched += 1
        fault = self.fault
        if self.matched <= fault.skip or (fault.count is not None and self.acted >= fault.count):
            return False
        if self.random.random() >= fault.probability:
            return False
        self.acted += 1
        return True

    def shown(self) -> Mapping[str, Any]:
        """The fault as the admin path shows it."""
        return {"id": self.id, "matched": self.matched, "acted": self.acted, **msgspec.structs.asdict(self.fault)}


class Faults:
    """The faults of a simulator, in the order in which they were set."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._active: list[ActiveFault] = []
        self._count = 0
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> ActiveFault:
        """Set a fault."""
        self._count += 1
        active = ActiveFault(self._count, fault, random.Random(fault.seed))  # noqa: S311 - repeatable on purpose
        self._active.append(active)
        return active

    def active(self) -> tuple[ActiveFault, ...]:
        """All faults, used up or not."""
        return tuple(self._active)

    def clear(self, fault_id: int | None = None) -> int:
        """Remove one fault or all; says how many went."""
        kept = [each for each in self._active if fault_id is not None and each.id != fault_id]
        gone = len(self._active) - len(kept)
        self._active = kept
        return gone

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that acts on this request, if any."""
        for active in self._active:
            if active.fault.matches(method, path) and active.strikes():
                return active.fault
        return None


def parse_faults(body: bytes) -> tuple[Fault, ...]:
    """One fault or a list of faults in JSON.

    Raises:
        ValueError: the JSON is no such thing; the text says where.
    """
    found: list[Fault] | Fault = msgspec.json.decode(body, type=list[Fault] | Fault)
    return (found,) if isinstance(found, Fault) else tuple(found)
