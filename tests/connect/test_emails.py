from __future__ import annotations

import httpx
import pytest

from connect.script import Script, Steps
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import LostAnswerError, MalformedError, NotFoundError, RefusedError

EMAILS = "/notifications/public/v1/api/custom-emails"
ADDRESS = "oncall@acme.example"
EMAIL = {"id": 41, "client_id": 204417, "email_address": ADDRESS, "created_at": "2024-05-14T09:30:00Z"}


@in_virtual_time
async def test_emails_are_listed_afresh_each_time() -> None:
    script = Script({f"GET {EMAILS}": Steps([EMAIL], [EMAIL | {"disabled_at": "2024-05-15T00:00:00Z"}])})
    connect = script.connect()
    assert [email.enabled for email in (await connect.emails.list()).all()] == [True]
    assert [email.enabled for email in (await connect.emails.list()).all()] == [False]


@in_virtual_time
async def test_an_email_is_added_by_its_address() -> None:
    script = Script({f"GET {EMAILS}": [], f"POST {EMAILS}": EMAIL})
    assert (await script.connect().emails.create(ADDRESS)).id == 41
    assert script.bodies[-1] == {"email_address": ADDRESS}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"email_address": "Required. Must be valid email address format."}, "valid email address"),
        ("Account not authorized to create additional custom notification email addresses.", "not authorized"),
    ],
)
def test_a_refused_email_carries_the_words_of_the_service(message: object, text: str) -> None:
    @in_virtual_time
    async def check() -> None:
        refusal = httpx.Response(400, json={"error": {"message": message}})
        with pytest.raises(RefusedError, match=text):
            await Script({f"GET {EMAILS}": [], f"POST {EMAILS}": refusal}).connect().emails.create("x")

    check()


@in_virtual_time
async def test_an_address_that_existed_before_a_lost_answer_is_not_adopted() -> None:
    script = Script({f"GET {EMAILS}": [EMAIL], f"POST {EMAILS}": httpx.ReadTimeout("slow")})
    with pytest.raises(LostAnswerError) as caught:
        await script.connect().emails.create(ADDRESS)
    assert caught.value.search == "absent"


@in_virtual_time
async def test_an_email_whose_answer_was_lost_is_found() -> None:
    new = EMAIL | {"id": 42}
    script = Script({f"GET {EMAILS}": Steps([EMAIL], [EMAIL, new]), f"POST {EMAILS}": httpx.ReadTimeout("slow")})
    assert (await script.connect().emails.create(ADDRESS)).id == 42
    assert script.calls.count(f"POST {EMAILS}") == 1


@in_virtual_time
async def test_an_email_is_disabled_by_a_timestamp_and_enabled_by_null() -> None:
    script = Script({f"PUT {EMAILS}/41": {"disabled_at": None}})
    for enabled in (False, True):
        await script.connect().emails.set_enabled(41, enabled=enabled)
    disabled, enabled_again = script.bodies
    assert disabled["disabled_at"].endswith("Z")
    assert enabled_again == {"disabled_at": None}


@in_virtual_time
async def test_an_email_that_does_not_exist_can_be_deleted_but_not_enabled() -> None:
    unknown = httpx.Response(404, json={"status": "NOT FOUND"})
    connect = Script({f"PUT {EMAILS}/41": unknown, f"DELETE {EMAILS}/41": [0]}).connect()
    with pytest.raises(NotFoundError):
        await connect.emails.set_enabled(41, enabled=True)
    await connect.emails.delete(41)


@in_virtual_time
async def test_an_email_is_missing_only_where_two_lists_lack_it() -> None:
    for lists, found in (([[], [EMAIL]], True), ([[EMAIL]], True), ([[], []], False)):
        script = Script({f"GET {EMAILS}": Steps(*lists)})
        email = await script.connect().emails.find(41)
        assert (email is not None, len(script.calls)) == (found, len(lists))


@pytest.mark.parametrize("listed", [httpx.Response(200, content=b"null"), httpx.Response(200, text="<html>"), [{}]])
def test_an_email_is_not_missing_where_the_list_cannot_be_read(listed: object) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(MalformedError):
            await Script({f"GET {EMAILS}": listed}).connect().emails.find(41)

    check()
