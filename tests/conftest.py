"""Settings for all tests."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

# The time of an example depends on the load of the machine, so a deadline would fail for no good reason.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# A shell starts a command in the background with SIGINT ignored, and programs inherit that. Tests interrupt programs.
signal.signal(signal.SIGINT, signal.default_int_handler)
