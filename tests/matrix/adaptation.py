"""Adapts configurations to engines that do not support all their features."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stitch_provider.docsgen.features import FEATURES

if TYPE_CHECKING:
    from pathlib import Path

    from rehearsal.engine import Engine

_SUBSTITUTES = (
    (re.compile(r"\bcredentials_wo\b"), "credentials"),
    (re.compile(r"^ *(ephemeral|required_version) *=.*\n", re.MULTILINE), ""),
)


def has_write_only(engine: Engine) -> bool:
    """Whether the engine has write-only attributes."""
    return FEATURES["write-only attributes"].is_in(engine.product, engine.version)


def adapted(text: str, engine: Engine) -> str:
    """The configuration for this engine. If it has no write-only attributes, `credentials` replaces `credentials_wo`.

    An override file cannot do that, because an engine refuses unknown arguments even if they are overridden.
    """
    if has_write_only(engine):
        return text
    for pattern, substitute in _SUBSTITUTES:
        text = pattern.sub(substitute, text)
    return text


def adapt(directory: Path, engine: Engine) -> None:
    """Adapt every configuration file in a directory."""
    for path in directory.glob("*.tf"):
        path.write_text(adapted(path.read_text(), engine))
