from __future__ import annotations

from typing import Any

import httpx
import pytest

from connect.script import Script, Steps
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import Hook, MalformedError, NotFoundError

HOOKS = "/notifications/public/v1/api/hooks"
URL = "https://hooks.acme.example/stitch"
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


@in_virtual_time
async def test_a_hook_is_found_although_an_email_that_was_just_added_has_the_same_id() -> None:
    emails = "/notifications/public/v1/api/custom-emails"
    script = Script(
        {
            f"GET {emails}": [],
            f"POST {emails}": {"id": HOOK["id"], "email_address": "oncall@acme.example"},
            f"GET {HOOKS}": Steps({"post_load": []}, {"post_load": [HOOK]}),
            f"POST {HOOKS}": httpx.ReadTimeout("slow"),
        }
    )
    connect = script.connect()
    await connect.emails.create("oncall@acme.example")
    assert (await connect.hooks.create(581220, URL)).id == HOOK["id"]


@pytest.mark.parametrize(
    ("shown", "destination"),
    [
        ({"destination_id": 581220}, 581220),
        ({"destination_id": "581220"}, 581220),
        ({"config": {"url": URL, "destination_id": "destination_581220"}}, 581220),
        ({"destination_id": None, "config": {"destination_id": 581220}}, 581220),
        ({"destination_id": "9" * 5000}, None),
        ({"destination_id": "destination_1 "}, None),
        ({"config": {"url": URL}}, None),
        ({"config": None}, None),
    ],
)
def test_the_destination_of_a_hook_is_read_from_either_place(shown: dict[str, Any], destination: int | None) -> None:
    @in_virtual_time
    async def check() -> None:
        (hook,) = (await Script({f"GET {HOOKS}": {"post_load": [{"id": 17} | shown]}}).connect().hooks.list()).all()
        assert hook.destination_id == destination

    check()


@in_virtual_time
async def test_an_account_without_hooks_has_an_empty_list() -> None:
    hooks = await Script({f"GET {HOOKS}": {"post_load": []}}).connect().hooks.list()
    assert hooks.all() == ()


@pytest.mark.parametrize("shown", [{"post_load": None}, {"post_load": "none"}, {}, [], "<html>"])
def test_an_answer_without_the_list_of_hooks_is_an_error(shown: object) -> None:
    @in_virtual_time
    async def check() -> None:
        with pytest.raises(MalformedError):
            await Script({f"GET {HOOKS}": shown}).connect().hooks.list()

    check()


@in_virtual_time
async def test_a_hook_is_switched_by_one_key() -> None:
    script = Script({f"PUT {HOOKS}/17": HOOK | {"disabled_at": "2024-05-15T00:00:00Z"}})
    hook: Hook = await script.connect().hooks.set_enabled(17, enabled=False)
    assert (hook.enabled, hook.url) == (False, URL)
    assert script.bodies == [{"enable": False}]


@in_virtual_time
async def test_a_hook_that_does_not_exist_can_be_deleted_but_not_enabled() -> None:
    unknown = httpx.Response(400, json={"error": "NotFound"})
    connect = Script({f"PUT {HOOKS}/17": unknown, f"DELETE {HOOKS}/17": unknown}).connect()
    with pytest.raises(NotFoundError):
        await connect.hooks.set_enabled(17, enabled=True)
    await connect.hooks.delete(17)


@in_virtual_time
async def test_a_hook_is_missing_only_where_two_lists_lack_it() -> None:
    for lists, found in (([[], [{"id": 17}]], True), ([[], []], False)):
        script = Script({f"GET {HOOKS}": Steps(*({"post_load": each} for each in lists))})
        assert (await script.connect().hooks.find(17) is not None, len(script.calls)) == (found, 2)
