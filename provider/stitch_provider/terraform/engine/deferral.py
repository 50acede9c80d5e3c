"""Deferral of an operation to a later plan, because it needs something that is not known yet."""

from __future__ import annotations

from enum import Enum


class DeferredReason(Enum):
    """Why an operation is deferred. The numbers are those of the protocol message `Deferred.Reason`."""

    UNKNOWN = 0
    RESOURCE_CONFIG_UNKNOWN = 1
    PROVIDER_CONFIG_UNKNOWN = 2
    ABSENT_PREREQ = 3
