from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from stitch.streams.service import answered_by
from stitch_provider.stitch.streams import discovery
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from stitch_provider.stitch.provider_data import ProviderData

ISSUES = {"stream_id": 1, "tap_stream_id": "issues", "stream_name": "issues", "metadata": {}}
RELEASES = {"stream_id": 2, "tap_stream_id": "releases", "stream_name": "releases", "metadata": {}}

STEPS = ("form", "profile", "discover_schema", "review", "field_selection", "fully_configured")


def source(step: str | None, steps: Iterable[str] = ()) -> dict[str, Any]:
    card = {
        "type": "platform.github",
        "current_step_type": step,
        "steps": [{"type": each, "properties": []} for each in steps],
    }
    return {"id": 7, "type": "platform.github", "display_name": "GitHub", "properties": {}, "report_card": card}


@asynccontextmanager
async def connected(
    found: dict[str, Any], *lists: list[dict[str, Any]], check: dict[str, Any] | None = None
) -> AsyncIterator[ProviderData]:
    """A service with this source and check, whose streams are listed as `lists` say, one answer after the other."""
    answers = list(lists)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/streams"):
            return httpx.Response(200, json=answers.pop(0) if len(answers) > 1 else answers[0])
        if request.url.path.endswith("/last-connection-check"):
            return httpx.Response(200, json=check) if check else httpx.Response(404, json={"error": "not found"})
        return httpx.Response(200, json=found)

    async with answered_by(answer, secrets=("made-up",)) as provider:
        yield provider


@pytest.mark.parametrize("first", [[], [RELEASES]])
async def test_streams_that_discovery_adds_between_two_calls_are_found(first: list[dict[str, Any]]) -> None:
    async with connected(source("field_selection"), first, [ISSUES, RELEASES]) as provider:
        found = await discovery.list_streams(provider, 7, ["issues"])
    assert found.complete
    assert set(found.streams) == {"issues", "releases"}


@pytest.mark.parametrize(
    ("step", "listed", "complete"),
    [
        ("discover_schema", [RELEASES], False),
        ("field_selection", [], True),
        ("profile", [RELEASES], False),
        (None, [], False),
        (None, [RELEASES], True),
    ],
)
async def test_discovery_is_over_where_the_step_or_else_a_stream_shows_it(
    step: str | None, listed: list[dict[str, Any]], *, complete: bool
) -> None:
    async with connected(source(step, STEPS), listed) as provider:
        assert (await discovery.list_streams(provider, 7)).complete is complete


async def refusal(
    found: dict[str, Any], listed: list[dict[str, Any]], check: dict[str, Any] | None = None
) -> Diagnostic:
    """The error of waiting for the stream `issues`."""
    async with connected(found, listed, check=check) as provider:
        with pytest.raises(DiagnosticError) as raised:
            await discovery.wait_for(provider, 7, {"issues": Path.of("stream")})
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("found", "listed", "words"),
    [
        (source("profile", STEPS), [], ("has yet to discover the streams of source 7", '"profile"')),
        (source("profile", STEPS), [RELEASES], ("has yet to discover the streams of source 7", '"profile"')),
        (source("choose_region", STEPS), [], ("shows no streams of source 7", '"choose_region"')),
        (source(None, STEPS), [], ("shows no streams of source 7", "does not say at which step")),
    ],
)
async def test_an_unknown_step_before_discovery_is_named_instead_of_the_stream(
    found: dict[str, Any], listed: list[dict[str, Any]], words: tuple[str, ...]
) -> None:
    diagnostic = await refusal(found, listed)
    assert (diagnostic.summary, str(diagnostic.path)) == ("Streams are not discovered", "source_id")
    assert all(word in diagnostic.detail for word in (*words, "Stitch web application", "apply again"))


@pytest.mark.parametrize(
    ("found", "listed"),
    [
        (source("field_selection", STEPS), []),
        (source("review", STEPS), []),
        (source("choose_region", STEPS), [RELEASES]),
        (source(None, STEPS), [RELEASES]),
        (source("fully_configured", ("form", "fully_configured")), []),
    ],
)
async def test_a_stream_that_discovery_did_not_bring_is_unknown(
    found: dict[str, Any], listed: list[dict[str, Any]]
) -> None:
    diagnostic = await refusal(found, listed)
    assert (diagnostic.summary, str(diagnostic.path)) == ("No such stream", "stream")


async def test_the_reason_of_a_failed_check_is_shown_without_secrets_and_control_characters() -> None:
    check = {"status": "failed", "tap_error_message": "\x1b[31mno access\n with made-up.", "tap_exit_status": 1}
    diagnostic = await refusal(source("discover_schema", STEPS), [], check)
    assert (diagnostic.summary, str(diagnostic.path)) == ("Stitch cannot connect to the source", "source_id")
    assert "The connection check of source 7 failed: no access with (hidden). " in diagnostic.detail
    assert "check and save the settings of the source in the Stitch web application" in diagnostic.detail
    assert diagnostic.detail.endswith("Then apply again.")


async def test_an_unknown_stream_is_answered_with_the_nearest() -> None:
    diagnostic = await refusal(source("field_selection", STEPS), [ISSUES | {"tap_stream_id": "issue"}, RELEASES])
    assert 'Did you mean "issue"?' in diagnostic.detail
