"""A provider process that many Terraform commands attach to, in place of the three that each of them would start."""

from __future__ import annotations

import os
import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rehearsal.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class NotServingError(Exception):
    """The provider did not start; what it said stands on stderr."""


@contextmanager
def running_provider(provider: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Start `<provider> debug` with additional variables; yields the environment that makes Terraform attach to it."""
    with running((str(provider), "debug"), environment={**os.environ, **environment}) as process:
        assignment = process.stdout.readline() if process.stdout else ""
        name, _, value = assignment.partition("=")
        if not value:
            raise NotServingError(f"{provider} debug did not say how to attach to it")
        yield {name: "".join(shlex.split(value))}
