"""Settings for all tests, and what they share."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.service import Service

# The time of an example depends on the load of the machine, so a deadline would fail for no good reason.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# A shell starts a command in the background with SIGINT ignored, and programs inherit that. Tests interrupt programs.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """The server of the simulated accounts. Most tests do not need it, so it is imported here."""
    from engines.service import running_service

    with running_service() as service:
        yield service
