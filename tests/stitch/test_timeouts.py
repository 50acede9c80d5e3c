from __future__ import annotations

import pytest

from stitch_provider.stitch.timeouts import DEFAULTS, Duration, Timeouts, limit, seconds
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.values.path import Path


@pytest.mark.parametrize(
    ("text", "length"),
    [("45s", 45), ("20m", 1200), ("1h30m", 5400), ("1.5h", 5400), ("300ms", 0.3), ("1m.5s", 60.5), ("2us", 2e-6)],
)
def test_go_durations_are_understood(text: str, length: float) -> None:
    assert seconds(text) == pytest.approx(length)


@pytest.mark.parametrize("text", ["", "10", "ten minutes", "10 m", "0s", "-5m", "5d", "m", "5m3"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    path = Path.of("timeouts", "create")
    (refused,) = Duration().validate(text, path)
    assert refused.path == path
    assert "1h30m" in refused.detail


def test_a_malformed_timeout_in_a_state_is_an_error_that_names_it() -> None:
    with pytest.raises(DiagnosticError) as refused:
        limit(Timeouts(delete="soon"), "delete")
    assert refused.value.diagnostics[0].path == Path.of("timeouts", "delete")


def test_a_timeout_that_is_not_set_has_its_default() -> None:
    assert limit(None, "create") == seconds(DEFAULTS["create"])
    assert limit(Timeouts(create="90s"), "create") == 90
    assert limit(Timeouts(create="90s"), "delete") == seconds(DEFAULTS["delete"])
