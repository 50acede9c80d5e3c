"""Deferral: putting an operation off to a later plan because something it needs is not known yet."""

from __future__ import annotations

from enum import Enum


class DeferredReason(Enum):
    """Why an operation is put off (protocol message `Deferred.Reason`, same numbers)."""

    UNKNOWN = 0
    RESOURCE_CONFIG_UNKNOWN = 1
    PROVIDER_CONFIG_UNKNOWN = 2
    ABSENT_PREREQ = 3
