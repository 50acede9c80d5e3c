"""The lines that are logged: one per request, and one per answer of which parts are ignored."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PATHS = 20


def log_exchange(*, method: str, path: str, status: int | str, seconds: float, attempt: int) -> None:
    """Log a request at debug level; `status` is a reason where there was no answer. Never headers, never bodies."""
    if (log := _log()) is not None:
        log.debug("request", method=method, path=path, status=status, seconds=round(seconds, 3), attempt=attempt)


def log_ignored(call: str, paths: Sequence[str]) -> None:
    """Log, as a warning, which parts of an answer have another shape than documented and are ignored. Never values."""
    if (log := _log()) is not None:
        log.warning("parts of the answer are ignored", call=call, paths=list(paths[:_MOST_PATHS]), count=len(paths))


def _log() -> Any:
    """The logger, None where structlog is not configured: it would print to stdout, which is for the handshake."""
    structlog = sys.modules.get("structlog")
    return structlog.get_logger("connect") if structlog is not None and structlog.is_configured() else None
