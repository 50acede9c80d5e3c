"""A provider process that several Terraform commands attach to, instead of starting several processes each."""

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
    """The provider did not start. Its error message is on stderr."""


@contextmanager
def running_provider(provider: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Start `<provider> debug` in this environment; yields the environment that makes Terraform attach to it."""
    with running((str(provider), "debug"), environment={**os.environ, **environment}) as process:
        assignment = process.stdout.readline() if process.stdout else ""
        name, _, value = assignment.partition("=")
        if not value:
            raise NotServingError(f"{provider} debug did not print how to attach to it")
        yield {name: "".join(shlex.split(value))}
