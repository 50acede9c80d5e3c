from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from engines.contents import Contents, State, disagreements, of_account, of_state
from stitch import stored_states
from stitch_provider.simulator import Options, create_app
from stitch_provider.stitch.provider import StitchProvider

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "ac_made_up"


def state_file(directory: Path, *resources: tuple[str, dict[str, Any]]) -> Path:
    file = directory / "terraform.tfstate"
    listed = [
        {"mode": "managed", "type": type_name, "name": "it", "instances": [instance]}
        for type_name, instance in resources
    ]
    file.write_text(json.dumps({"resources": listed}))
    return file


@pytest.mark.parametrize("type_name", sorted(StitchProvider().resources))
def test_the_object_of_every_resource_is_found_in_a_state(type_name: str, tmp_path: Path) -> None:
    stored = stored_states.of(type_name)
    assert of_state(state_file(tmp_path, (type_name, {"attributes": stored.attributes}))).things


def test_a_state_shows_which_objects_are_tainted(tmp_path: Path) -> None:
    tainted = {"status": "tainted", "attributes": {"id": "41"}}
    email, source = ("email", "41"), ("source", "731905")
    file = state_file(
        tmp_path, ("stitch_notification_email", tainted), ("stitch_source", {"attributes": {"id": "731905"}})
    )
    assert of_state(file) == State(frozenset({email, source}), frozenset({email}))


def test_a_missing_state_contains_nothing(tmp_path: Path) -> None:
    assert of_state(tmp_path / "terraform.tfstate") == State()


async def test_an_account_contains_what_is_not_deleted(tmp_path: Path) -> None:
    database = tmp_path / "account.db"
    transport = httpx.ASGITransport(create_app(Options(token=TOKEN, database=str(database))))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://stitch.example", headers=headers) as client:
        github = {"type": "platform.github", "display_name": "GitHub", "id": 731906, "streams": ["issues"]}
        feed = {"type": "import_api", "display_name": "Feed", "id": 731905}
        gone = {"type": "import_api", "display_name": "Gone", "id": 731907, "deleted": True}
        seed = {"destinations": [{"type": "postgres", "id": 581220}], "sources": [feed, github, gone]}
        for path, body in (
            ("/_simulator/seed", seed),
            ("/v4/sources/731905/tokens", {}),
            ("/notifications/public/v1/api/custom-emails", {"email_address": "data@acme.example"}),
        ):
            (await client.post(path, json=body)).raise_for_status()
        assert of_account(database) == {
            ("destination", "581220"),
            ("email", "41"),
            ("selected stream", "731906/issues"),
            ("source", "731905"),
            ("source", "731906"),
            ("token", "903117502"),
        }


OLD, NEW = ("source", "731905"), ("source", "731906")


@pytest.mark.parametrize(
    ("account", "state", "said"),
    [
        ({OLD, NEW}, {OLD, NEW}, None),
        (set(), set(), None),
        ({OLD, NEW}, {OLD}, "source 731906 was created and is not in the state"),
        ({OLD}, {OLD, NEW}, "source 731906 is in the state and not in the account"),
        ({OLD}, set(), "source 731905 left the state and is still in the account"),
        ({OLD, ("job", "a")}, {OLD}, None),
    ],
    ids=["created", "destroyed", "lost", "invented", "forgotten", "a job that no resource started"],
)
def test_what_an_apply_does_must_be_the_same_in_the_account_and_in_the_state(
    account: set[tuple[str, str]], state: set[tuple[str, str]], said: str | None
) -> None:
    before = Contents(frozenset({OLD}), State(frozenset({OLD})))
    found = disagreements(before, Contents(frozenset(account), State(frozenset(state))))
    assert found == ([] if said is None else [said])
