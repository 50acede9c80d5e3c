from __future__ import annotations

import pytest

from simulator.account import Account


@pytest.fixture
def account() -> Account:
    return Account()
