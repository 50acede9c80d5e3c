"""A small fixed sample of the fuzzing. `scripts/fuzz` sends many more requests."""

from __future__ import annotations

import pytest

from fuzz.rounds import run_round


@pytest.mark.parametrize("seed", range(1, 6))
def test_mutated_requests_are_answered_in_an_orderly_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STITCH_API_TOKEN", raising=False)
    assert run_round(seed) == ()
