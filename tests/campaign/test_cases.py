from __future__ import annotations

import pytest

from campaign.cases import case_of
from campaign.scenarios import SCENARIOS
from campaign.seeds import parse_seeds
from campaign.troubles import WEIGHTED
from stitch_provider.simulator.faults import Fault
from stitch_provider.stitch.provider import StitchProvider

SEEDS = range(1, 2_001)


def test_a_seed_always_gives_the_same_case() -> None:
    assert all(case_of(seed) == case_of(seed) for seed in SEEDS[:50])


def test_there_is_a_scenario_for_every_resource_and_a_seed_for_every_scenario() -> None:
    assert {each.lifecycle.type_name for each in SCENARIOS} == set(StitchProvider().resources)
    assert {str(case_of(seed).scenario) for seed in SEEDS} == {str(each) for each in SCENARIOS}


def test_there_is_a_seed_for_every_trouble() -> None:
    assert {case_of(seed).trouble.name for seed in SEEDS} == {each.name for group, _ in WEIGHTED for each in group}


def test_the_simulator_accepts_the_fault_of_every_seed() -> None:
    assert all(Fault(**case_of(seed).fault) for seed in SEEDS)


@pytest.mark.parametrize(("text", "seeds"), [("3", (3,)), ("3-5", (3, 4, 5)), ("7,3-4", (7, 3, 4))])
def test_seeds_are_numbers_and_ranges(text: str, seeds: tuple[int, ...]) -> None:
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "x", "5-3", "1-2-3", "1,"])
def test_other_texts_are_no_seeds(text: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        parse_seeds(text)
