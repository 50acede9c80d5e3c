from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fakes.widgets import WidgetResource, widget_config
from stitch_provider.terraform.engine import upgrade

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session

TYPE = WidgetResource.type_name


async def upgraded(session: Session, version: int, stored: Any) -> upgrade.Response:
    data = stored if isinstance(stored, bytes) else json.dumps(stored).encode()
    return await upgrade.upgrade_state(session, upgrade.Request(type_name=TYPE, version=version, json=data))


async def test_a_state_of_the_current_version_is_read_as_it_is(session: Session) -> None:
    response = await upgraded(session, 2, {"id": "1", "name": "a", "kind": "k", "tags": ["x"]})
    assert response == upgrade.Response(value=widget_config(id="1", tags=["x"]))


async def test_attributes_that_the_schema_no_longer_has_are_dropped(session: Session) -> None:
    response = await upgraded(session, 2, {"name": "a", "kind": "k", "wings": 2, "schedule": {"old": 1, "cron": "x"}})
    assert response.value == widget_config(schedule={"cron": "x", "every_minutes": None, "next_run": None})


async def test_older_versions_go_through_every_upgrade_between(session: Session) -> None:
    response = await upgraded(session, 0, {"name": "a", "type": "k"})
    assert response.value == widget_config()


async def test_a_null_state_stays_null(session: Session) -> None:
    assert await upgraded(session, 0, None) == upgrade.Response(value=None)


@pytest.mark.parametrize(
    ("version", "stored", "summary", "path"),
    [
        (3, {}, "The state was written by a newer provider", ""),
        (-1, {}, "The state is too old", ""),
        (2, b"{", "The stored state cannot be read", ""),
        (2, {"name": ["a"]}, "The stored state cannot be read", "name"),
        (2, [], "The stored state cannot be read", ""),
    ],
)
async def test_a_state_that_cannot_be_read_is_an_error_that_says_why(
    session: Session, version: int, stored: Any, summary: str, path: str
) -> None:
    response = await upgraded(session, version, stored)
    assert response.value is None
    [diagnostic] = response.diagnostics
    assert (diagnostic.summary, str(diagnostic.path)) == (summary, path)


async def test_an_identity_is_read_and_a_newer_one_refused(session: Session) -> None:
    request = upgrade.Request(type_name=TYPE, version=0, json=b'{"id":"1","zone":"x"}')
    assert (await upgrade.upgrade_identity(session, request)).value == {"id": "1", "region": None}
    newer = upgrade.Request(type_name=TYPE, version=1, json=b"{}")
    [diagnostic] = (await upgrade.upgrade_identity(session, newer)).diagnostics
    assert diagnostic.summary == "The identity was written by a newer provider"
