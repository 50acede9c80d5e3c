"""Logging: JSON lines on stderr in the form of hclog, which Terraform filters by TF_LOG and writes to its own log.

The loggers of structlog and of the standard library both use it. Values are masked if their names suggest that they are
secrets. Of exceptions only types and lines of code are logged, because their texts can contain values.

Nothing that is logged may end or delay the provider: lines that nobody reads are lost (`standard_error`), and errors
are logged without structlog, whose import can fail when the process has no file descriptors left. It is imported only
if a log is requested, because most processes log nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.plugin import standard_error

if TYPE_CHECKING:
    from types import TracebackType

_MODULE = "stitch"

_LEVELS: Mapping[str, int] = {
    "TRACE": logging.DEBUG,
    "JSON": logging.DEBUG,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
    "OFF": logging.CRITICAL,
}

_HCLOG_LEVELS: Mapping[str, str] = {"warning": "warn", "critical": "error", "exception": "error"}

_SECRET_NAMES = (
    "token", "password", "passphrase", "secret", "credential", "authorization", "key", "cookie", "body", "properties",
)  # fmt: skip

_MASK = "(hidden)"

_DEEPEST = 8


def level(environment: Mapping[str, str]) -> int | None:
    """The lowest level to log, as a level of `logging`; None if the user of Terraform did not request a log."""
    for name in ("TF_LOG_PROVIDER_STITCH", "TF_LOG_PROVIDER", "TF_LOG"):
        wanted = environment.get(name, "").upper()
        if wanted:
            return _LEVELS.get(wanted, _LEVELS["TRACE"])
    return None


def prepare(environment: Mapping[str, str]) -> None:
    """Configure the standard library's logging, and structlog if a log is requested or it is already imported."""
    wanted = level(environment)
    root = logging.getLogger()
    root.handlers[:] = [_Handler()]
    # Below WARNING, libraries log the traffic itself, including addresses that contain signatures.
    root.setLevel(max(logging.ERROR if wanted is None else wanted, logging.WARNING))
    if wanted is not None or "structlog" in sys.modules:
        configure()


@cache
def configure() -> None:
    """Configure structlog to write lines in the form of hclog."""
    import structlog

    wanted = level(os.environ)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _as_hclog,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if wanted is None else wanted),
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )


def unexpected(rpc: str, reference: str, failure: BaseException) -> None:
    """Log an unexpected failure with its reference, which is also in the diagnostic."""
    _error("a request ended in an unexpected failure", failure, rpc=rpc, reference=reference)


def problem(summary: str, detail: str) -> None:
    """Log a diagnostic that no response can contain any more."""
    _error(summary, detail=detail)


def _error(message: str, failure: BaseException | None = None, **facts: str) -> None:
    if (level(os.environ) or logging.ERROR) <= logging.ERROR:
        standard_error.write(_line("error", _MODULE, {"event": message, **facts}, failure))


class _Lines:
    """Writes the lines of structlog. `name` is a part of the provider, such as `connect`."""

    def __init__(self, name: str = "") -> None:
        self.module = f"{_MODULE}.{name}" if name else _MODULE

    def write(self, line: str) -> None:
        """Write a line."""
        standard_error.write(line)

    debug = info = warning = error = critical = write


class _Handler(logging.Handler):
    """Writes the records of the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            event = {"event": record.getMessage()}
        except (TypeError, ValueError):
            event = {"event": record.msg}
        standard_error.write(_line(record.levelname.lower(), record.name, event, record.exc_info))


def _as_hclog(logger: _Lines, _: str, event: MutableMapping[str, Any]) -> str:
    """The JSON line for an event of structlog."""
    name, error = str(event.pop("level")), event.pop("exc_info", None)
    return _line(name, logger.module, event, error)


def _line(name: str, module: str, event: Mapping[str, Any], error: Any) -> str:
    """The JSON line for an event and the exception that it is about, as structlog and `logging` pass it, or None."""
    line = {
        "@level": _HCLOG_LEVELS.get(name, name),
        "@message": str(event.get("event", "")),
        "@module": module,
        "@timestamp": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **{key: _masked(key, value, 0) for key, value in event.items() if key != "event"},
    }
    trace = _trace(error)
    if trace:
        line["traceback"] = trace
    return json.dumps(line, default=lambda value: type(value).__name__)


def _masked(name: str, value: Any, depth: int) -> Any:
    if any(secret in name.lower() for secret in _SECRET_NAMES) or depth > _DEEPEST:
        return _MASK
    if isinstance(value, Mapping):
        return {str(key): _masked(str(key), inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked("", inner, depth + 1) for inner in value]
    return value


def _trace(error: Any) -> str:
    """Types and lines of code of an exception and its causes, the first cause first."""
    exception = sys.exception() if error is True else error[1] if isinstance(error, tuple) else error
    parts: list[str] = []
    while isinstance(exception, BaseException):
        parts.insert(
            0, _frames(exception.__traceback__) + f"{type(exception).__module__}.{type(exception).__qualname__}"
        )
        exception = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return "\n".join(parts)


def _frames(trace: TracebackType | None) -> str:
    return "".join(traceback.format_tb(trace))
