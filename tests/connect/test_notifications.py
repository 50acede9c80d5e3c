from __future__ import annotations

from typing import Any

import httpx
import pytest

from connect.script import Script, Steps
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import Hook, LostAnswerError, NotFoundError, RefusedError

EMAILS = "/notifications/public/v1/api/custom-emails"
HOOKS = "/notifications/public/v1/api/hooks"
ADDRESS = "oncall@acme.example"
URL = "https://hooks.acme.example/stitch"
EMAIL = {"id": 41, "client_id": 204417, "email_address": ADDRESS, "created_at": "2024-05-14T09:30:00Z"}
HOOK = {
    "id": 17,
    "client_id": 204417,
    "type": "post_load",
    "version": 1,
    "destination_id": 581220,
    "config": {"url": URL},
    "created_at": "2024-05-14T09:30:00Z",
    "disabled_at": None,
}
UNKNOWN_EMAIL = httpx.Response(404, json={"status": "NOT FOUND"})
UNKNOWN_HOOK = httpx.Response(400, json={"error": "NotFound"})


@in_virtual_time
async def test_emails_are_listed_afresh_each_time() -> None:
    script = Script({f"GET {EMAILS}": Steps([EMAIL], [EMAIL | {"disabled_at": "2024-05-15T00:00:00Z"}])})
    connect = script.connect()
    assert [email.enabled for email in await connect.emails.list()] == [True]
    assert [email.enabled for email in await connect.emails.list()] == [False]


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
async def test_what_was_there_before_a_lost_answer_is_never_taken_for_ours() -> None:
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
async def test_a_hook_is_added_with_all_keys_and_found_again_where_the_answer_was_lost() -> None:
    script = Script(
        {
            f"GET {HOOKS}": Steps({"post_load": []}, {"post_load": [HOOK | {"id": 16, "destination_id": 1}, HOOK]}),
            f"POST {HOOKS}": httpx.ReadTimeout("slow"),
        }
    )
    assert (await script.connect().hooks.create(581220, URL)).id == 17
    (sent,) = [body for body in script.bodies if body]
    assert sent == {"type": "post_load", "destination_id": 581220, "config": {"url": URL}}


@pytest.mark.parametrize(
    ("shown", "destination"),
    [
        ({"destination_id": 581220}, 581220),
        ({"destination_id": "581220"}, 581220),
        ({"config": {"url": URL, "destination_id": "destination_581220"}}, 581220),
        ({"destination_id": None, "config": {"destination_id": 581220}}, 581220),
        ({"config": {"url": URL}}, None),
        ({"config": None}, None),
    ],
)
def test_a_hook_tells_its_destination_from_either_place(shown: dict[str, Any], destination: int | None) -> None:
    @in_virtual_time
    async def check() -> None:
        (hook,) = await Script({f"GET {HOOKS}": {"post_load": [{"id": 17} | shown]}}).connect().hooks.list()
        assert hook.destination_id == destination

    check()


@in_virtual_time
async def test_an_account_without_hooks_has_an_empty_list() -> None:
    for shown in ({"post_load": []}, {"post_load": None}, {}):
        assert await Script({f"GET {HOOKS}": shown}).connect().hooks.list() == ()


@in_virtual_time
async def test_a_hook_is_switched_by_one_key() -> None:
    script = Script({f"PUT {HOOKS}/17": HOOK | {"disabled_at": "2024-05-15T00:00:00Z"}})
    hook: Hook = await script.connect().hooks.set_enabled(17, enabled=False)
    assert (hook.enabled, hook.url) == (False, URL)
    assert script.bodies == [{"enable": False}]


@in_virtual_time
async def test_what_is_gone_cannot_be_switched_but_removed() -> None:
    script = Script(
        {
            f"PUT {EMAILS}/41": UNKNOWN_EMAIL,
            f"DELETE {EMAILS}/41": [0],
            f"PUT {HOOKS}/17": UNKNOWN_HOOK,
            f"DELETE {HOOKS}/17": UNKNOWN_HOOK,
        }
    )
    connect = script.connect()
    with pytest.raises(NotFoundError):
        await connect.emails.set_enabled(41, enabled=True)
    with pytest.raises(NotFoundError):
        await connect.hooks.set_enabled(17, enabled=True)
    await connect.emails.delete(41)
    await connect.hooks.delete(17)
