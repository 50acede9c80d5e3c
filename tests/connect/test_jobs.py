from __future__ import annotations

import httpx
import pytest

from connect.script import Script, Steps
from connect.service import EPOCH
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import JobStarted, LostAnswerError, NotFoundError, RefusedError, UnavailableError

SYNC = "/v4/sources/7/sync"
STARTED = {"job_name": "204417.7.sync.1"}
RUNNING = {"error": {"type": "already_running", "message": "Did not create job because one already exists"}}


def refusal(message: str) -> httpx.Response:
    return httpx.Response(400, json={"error": {"type": "invalid_source", "message": message}})


@pytest.mark.parametrize(
    ("answer", "started"),
    [
        (STARTED, JobStarted("204417.7.sync.1", already_running=False, at=EPOCH)),
        (RUNNING, JobStarted(None, already_running=True, at=EPOCH)),
    ],
    ids=["started", "already running"],
)
def test_a_start_returns_whether_there_is_a_new_job(answer: object, started: JobStarted) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script({f"POST {SYNC}": answer})
        assert await script.connect().jobs.start(7) == started
        assert script.bodies == [None]

    check()


@pytest.mark.parametrize(
    "fault",
    [httpx.ReadTimeout("slow"), httpx.Response(502), httpx.Response(200, content=b"{"), httpx.Response(403)],
)
def test_a_start_whose_answer_was_lost_is_asked_again_and_its_job_is_ours(fault: object) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script({f"POST {SYNC}": Steps(fault, RUNNING)})
        started = await script.connect().jobs.start(7)
        assert (started.job_name, started.already_running) == (None, False)
        assert len(script.calls) == 2

    check()


@pytest.mark.parametrize("fault", [httpx.ReadTimeout("slow"), httpx.Response(502), httpx.Response(200, content=b"{")])
def test_a_start_whose_answers_are_all_lost_may_have_started_a_job(fault: object) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(LostAnswerError):
            await Script({f"POST {SYNC}": fault}).connect().jobs.start(7)

    check()


@in_virtual_time
async def test_a_job_that_runs_when_an_undelivered_start_is_repeated_is_not_ours() -> None:
    script = Script({f"POST {SYNC}": Steps(httpx.ConnectError("refused"), RUNNING)})
    assert (await script.connect().jobs.start(7)).already_running


@pytest.mark.parametrize(
    "message", ["Unable to locate source(7) for client (204417)", "Integration is deleted."], ids=["unknown", "deleted"]
)
def test_a_source_that_does_not_exist_is_not_found(message: str) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(NotFoundError):
            await Script({f"POST {SYNC}": refusal(message)}).connect().jobs.start(7)
        with pytest.raises(NotFoundError):
            await Script({f"DELETE {SYNC}": refusal(message)}).connect().jobs.stop(7)

    check()


@pytest.mark.parametrize(
    "answer", [refusal("Not yet."), {"error": {"type": "odd", "message": "Not yet."}}], ids=["400", "200"]
)
def test_any_other_refusal_is_one_whatever_its_status(answer: object) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(RefusedError, match="Not yet"):
            await Script({f"POST {SYNC}": answer}).connect().jobs.start(7)

    check()


@in_virtual_time
async def test_stopping_is_repeated_until_it_is_answered() -> None:
    script = Script({f"DELETE {SYNC}": Steps(httpx.Response(503), {"status": 200})})
    await script.connect().jobs.stop(7)
    assert len(script.calls) == 2
    with pytest.raises(UnavailableError):
        await Script({f"DELETE {SYNC}": httpx.Response(503)}).connect().jobs.stop(7)
