"""The case of a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaign.scenarios import SCENARIOS, Scenario
from campaign.troubles import WEIGHTED, Trouble

_SHARE_OF_WRITES = 0.7
_SKIPS = (0, 1, 2, 4)
_SKIP_WEIGHTS, _SKIP_WEIGHTS_OF_WRITES = (65, 20, 10, 5), (95, 5, 0, 0)
_COUNTS, _COUNT_WEIGHTS = (1, 3, None), (55, 20, 25)


@dataclass(frozen=True, slots=True)
class Case:
    """What a run does. `fault` is complete: the simulator takes it as it is."""

    seed: int
    scenario: Scenario
    trouble: Trouble
    fault: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.trouble.name} ({self.requests})"

    @property
    def excuse(self) -> str | None:
        """Why objects can be lost without a mistake of the provider, if that is so."""
        return self.trouble.excuse or self.scenario.excuse

    @property
    def requests(self) -> str:
        """Which requests the fault concerns, and whether they take effect."""
        fault = self.fault
        count = "every" if fault["count"] is None else f"{fault['count']}"
        effect = ", after the effect" if fault.get("effect") else ""
        method = "request" if fault["method"] == "*" else fault["method"]
        return (
            f"{count} {method} after the first {fault['skip']}{effect}"
            if fault["skip"]
            else f"{count} {method}{effect}"
        )


def case_of(seed: int) -> Case:
    """The case of this seed, which is the same on every machine."""
    chosen = random.Random(f"campaign {seed}")
    scenario = chosen.choice(SCENARIOS)
    (group,) = chosen.choices([group for group, _ in WEIGHTED], [weight for _, weight in WEIGHTED])
    trouble = chosen.choice(group)
    method = chosen.choice(scenario.writes) if chosen.random() < _SHARE_OF_WRITES else chosen.choice(("GET", "*"))
    (skip,) = chosen.choices(_SKIPS, _SKIP_WEIGHTS if method in {"GET", "*"} else _SKIP_WEIGHTS_OF_WRITES)
    (count,) = chosen.choices(_COUNTS, _COUNT_WEIGHTS)
    effect = chosen.random() < 0.5
    fault = {"method": method, "skip": skip, "count": 1 if trouble.event else count, **trouble.fault}
    if (fault["kind"] in {"status", "echo"} and not trouble.refusal) or trouble.event:
        fault["effect"] = effect or None
    return Case(seed, scenario, trouble, fault)
