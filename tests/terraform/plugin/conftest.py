from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from fakes.client import Client
from fakes.serving import serving
from fakes.widgets import Account, WidgetProvider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    import grpc


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for temporary files with a path short enough for sockets."""
    return tmp_path_factory.mktemp("t")


@pytest.fixture
def default_signals() -> Iterator[None]:
    """Processes do not ignore SIGHUP, even if the tests were started with nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def failures() -> list[tuple[str, str, BaseException]]:
    """What was logged as an unexpected failure: rpc, reference, exception."""
    return []


@pytest.fixture
def ending() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
async def channel(
    account: Account, failures: list[tuple[str, str, BaseException]], ending: asyncio.Event, tmp_path: Path
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to a server in this process that serves widgets."""

    def log(rpc: str, reference: str, failure: BaseException) -> None:
        failures.append((rpc, reference, failure))

    async with serving(WidgetProvider(account), tmp_path, log=log, ending=ending) as opened:
        yield opened


@pytest.fixture
def client(channel: grpc.aio.Channel) -> Client:
    return Client(channel)
