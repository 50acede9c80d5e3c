"""The round of a seed: an account, and requests that are sent one after the other."""

from __future__ import annotations

import asyncio
import time
import traceback
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.text_format import MessageToString

from connect.virtual_time import VirtualLoop
from fuzz.account import account
from fuzz.answers import problems
from fuzz.messages import mutated
from fuzz.requests import Requests
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine.configure import shut_down
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.protocol.dispatch import PROVIDER, StreamingRpc, rpcs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stitch_provider.terraform.protocol.dispatch import Rpc

REQUESTS = 200
"""How many requests a round has."""

_CONSTANT = {"GetMetadata", "GetProviderSchema", "GetResourceIdentitySchemas", "GetFunctions", "StopProvider"}
_RECONFIGURED_AFTER = {"ConfigureProvider", "StopProvider"}
_FREQUENT = {"PlanResourceChange": 6, "ApplyResourceChange": 5, "ReadResource": 3, "ImportResourceState": 3}
_SHOWN = 2_000
_LONGEST_SECONDS, _SLOW_SECONDS = 3 * 24 * 3600.0, 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A request that was not answered in an orderly way. `cause` identifies the kind of the finding."""

    seed: int
    number: int
    rpc: str
    cause: str
    request: str


def run_round(seed: int, requests: int = REQUESTS) -> tuple[Finding, ...]:
    """Run a round; returns what was found."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return tuple(runner.run(_Round(seed).run(requests)))


class _Round:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(f"fuzz {seed}")
        self.failures: list[str] = []

    async def run(self, count: int) -> list[Finding]:
        provider = StitchProvider(await account())
        session = Session(provider)
        served = {rpc.name: rpc for rpc in rpcs(session, self._failed)}
        requests = Requests(provider, self.random)
        names = [rpc.name for rpc in rpcs(session, self._failed) if rpc.name in SERVED]
        weights = [0.2 if name in _CONSTANT else _FREQUENT.get(name, 1) for name in names]
        await _answer(served["ConfigureProvider"], requests.configure().SerializeToString())
        found: list[Finding] = []
        for number in range(count):
            (name,) = self.random.choices(names, weights)
            message = requests.make(name)
            data = mutated(message, self.random)
            found += await self._send(served[name], number, data, requests)
            if name in _RECONFIGURED_AFTER:
                await _answer(served["ConfigureProvider"], requests.configure().SerializeToString())
        await shut_down(session)
        return found

    async def _send(self, rpc: Rpc | StreamingRpc, number: int, data: bytes, requests: Requests) -> list[Finding]:
        request = _parsed(rpc.name, data)
        causes: list[str] = []
        answers: list[bytes] = []
        began = time.monotonic()
        try:
            answers = await asyncio.wait_for(_answer(rpc, data), _LONGEST_SECONDS)
        except TimeoutError:
            causes.append(f"no answer within {_LONGEST_SECONDS:.0f} s of virtual time")
        except Exception as escaped:
            causes.append(f"escaped: {_place(escaped)}")
        if time.monotonic() - began > _SLOW_SECONDS:
            causes.append(f"an answer took longer than {_SLOW_SECONDS:.0f} s")
        for answer in answers:
            response = GetMessageClass(PROVIDER.methods_by_name[rpc.name].output_type).FromString(answer)
            causes += problems(rpc.name, request, response, requests.provider)
            if request is not None:
                requests.remember(request, response)
        causes += self.failures
        self.failures.clear()
        return [Finding(self.seed, number, rpc.name, cause, _shown(request)) for cause in causes]

    def _failed(self, rpc: str, reference: str, failure: BaseException) -> None:
        self.failures.append(f"the provider failed: {_place(failure)}")


SERVED = frozenset(PROVIDER.methods_by_name) - {
    "ValidateStateStoreConfig", "ConfigureStateStore", "ReadStateBytes", "WriteStateBytes", "LockState", "UnlockState",
    "GetStates", "DeleteState",
}  # fmt: skip
"""All rpcs but those of state stores, which the provider does not offer."""


async def _answer(rpc: Rpc | StreamingRpc, data: bytes) -> list[bytes]:
    if isinstance(rpc, StreamingRpc):
        return [event async for event in rpc.events(data)]
    return [await rpc.answer(data)]


def _parsed(rpc: str, data: bytes) -> Any:
    try:
        return GetMessageClass(PROVIDER.methods_by_name[rpc].input_type).FromString(data)
    except DecodeError:
        return None


def _shown(request: Any) -> str:
    return "bytes that are no message" if request is None else MessageToString(request)[:_SHOWN]


def _place(failure: BaseException) -> str:
    """The exception, and the last place in the provider's own code that it passed."""
    own = [frame for frame in _frames(failure) if "stitch_provider" in frame.filename]
    place = f" at {own[-1].filename.split('stitch_provider/')[-1]}:{own[-1].lineno}" if own else ""
    return f"{type(failure).__name__}{place}"


def _frames(failure: BaseException) -> Iterator[traceback.FrameSummary]:
    yield from traceback.extract_tb(failure.__traceback__)
