"""Settings for the tests of commands."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_other_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test uses the account that the environment names."""
    for name in os.environ:
        if name.startswith("STITCH_"):
            monkeypatch.delenv(name)
