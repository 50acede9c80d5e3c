"""What `doctor` finds about the variable STITCH_SPARE."""

from __future__ import annotations

import pytest

from stitch_provider.installation import spare


def test_another_value_than_off_or_a_duration_is_a_problem() -> None:
    (finding,) = spare.check({b"STITCH_SPARE": b"forever"})
    assert (finding.check, finding.result) == ("settings", "problem")
    assert finding.action.startswith('STITCH_SPARE=forever is invalid. Set it to "off" or to a duration')


@pytest.mark.parametrize(
    "environment", [{}, {b"STITCH_SPARE": b""}, {b"STITCH_SPARE": b"off"}, {b"STITCH_SPARE": b"10m"}]
)
def test_a_value_that_can_be_used_is_not_mentioned(environment: dict[bytes, bytes]) -> None:
    assert list(spare.check(environment)) == []
