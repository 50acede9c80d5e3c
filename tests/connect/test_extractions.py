from __future__ import annotations

from typing import Any

import httpx
import pytest
import structlog

from connect.script import Script
from connect.service import BASE
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import Extraction, Limits, MalformedError, NotFoundError, RefusedError, UnavailableError
from stitch_provider.connect.calls import Text

ACCOUNT = 204417
JOB = f"{ACCOUNT}.7.sync.1"
LOG = f"GET /v4/{ACCOUNT}/extractions/{JOB}"


def redirect(location: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location})


@pytest.mark.parametrize(
    "location",
    ["https://logs.elsewhere.example/bucket/log?X-Amz-Signature=s3cret", "/logs/here?token=s3cret", f"{BASE}/logs/a?b"],
    ids=["another host", "relative", "the same host"],
)
def test_a_log_is_fetched_from_where_it_is_without_the_token(location: str) -> None:
    @in_virtual_time
    async def check() -> None:
        path = httpx.URL(location).raw_path.decode()
        script = Script({LOG: redirect(location), f"GET {path}": httpx.Response(200, content="Schön\n".encode())})
        assert await script.connect().extractions.log(ACCOUNT, JOB) == Text("Schön\n")
        asked, fetched = script.requests
        assert asked.headers["Authorization"]
        assert "Authorization" not in fetched.headers
        assert fetched.url == httpx.URL(BASE).join(location)

    check()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_any_redirect_leads_to_the_log(status: int) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script(
            {LOG: redirect("https://logs.elsewhere.example/log", status), "GET /log": httpx.Response(200, text="x")}
        )
        assert await script.connect().extractions.log(ACCOUNT, JOB) == Text("x")
        assert "Authorization" not in script.requests[1].headers

    check()


@in_virtual_time
async def test_a_log_may_be_the_answer_itself() -> None:
    script = Script({LOG: httpx.Response(200, text="Schön\n")})
    assert await script.connect().extractions.log(ACCOUNT, JOB) == Text("Schön\n")
    assert len(script.calls) == 1


@in_virtual_time
async def test_the_signature_of_an_address_is_in_no_log_and_no_error() -> None:
    location = "https://logs.elsewhere.example/log?X-Amz-Signature=s3cret"
    script = Script({LOG: redirect(location), "GET /log?X-Amz-Signature=s3cret": httpx.Response(403)})
    with structlog.testing.capture_logs() as lines, pytest.raises(RefusedError) as caught:
        await script.connect().extractions.log(ACCOUNT, JOB)
    structlog.reset_defaults()
    assert len(lines) == 2
    assert "s3cret" not in f"{lines} {caught.value}"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (httpx.Response(404), "there is no such object"),
        (httpx.Response(302), "a redirect that names no address"),
        (redirect("http://["), "a redirect to an address that is not valid"),
        (redirect("//a]/"), "a redirect to an address that is not valid"),
        (httpx.Response(204), "with status 204, not with a text or a redirect"),
        (httpx.Response(304, headers={"Location": "/x"}), "a redirect, which is not followed"),
    ],
    ids=["unknown job", "no address", "half an address", "no valid address", "nothing", "no redirect"],
)
def test_anything_but_a_text_or_a_redirect_is_no_log(answer: httpx.Response, text: str) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script({LOG: answer})
        with pytest.raises((NotFoundError, MalformedError), match=text):
            await script.connect().extractions.log(ACCOUNT, JOB)
        assert len(script.calls) == 1

    check()


@in_virtual_time
async def test_the_name_of_a_job_cannot_leave_its_place_in_the_path() -> None:
    script = Script({})
    with pytest.raises(NotFoundError):
        await script.connect().extractions.log(ACCOUNT, "../7?x")
    assert script.calls == [f"GET /v4/{ACCOUNT}/extractions/..%2F7%3Fx"]


@pytest.mark.parametrize(
    ("facts", "status", "phase", "reason"),
    [
        ({"completion_time": "x", "tap_exit_status": 0}, "succeeded", None, None),
        ({}, "running", None, None),
        ({"discovery_exit_status": 1, "discovery_description": "no"}, "failed", "discovery", "no"),
        ({"tap_exit_status": 2, "target_exit_status": 1, "tap_description": "oh"}, "failed", "tap", "oh"),
        ({"target_exit_status": 1}, "failed", "target", None),
        ({"tap_description": "Terminated", "completion_time": "x"}, "terminated", None, None),
    ],
)
def test_the_status_of_an_extraction_follows_from_its_phases(
    facts: dict[str, Any], status: str, phase: str | None, reason: str | None
) -> None:
    extraction = Extraction("job", 7, **facts)
    assert (extraction.status, extraction.failed_phase, extraction.reason) == (status, phase, reason)


def test_the_type_of_an_extraction_is_read_under_either_name() -> None:
    assert Extraction("job", 7, source_type="tap-github").tap == "tap-github"
    assert Extraction("job", 7, tap_name="tap-github").tap == "tap-github"


@in_virtual_time
async def test_user_names_and_passwords_of_an_address_are_in_no_log_and_no_error() -> None:
    script = Script(
        {LOG: redirect("https://user:pa55word@logs.elsewhere.example/log"), "GET /log": httpx.Response(501)}
    )
    with structlog.testing.capture_logs() as lines, pytest.raises(UnavailableError) as caught:
        await script.connect().extractions.log(ACCOUNT, JOB)
    structlog.reset_defaults()
    assert "logs.elsewhere.example answered" in str(caught.value)
    assert "pa55word" not in f"{lines} {caught.value} {caught.value.host}"


@pytest.mark.parametrize(
    "location", ["http://h:port/log", "mailto:logs@acme.example", "http://", "http://\u2603", "http://xn--.example"]
)
@in_virtual_time
async def test_a_redirect_to_an_address_that_cannot_be_called_is_an_error(location: str) -> None:
    script = Script({LOG: httpx.Response(302, headers=[(b"Location", location.encode())])})
    with pytest.raises((UnavailableError, MalformedError)):
        await script.connect().extractions.log(ACCOUNT, JOB)
    assert len(script.calls) == 1


@in_virtual_time
async def test_of_a_long_log_the_beginning_is_read() -> None:
    log = httpx.Response(200, content=b"0123456789")
    for size, text in ((10, Text("0123456789")), (4, Text("0123", complete=False))):
        script = Script({LOG: redirect("/log"), "GET /log": log})
        assert await script.connect(limits=Limits(log_size=size)).extractions.log(ACCOUNT, JOB) == text
