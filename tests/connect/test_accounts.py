from __future__ import annotations

from urllib.parse import parse_qs

import httpx
import pytest

from connect.script import Script
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import LostAnswerError, NewAccount, NotFoundError, RefusedError, UnauthorizedError

NEW = NewAccount(
    partner_id="oc_partner",
    partner_secret="oc_s3cret",
    first_name="Ada",
    last_name="Example",
    company="Acme",
    email="ada@acme.example",
    region="us-east-1",
)
CREATED = {"access_token": "ac_s3cret", "stitch_account_id": 204417}


@in_virtual_time
async def test_an_account_is_created_without_the_token_and_shows_no_secret() -> None:
    script = Script({"POST /v3/accounts": CREATED})
    created = await script.connect().accounts.create(NEW)
    assert (created.access_token, created.stitch_account_id) == ("ac_s3cret", 204417)
    assert "s3cret" not in repr(created) + repr(NEW)
    assert "Authorization" not in script.requests[0].headers
    assert script.bodies == [
        {
            "partner_id": "oc_partner",
            "partner_secret": "oc_s3cret",
            "first_name": "Ada",
            "last_name": "Example",
            "company": "Acme",
            "email": "ada@acme.example",
            "region": "us-east-1",
        }
    ]


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ({"code": "ExistingUser", "message": "This email address is already associated."}, "ExistingUser", "already"),
        (
            {"code": "BadRequest", "message": "Invalid form data.", "errors": {"partner_id": "required"}},
            "BadRequest",
            "partner_id: required",
        ),
    ],
)
def test_a_refused_account_says_why(body: object, code: str, text: str) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(RefusedError, match=text) as caught:
            await Script({"POST /v3/accounts": httpx.Response(400, json=body)}).connect().accounts.create(NEW)
        assert caught.value.code == code

    check()


@in_virtual_time
async def test_an_account_whose_answer_was_lost_is_not_created_twice() -> None:
    for answer in (httpx.ReadTimeout("slow"), httpx.Response(502), httpx.Response(200, content=b"<html>")):
        script = Script({"POST /v3/accounts": answer})
        with pytest.raises(LostAnswerError):
            await script.connect().accounts.create(NEW)
        assert len(script.calls) == 1


@in_virtual_time
async def test_a_code_is_exchanged_in_a_form_without_the_token() -> None:
    script = Script({"POST /oauth/token": CREATED | {"token_type": "bearer"}})
    created = await script.connect().accounts.exchange_code(partner_secret="oc_s&cret", code="c0de")
    assert created.stitch_account_id == 204417
    (request,) = script.requests
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in request.headers
    assert parse_qs(request.content.decode()) == {
        "client_secret": ["oc_s&cret"],
        "code": ["c0de"],
        "grant_type": ["authorization_code"],
    }


@in_virtual_time
async def test_a_session_is_opened_with_the_token() -> None:
    script = Script({"POST /v3/sessions/ephemeral": {"ephemeral_token": "e-1"}})
    assert await script.connect().sessions.create() == "e-1"
    assert script.requests[0].headers["Authorization"].startswith("Bearer ")


@in_virtual_time
async def test_without_a_token_only_the_calls_about_accounts_are_made() -> None:
    script = Script({"POST /v3/accounts": CREATED, "GET /v4/sources": []})
    connect = script.connect(token=None)
    await connect.accounts.create(NEW)
    with pytest.raises(UnauthorizedError, match="no API token") as caught:
        await connect.sources.list()
    assert not caught.value.sent
    assert script.calls == ["POST /v3/accounts"]


@in_virtual_time
async def test_credentials_of_a_partner_that_are_not_accepted_are_not_taken_for_the_token() -> None:
    refused = httpx.Response(401)
    connect = Script({"POST /v3/accounts": refused, "POST /oauth/token": refused}).connect()
    for call in (connect.accounts.create(NEW), connect.accounts.exchange_code(partner_secret="s", code="c")):
        with pytest.raises(UnauthorizedError, match="credentials of the partner") as caught:
            await call
        assert (caught.value.credentials, caught.value.sent) == ("partner", True)


@in_virtual_time
async def test_an_account_whose_answer_was_lost_cannot_be_searched_for() -> None:
    with pytest.raises(LostAnswerError) as caught:
        await Script({"POST /v3/accounts": httpx.ReadTimeout("slow")}).connect().accounts.create(NEW)
    assert (caught.value.search, caught.value.attempts) == ("none", 1)


EMAILS = "GET /notifications/public/v1/api/custom-emails"
HOOKS = "GET /notifications/public/v1/api/hooks"
NOTHING = {"GET /v4/destinations": [], "GET /v4/sources": [], EMAILS: [], HOOKS: {"post_load": []}}


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        ({"GET /v4/destinations": [{"id": 1, "type": "s3", "stitch_client_id": 204417}]}, 1),
        ({"GET /v4/sources": [{"id": 1, "type": "x", "stitch_client_id": 204417, "deleted_at": "x"}]}, 2),
        ({EMAILS: [{"id": 1, "client_id": 204417}]}, 3),
        ({HOOKS: {"post_load": [{"id": 1, "client_id": 204417}]}}, 4),
    ],
    ids=["destination", "deleted source", "e-mail", "hook"],
)
def test_the_id_of_the_account_is_read_from_any_object(answer: dict[str, object], calls: int) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script(NOTHING | answer)
        assert await script.connect().client_id() == 204417
        assert len(script.calls) == calls

    check()


@in_virtual_time
async def test_the_id_of_the_account_needs_no_call_once_a_source_was_read() -> None:
    script = Script({"GET /v4/sources/7": {"id": 7, "type": "x", "stitch_client_id": 204417}})
    connect = script.connect()
    await connect.sources.get(7)
    assert await connect.within(5).client_id() == 204417
    assert len(script.calls) == 1


@in_virtual_time
async def test_the_id_of_an_empty_account_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="shows its id"):
        await Script(NOTHING).connect().client_id()


@pytest.mark.parametrize("status", [302, 403, 404, 408])
def test_an_account_may_exist_after_a_refusal_that_the_service_does_not_document(status: int) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script({"POST /v3/accounts": httpx.Response(status, text="<html>")})
        with pytest.raises(LostAnswerError) as caught:
            await script.connect().accounts.create(NEW)
        assert caught.value.status == status
        assert len(script.calls) == 1

    check()
