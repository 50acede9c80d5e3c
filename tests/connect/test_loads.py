from __future__ import annotations

import pytest

from stitch_provider.connect import Load


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"notification_data": {"message": "no", "error": "x"}}, "no"),
        ({"notification_data": {"error": "x"}}, "x"),
        ({"message": "no"}, "no"),
        ({"exception_chain": []}, None),
        ("odd", None),
    ],
)
def test_an_error_state_is_searched_for_words(state: object, reason: str | None) -> None:
    load = Load(error_state=state)
    assert (load.failed, load.reason) == (True, reason)


def test_no_error_state_is_no_failure() -> None:
    assert not Load().failed
    assert not Load(error_state={}).failed
