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
from fuzz.order import is_never_sent, validation
from fuzz.requests import Requests
from stitch_provider.stitch.provider import StitchProvider
from stitch_provider.terraform.engine.configure import shut_down
from stitch_provider.terraform.engine.session import Session
from stitch_provider.terraform.protocol.dispatch import PROVIDER, StreamingRpc, rpcs
from stitch_provider.terraform.protocol.stubs import tfplugin6_pb2 as pb

if TYPE_CHECKING:
    import httpx

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
        return tuple(runner.run(_run(seed, requests)))


async def _run(seed: int, requests: int) -> list[Finding]:
    return await _Round(seed, await account()).run(requests)


class _Round:
    def __init__(self, seed: int, transport: httpx.ASGITransport) -> None:
        self.seed = seed
        self.random = Random(f"fuzz {seed}")
        self.provider = StitchProvider(transport)
        self.session = Session(self.provider)
        self.requests = Requests(self.provider, self.random)
        self.served = {rpc.name: rpc for rpc in rpcs(self.session, self._failed)}
        self.failures: list[str] = []
        self.found: list[Finding] = []

    async def run(self, count: int) -> list[Finding]:
        names = sorted(SERVED)
        weights = [0.2 if name in _CONSTANT else _FREQUENT.get(name, 1) for name in names]
        await self._configure()
        for number in range(count):
            (name,) = self.random.choices(names, weights)
            await self._send_in_order(name, number, mutated(self.requests.make(name), self.random))
            if name in _RECONFIGURED_AFTER:
                await self._configure()
        await shut_down(self.session)
        return self.found

    async def _configure(self) -> None:
        await _answer(self.served["ConfigureProvider"], self.requests.configure().SerializeToString())

    async def _send_in_order(self, name: str, number: int, data: bytes) -> None:
        """Send a request, if Terraform would send it after the validation of its configuration."""
        request = _parsed(name, data)
        before = validation(name, request, self.provider)
        if before is not None:
            answers = await self._send(before[0], number, before[1].SerializeToString())
            if any(_refused(answer) for answer in answers):
                return
        if is_never_sent(name, request, self.provider, [plan.planned_state for plan in self.requests.plans]):
            return
        await self._send(name, number, data)

    async def _send(self, name: str, number: int, data: bytes) -> list[Any]:
        """Send a request, record what is wrong with its answer, and return the messages of the answer."""
        request = _parsed(name, data)
        causes: list[str] = []
        answers: list[bytes] = []
        began = time.process_time()
        try:
            answers = await asyncio.wait_for(_answer(self.served[name], data), _LONGEST_SECONDS)
        except TimeoutError:
            causes.append(f"no answer within {_LONGEST_SECONDS:.0f} s of virtual time")
        except Exception as escaped:
            causes.append(f"escaped: {_place(escaped)}")
        if time.process_time() - began > _SLOW_SECONDS:
            causes.append(f"an answer took longer than {_SLOW_SECONDS:.0f} s of processor time")
        kind = GetMessageClass(PROVIDER.methods_by_name[name].output_type)
        responses = [kind.FromString(answer) for answer in answers]
        for response in responses:
            causes += problems(name, request, response, self.provider)
            if request is not None:
                self.requests.remember(request, response)
        causes += self.failures
        self.failures.clear()
        self.found += [Finding(self.seed, number, name, cause, _shown(request)) for cause in causes]
        return responses

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


def _refused(response: Any) -> bool:
    return any(each.severity == pb.Diagnostic.ERROR for each in response.diagnostics)


def _shown(request: Any) -> str:
    return "bytes that are no message" if request is None else MessageToString(request)[:_SHOWN]


def _place(failure: BaseException) -> str:
    """The exception, and the last place in the provider's own code that it passed."""
    own = [frame for frame in traceback.extract_tb(failure.__traceback__) if "stitch_provider" in frame.filename]
    place = f" at {own[-1].filename.split('stitch_provider/')[-1]}:{own[-1].lineno}" if own else ""
    return f"{type(failure).__name__}{place}"
