"""The one line that is logged per request."""

from __future__ import annotations

import sys


def log_exchange(*, method: str, path: str, status: int | str, seconds: float, attempt: int) -> None:
    """Log a request at debug level; `status` is a reason where there was no answer. Never headers, never bodies.

    Nothing is logged where structlog is not configured: it would print to stdout, which is for the plugin's handshake.
    """
    structlog = sys.modules.get("structlog")
    if structlog is not None and structlog.is_configured():
        log = structlog.get_logger("connect")
        log.debug("request", method=method, path=path, status=status, seconds=round(seconds, 3), attempt=attempt)
