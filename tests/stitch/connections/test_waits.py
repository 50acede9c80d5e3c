"""Waits of both nouns whose reads fail: the object is kept and is never tainted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from connect.virtual_time import in_virtual_time
from stitch.connections.nouns import CHECKED, FIRST, Noun, nouns, workspace
from stitch.failed_looks import FAILED_LOOKS, fail_reads
from stitch.workspace import simulated
from stitch_provider.terraform.diagnostics import Severity

if TYPE_CHECKING:
    from stitch.workspace import SimulatedAccount

CHECKS = "*/last-connection-check"
UNPROVEN = "the check has yet to succeed"


async def looks(account: SimulatedAccount) -> int:
    return sum(path.endswith("last-connection-check") for _, path in await account.calls())


@nouns
@pytest.mark.parametrize("answer", FAILED_LOOKS.values(), ids=FAILED_LOOKS)
@in_virtual_time
async def test_one_failed_look_does_not_end_the_wait(config: Noun, answer: dict[str, Any]) -> None:
    async with simulated() as account:
        connection = workspace(account, config)
        await fail_reads(account, CHECKS, answer, count=1)
        assert await connection.apply(**config, **CHECKED, credentials_wo=FIRST) == ()
        assert await looks(account) >= 2


@nouns
@pytest.mark.parametrize("status", [401, 403])
@in_virtual_time
async def test_two_refused_looks_end_the_wait_with_a_warning(config: Noun, status: int) -> None:
    async with simulated() as account:
        connection = workspace(account, config)
        await fail_reads(account, CHECKS, {"status": status}, count=2)
        with connection.breaking_invariants(UNPROVEN):
            (ended,) = await connection.apply(**config, **CHECKED, credentials_wo=FIRST)
        assert ended.severity is Severity.WARNING
        assert not connection.tainted


@nouns
@in_virtual_time
async def test_looks_that_fail_until_the_time_is_over_end_the_wait_with_a_warning(config: Noun) -> None:
    async with simulated() as account:
        connection = workspace(account, config)
        await fail_reads(account, CHECKS, {"status": 520})
        limited = config | CHECKED | {"timeouts": {"create": "90s"}, "credentials_wo": FIRST}
        with connection.breaking_invariants(UNPROVEN):
            (ended,) = await connection.apply(**limited)
        assert ended.severity is Severity.WARNING
        assert "status 520" in ended.detail
        assert not connection.tainted


@nouns
@in_virtual_time
async def test_a_check_that_no_look_showed_is_waited_for_again(config: Noun) -> None:
    async with simulated() as account:
        connection = workspace(account, config)
        waiting = config | CHECKED | {"credentials_wo": FIRST}
        await fail_reads(account, CHECKS, {"status": 401}, count=2)
        with connection.breaking_invariants(UNPROVEN):
            await connection.apply(**waiting)
        assert (await connection.plan(**waiting)).action == "update"
        assert await connection.apply(**waiting) == ()
        assert (await connection.plan(**waiting)).action == "nothing"
