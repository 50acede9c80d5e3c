"""What the command prints. `tests/stitch/scaffold` tests configurations, an acceptance test plans them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rehearsal.simulator import running_simulator
from stitch_provider.commands.scaffold import scaffold

if TYPE_CHECKING:
    from collections.abc import Callable

    Printed = Callable[..., str]

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-stitch")


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """A function that runs the command, which must succeed, and returns its output."""

    def run(type_name: str, **options: Any) -> str:
        assert scaffold(type_name, **options) == 0
        return capsys.readouterr().out

    return run


def test_a_configuration_is_complete_by_default(printed: Printed) -> None:
    github = printed("platform.github")
    assert "\nterraform {\n" in github
    assert 'provider "stitch" {' in github
    assert 'resource "stitch_source" "github" {' in github
    assert "stitch_stream_selections" not in github


def test_only_the_resource_and_its_variables_can_be_printed(printed: Printed) -> None:
    assert printed("platform.github", resource_only=True).startswith('variable "github_access_token" {')


def test_streams_are_selected_on_request(printed: Printed) -> None:
    selected = printed("platform.github", streams=True)
    assert 'resource "stitch_stream_selections" "github" {' in selected
    assert "--streams" not in selected
    assert "option --streams" in printed("platform.github")


def test_credentials_are_declared_as_in_an_export(printed: Printed) -> None:
    assert "  credentials = {" in printed("snowflake", credentials="variables")
    assert "credentials" not in printed("snowflake", credentials="none")


def test_a_type_is_read_from_the_account_on_request(printed: Printed, capsys: pytest.CaptureFixture[str]) -> None:
    with running_simulator(EXECUTABLE) as simulator:
        account = {"live": True, "base_url": simulator.url, "token": simulator.token}
        for name in ("platform.github", "snowflake"):
            assert printed(name, **account) == printed(name)
        asked = {each["path"] for each in simulator.administer("GET", "/requests")}
        assert {"/v4/source-types/platform.github", "/v4/destination-types/snowflake"} <= asked
        assert scaffold("platform.gitub", **account) == 1
        assert 'Did you mean "platform.github"' in capsys.readouterr().err
        assert scaffold("snowflake", **(account | {"token": "wrong"})) == 1
        assert "option --token" in capsys.readouterr().err


def test_the_command_that_is_printed_authorizes_a_source_of_the_simulator(printed: Printed) -> None:
    command = re.search(r"curl -X (\w+) \$STITCH_BASE_URL/_simulator(/\S+)\n", printed("platform.hubspot"))
    assert command
    with running_simulator(EXECUTABLE) as simulator:
        seed = {"sources": [{"id": 731905, "type": "platform.hubspot", "display_name": "HubSpot", "properties": {}}]}
        simulator.administer("POST", "/seed", seed)
        answer = simulator.administer(command[1], command[2].replace("ID", "731905"))
    assert "refresh_token" in answer["provided"]


def test_a_type_that_is_not_available_is_printed_with_a_warning_that_names_its_successor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert scaffold("platform.mysql") == 0
    out, err = capsys.readouterr()
    assert 'type         = "platform.mysql"' in out
    assert err.startswith("Source type not available: ")
    assert 'Use "platform.hp-mysql" instead.' in err


@pytest.mark.parametrize(
    ("type_name", "options", "reason"),
    [
        ("platform.gitub", {}, 'There is no type "platform.gitub". Did you mean "platform.github"'),
        ("snowflake", {"streams": True}, 'The type "snowflake" has no streams to select. Leave out --streams.'),
        ("platform.github", {"live": True}, "The option --token is not set"),
    ],
)
def test_what_cannot_be_printed_is_an_error(
    type_name: str, options: dict[str, Any], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scaffold(type_name, **options) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err
