from __future__ import annotations

import asyncio

import httpx
import pytest

from connect.script import Script, Steps
from connect.virtual_time import in_virtual_time
from stitch_provider.connect import ImportToken, LostAnswerError, MalformedError, NotFoundError, RefusedError

TOKENS = "/v4/sources/7/tokens"
UNKNOWN_SOURCE = httpx.Response(400, json={"error": "InvalidId", "data": {"message": "source not found (7)"}})
UNKNOWN_TOKEN = httpx.Response(400, json={"error": "Odd", "data": {"message": "no token"}})


@in_virtual_time
async def test_a_token_is_made_without_a_body_and_its_value_is_in_no_repr() -> None:
    script = Script({f"GET {TOKENS}": [], f"POST {TOKENS}": {"id": 9, "access_token": "at_s3cret"}})
    token = await script.connect().tokens.create(7)
    assert (token.id, token.access_token) == (9, "at_s3cret")
    assert "s3cret" not in repr(token)
    assert script.bodies == [None, None]


LOST = httpx.ReadTimeout("slow")


@in_virtual_time
async def test_a_token_whose_value_was_lost_is_revoked_and_another_is_made() -> None:
    script = Script(
        {
            f"GET {TOKENS}": Steps([903], [903, 904]),
            f"POST {TOKENS}": Steps(LOST, {"id": 905, "access_token": "at_s3cret"}),
            f"DELETE {TOKENS}/904": {},
        }
    )
    assert (await script.connect().tokens.create(7)).id == 905
    assert script.calls[-2:] == [f"DELETE {TOKENS}/904", f"POST {TOKENS}"]


@in_virtual_time
async def test_a_token_whose_value_is_lost_twice_leaves_none_behind() -> None:
    script = Script(
        {
            f"GET {TOKENS}": Steps([903], [903, 904], [903, 905]),
            f"POST {TOKENS}": LOST,
            f"DELETE {TOKENS}/904": {},
            f"DELETE {TOKENS}/905": {},
        }
    )
    with pytest.raises(LostAnswerError) as caught:
        await script.connect().tokens.create(7)
    assert (caught.value.search, caught.value.attempts) == ("removed", 2)
    assert script.calls[-1] == f"DELETE {TOKENS}/905"


@pytest.mark.parametrize(
    ("after", "deletion", "candidates"),
    [([904, 905], {}, (904, 905)), ([904], httpx.Response(500), (904,))],
    ids=["two are new", "it cannot be revoked"],
)
@in_virtual_time
async def test_an_error_names_the_tokens_that_may_be_the_one_whose_value_is_lost(
    after: list[int], deletion: object, candidates: tuple[int, ...]
) -> None:
    script = Script({f"GET {TOKENS}": Steps([], after), f"POST {TOKENS}": LOST, f"DELETE {TOKENS}/904": deletion})
    with pytest.raises(LostAnswerError) as caught:
        await script.connect().tokens.create(7)
    assert caught.value.candidates == candidates
    assert script.calls.count(f"POST {TOKENS}") == 1


@in_virtual_time
async def test_tokens_of_one_source_are_made_one_after_the_other() -> None:
    numbers = iter((904, 905))
    script = Script(
        {f"GET {TOKENS}": [], f"POST {TOKENS}": lambda _: {"id": next(numbers), "access_token": "at_s3cret"}}
    )
    connect = script.connect()
    await asyncio.gather(connect.tokens.create(7), connect.tokens.create(7))
    assert script.calls == [f"GET {TOKENS}", f"POST {TOKENS}"] * 2


@pytest.mark.parametrize(
    ("shown", "tokens"),
    [
        ([903, 904], (ImportToken(903), ImportToken(904))),
        (
            [{"token_id": 903, "created_at": "2024-05-14T09:30:00Z"}],
            (ImportToken(903, created_at="2024-05-14T09:30:00Z"),),
        ),
        ([{"token_id": 903}, 904], (ImportToken(903), ImportToken(904))),
        ([], ()),
    ],
    ids=["integers", "objects", "both", "none"],
)
def test_tokens_are_listed_in_either_shape(shown: object, tokens: tuple[ImportToken, ...]) -> None:
    @in_virtual_time
    async def check() -> None:
        assert (await Script({f"GET {TOKENS}": shown}).connect().tokens.list(7)).all() == tokens

    check()


@in_virtual_time
async def test_tokens_of_an_unknown_source_are_not_found() -> None:
    with pytest.raises(NotFoundError):
        await Script({f"GET {TOKENS}": UNKNOWN_SOURCE}).connect().tokens.list(7)


@pytest.mark.parametrize("gone", [httpx.Response(404), UNKNOWN_SOURCE], ids=["404", "unknown source"])
def test_revoking_a_token_that_does_not_exist_is_a_success(gone: httpx.Response) -> None:
    @in_virtual_time
    async def check() -> None:
        await Script({f"DELETE {TOKENS}/9": gone, f"GET {TOKENS}": [8]}).connect().tokens.revoke(7, 9)

    check()


@pytest.mark.parametrize("listed", [[8, 9], [8, "x"], httpx.Response(404)], ids=["it", "a nameless one", "404 as well"])
def test_a_404_revokes_no_token_unless_the_list_lacks_it(listed: object) -> None:
    @in_virtual_time
    async def check() -> None:
        script = Script({f"DELETE {TOKENS}/9": httpx.Response(404, text="<html>"), f"GET {TOKENS}": listed})
        with pytest.raises(MalformedError):
            await script.connect().tokens.revoke(7, 9)

    check()


@in_virtual_time
async def test_a_refused_revocation_is_a_success_only_where_the_list_has_no_such_token() -> None:
    script = Script({f"DELETE {TOKENS}/9": UNKNOWN_TOKEN, f"GET {TOKENS}": Steps([8], [8, 9])})
    await script.connect().tokens.revoke(7, 9)
    with pytest.raises(RefusedError, match="no token"):
        await script.connect().tokens.revoke(7, 9)
