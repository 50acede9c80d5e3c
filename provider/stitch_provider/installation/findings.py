"""Findings: the results of the checks of `doctor`, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Result: TypeAlias = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check: what was found, and what to do about it, each in sentences. `action` is empty if ok."""

    check: str
    result: Result
    found: str
    action: str = ""


def ok(check: str, found: str) -> Finding:
    """A finding that requires nothing."""
    return Finding(check, "ok", found)


def as_json(version: str, findings: Sequence[Finding]) -> str:
    """A JSON document with the version of the provider, and the findings in their order."""
    return json.dumps({"version": version, "findings": [asdict(each) for each in findings]}, indent=2) + "\n"


def as_text(findings: Sequence[Finding]) -> str:
    """A line for each finding, followed by what to do, and a line with the number of problems and warnings.

    If the same is to be done about several findings of a check in a row, it follows the last one.
    """
    lines = []
    for (check, action), group in groupby(findings, lambda each: (each.check, each.action)):
        lines += [f"{each.result:<8} {check}: {each.found}\n" for each in group]
        if action:
            lines.append(f"{'':<8} {action}\n")
    numbers = Counter(each.result for each in findings)
    return f"{''.join(lines)}\nProblems: {numbers['problem']}. Warnings: {numbers['warning']}.\n"
