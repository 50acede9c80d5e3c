"""The schedule of a source (reference 3.6, 4.2).

A cron expression takes precedence over a frequency. An anchor time is used only together with a frequency.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stitch_provider.simulator.clock import parse_timestamp, timestamp
from stitch_provider.simulator.quartz import QuartzError, next_fire, parse_quartz


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule in the form of the API, and its next fire time in seconds since the epoch."""

    body: Mapping[str, object]
    fires_at: float


def schedule_of(properties: Mapping[str, Any], now: float, last_start: float | None) -> Schedule | None:
    """The schedule of a source with these properties, or None if it has no schedule.

    `last_start` is when the last job of the source started. Intervals are counted from then, or else from the epoch.
    """
    expression = properties.get("cron_expression")
    if isinstance(expression, str):
        return _cron(expression, now)
    frequency = properties.get("frequency_in_minutes")
    if not isinstance(frequency, str):
        return None
    minutes = float(frequency)
    origin = parse_timestamp(properties.get("anchor_time"))
    if origin is None:
        origin = last_start or 0.0
    fires_at = _next_slot(origin, minutes * 60, now)
    body = {"type": "interval", "unit": "minute", "interval": minutes, "next_fire_time": timestamp(fires_at)}
    return Schedule(body, fires_at)


def _cron(expression: str, now: float) -> Schedule | None:
    try:
        moment = next_fire(parse_quartz(expression), datetime.fromtimestamp(now, UTC))
    except QuartzError:
        return None
    if moment is None:
        return None
    fires_at = moment.timestamp()
    return Schedule({"type": "cron", "cron_expression": expression, "next_fire_time": timestamp(fires_at)}, fires_at)


def _next_slot(origin: float, seconds: float, now: float) -> float:
    if origin > now:
        return origin
    return origin + (math.floor((now - origin) / seconds) + 1) * seconds
