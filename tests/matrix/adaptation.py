"""Configurations for engines that lack what they are written with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rehearsal.engine import Engine

WRITE_ONLY = (1, 11)
"""Since when both Terraform and OpenTofu have write-only attributes."""

_SUBSTITUTES = (
    (re.compile(r"\bcredentials_wo\b"), "credentials"),
    (re.compile(r"^ *(ephemeral|required_version) *=.*\n", re.MULTILINE), ""),
)


def adapted(text: str, engine: Engine) -> str:
    """A configuration as a user of this engine would write it: where nothing is write-only, secrets are in the state.

    An override file would not do: engines refuse arguments that they don't know, overridden or not.
    """
    if engine.version >= WRITE_ONLY:
        return text
    for pattern, substitute in _SUBSTITUTES:
        text = pattern.sub(substitute, text)
    return text


def adapt(directory: Path, engine: Engine) -> None:
    """Adapt every configuration file in a directory."""
    for path in directory.glob("*.tf"):
        path.write_text(adapted(path.read_text(), engine))
