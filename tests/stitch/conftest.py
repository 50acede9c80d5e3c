"""The account that tests of resources and data sources use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch.workspace import SimulatedAccount, simulated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def account() -> AsyncIterator[SimulatedAccount]:
    """A new, empty account that only this test uses."""
    async with simulated() as connected:
        yield connected
