from __future__ import annotations

from typing import Any

import pytest

from stitch_provider.simulator.clock import parse_timestamp, timestamp
from stitch_provider.simulator.schedule import schedule_of

NOW = 1715679077.0  # 2024-05-14T09:31:17Z


@pytest.mark.parametrize(
    ("properties", "last_start", "fires_at"),
    [
        ({"frequency_in_minutes": "60"}, None, "2024-05-14T10:00:00Z"),
        ({"frequency_in_minutes": "30"}, "2024-05-14T09:10:00Z", "2024-05-14T09:40:00Z"),
        ({"frequency_in_minutes": "60"}, "2024-05-14T01:20:00Z", "2024-05-14T10:20:00Z"),
        ({"frequency_in_minutes": "360", "anchor_time": "2024-01-01T02:00:00Z"}, None, "2024-05-14T14:00:00Z"),
        ({"frequency_in_minutes": "60", "anchor_time": "2025-01-01T00:00:00.000Z"}, None, "2025-01-01T00:00:00Z"),
        ({"frequency_in_minutes": "60", "cron_expression": "0 45 9 ? * *"}, None, "2024-05-14T09:45:00Z"),
    ],
)
def test_the_next_fire_time_of_a_source(properties: dict[str, Any], last_start: str | None, fires_at: str) -> None:
    schedule = schedule_of(properties, NOW, parse_timestamp(last_start))
    assert schedule is not None
    assert schedule.body["next_fire_time"] == fires_at == timestamp(schedule.fires_at)


@pytest.mark.parametrize("properties", [{}, {"frequency_in_minutes": "60", "cron_expression": "0 0 0 1 1 ? 2000"}])
def test_a_source_without_a_next_fire_time_has_no_schedule(properties: dict[str, Any]) -> None:
    assert schedule_of(properties, NOW, None) is None


def test_a_cron_schedule_contains_its_expression() -> None:
    schedule = schedule_of({"cron_expression": "0 0 12 ? * MON"}, NOW, None)
    assert schedule is not None
    assert schedule.body == {
        "type": "cron",
        "cron_expression": "0 0 12 ? * MON",
        "next_fire_time": "2024-05-20T12:00:00Z",
    }
