"""Processes of a provider, as Terraform starts them: several per command, each configured anew."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from stitch_provider.terraform.engine import configure
from stitch_provider.terraform.engine.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from stitch_provider.terraform.resource import Provider

TERRAFORM_VERSION = "1.15.0"


class Processes:
    """Processes of a provider: that of the command which runs now, and others beside it.

    `later` makes the provider for processes beside it, where that is another one than `provider` makes; `wait` lets the
    service end what an apply has begun.
    """

    def __init__(
        self,
        provider: Callable[[], Provider[Any, Any]],
        config: Mapping[str, Any],
        later: Callable[[], Provider[Any, Any]] | None = None,
        wait: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self.session = Session(provider())
        self._config = config
        self._later = later or provider
        self._wait = wait

    async def start(self) -> None:
        """Configure anew, as a process does when a command starts it: nothing is cached, nothing asked to stop."""
        await self._configure(self.session)

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Session]:
        """The session of a process of its own, which knows nothing of what others did."""
        session = Session(self._later())
        await self._configure(session)
        try:
            yield session
        finally:
            await configure.shut_down(session)

    async def wait(self) -> None:
        """Let time pass until the service has ended what it began."""
        if self._wait is not None:
            await self._wait()

    async def stop(self) -> None:
        """End the process of the command."""
        await configure.shut_down(self.session)

    async def _configure(self, session: Session) -> None:
        request = configure.Request(config=self._config, terraform_version=TERRAFORM_VERSION)
        assert (await configure.configure(session, request)).diagnostics == ()
