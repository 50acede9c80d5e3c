"""The engines that acceptance tests run with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearsal import engine as engines

if TYPE_CHECKING:
    from rehearsal.engine import Engine

_FOUND = {"PyPI": engines.from_pypi, "PATH": engines.from_path, "tofu": engines.tofu_from_path}

NAMES = ("PyPI", "PATH", *(("tofu",) if engines.tofu_from_path() else ()))
"""Terraform from PyPI, `terraform` on PATH, and `tofu` on PATH, which not many have."""


def selected(name: str | None) -> Engine | None:
    """The engine with this name; without a name, Terraform from PyPI, or else the one on PATH."""
    return _FOUND[name]() if name else engines.from_pypi() or engines.from_path()
