"""Configurations of a source and of a destination, for tests of what both nouns do."""

from __future__ import annotations

from typing import Any

import pytest

from stitch.workspace import SimulatedAccount, Workspace

Noun = dict[str, Any]

SOURCE: Noun = {
    "type": "platform.hp-mysql",
    "display_name": "Storefront",
    "properties": {"host": "a.example", "port": "3306", "user": "u"},
}
DESTINATION: Noun = {
    "type": "postgres",
    "name": "Storefront",
    "properties": {"host": "a.example", "port": "5432", "username": "u", "database": "d", "ssl": "false"},
}
FIRST = {"password": "secret-1"}
CHECKED = {"connection_check": {"wait": True}}

nouns = pytest.mark.parametrize("config", [SOURCE, DESTINATION], ids=["source", "destination"])


def workspace(account: SimulatedAccount, config: Noun) -> Workspace:
    """The resource that has this configuration."""
    return Workspace(account, "stitch_source" if "display_name" in config else "stitch_destination")
