from __future__ import annotations

import pytest

from stitch_provider.connect import Load


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"notification_data": {"message": "no", "error": "x"}}, "no"),
        ({"notification_data": {"error": "x"}}, "x"),
        ({"message": "no"}, "no"),
        ({"notification_data": {"message": "not loaded", "warehouse_message": "disk full"}}, "disk full; not loaded"),
        ({"notification_data": {"warehouse_message": "disk full"}}, "disk full"),
        ({"notification_data": {"message": "same", "warehouse_message": "same"}}, "same"),
        ({"notification_data": {"message": ["x"], "warehouse_message": 5}}, None),
        ({"notification_data": "odd", "message": "no"}, "no"),
        ({"exception_chain": []}, None),
        ("odd", None),
    ],
)
def test_the_reason_of_a_failed_load_is_in_its_error_state_the_cause_first(state: object, reason: str | None) -> None:
    load = Load(error_state=state)
    assert (load.failed, load.reason) == (True, reason)


def test_no_error_state_is_no_failure() -> None:
    assert not Load().failed
    assert not Load(error_state={}).failed
