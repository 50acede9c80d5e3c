"""What became of a run: compares the account with the state, and looks for other traces of trouble. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from engines.contents import PERMANENT, Contents, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Problem: TypeAlias = Literal[
    "lost", "doubled", "tainted", "unfinished", "hung", "leaked", "left behind", "internal error"
]
PROBLEMS: tuple[Problem, ...] = get_args(Problem)

EXCUSABLE: frozenset[Problem] = frozenset({"lost", "doubled", "tainted", "unfinished"})
"""What can happen without a mistake of the provider if its trouble has an excuse."""

NO_CHANGES, CHANGES = 0, 2
"""Exit codes of a plan with `-detailed-exitcode`."""

_INTERNAL = re.compile(
    r"The provider failed|Plugin did not respond|The plugin encountered an error|plugin crashed|Traceback"
    r"|panic:|Provider produced in\w+|Provider returned invalid|Failed to read any lines"
)
_OF_A_KILLED_PROVIDER = re.compile(
    r"Plugin did not respond|The plugin encountered an error|plugin crashed|Failed to read"
)


@dataclass(frozen=True, slots=True)
class Command:
    """A finished command. `code` is None if it did not end in time."""

    name: str
    code: int | None
    output: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a run.

    The contents are those before the operation, after it, and after its repetition without trouble. `plan` is the plan
    after that. `leaks` says where a secret was found, `left` which files and processes were left.
    """

    before: Contents
    between: Contents
    after: Contents
    operation: Command
    repetition: Command
    plan: Command
    leaks: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    killed: bool = False
    """Whether processes of the provider were killed in the operation, which Terraform reports."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a run."""

    problem: Problem
    text: str


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """The problems of a run; none if the operation survived."""
    return tuple(_findings(evidence))


def _findings(evidence: Evidence) -> Iterator[Finding]:
    for command in (evidence.operation, evidence.repetition, evidence.plan):
        if command.code is None:
            yield Finding("hung", f"{command.name} did not end in time")
        killed = evidence.killed and command is evidence.operation
        for marker in sorted(set(_INTERNAL.findall(command.output))):
            if not (killed and _OF_A_KILLED_PROVIDER.search(marker)):
                yield Finding("internal error", f"{command.name}: {marker}")
    yield from _differences(evidence)
    for thing in sorted(evidence.between.state.tainted & evidence.between.account):
        yield Finding("tainted", f"{_named(thing)} exists, and the next apply replaces it")
    if evidence.repetition.code:
        yield Finding("unfinished", f"{evidence.repetition.name} failed")
    elif evidence.plan.code == CHANGES:
        yield Finding("unfinished", "the plan afterwards is not empty")
    elif evidence.plan.code not in {NO_CHANGES, None}:
        yield Finding("unfinished", "the plan afterwards failed")
    yield from (Finding("leaked", text) for text in evidence.leaks)
    yield from (Finding("left behind", text) for text in evidence.left)


def _differences(evidence: Evidence) -> Iterator[Finding]:
    """Objects of the account that are not in the state, though they were made or managed by this configuration."""
    before, between, after = evidence.before, evidence.between, evidence.after
    never_managed = before.account - before.state.things
    known = before.state.things | between.state.things
    kept = {thing for thing in after.account & known if thing[0] in PERMANENT}
    for thing in sorted(after.account - after.state.things - never_managed - kept):
        managed = _of_noun(after.state.things, thing[0])
        if managed and len(managed) >= len(_of_noun(known, thing[0])):
            yield Finding("doubled", f"{_named(thing)} is in the account beside {', '.join(map(_named, managed))}")
        else:
            yield Finding("lost", f"{_named(thing)} is in the account but not in the state")


def _of_noun(things: Iterable[Thing], noun: str) -> list[Thing]:
    return sorted(thing for thing in things if thing[0] == noun)


def _named(thing: Thing) -> str:
    return " ".join(thing)
