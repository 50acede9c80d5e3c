"""What a user reads when a call about streams fails."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from msgspec.structs import replace

from connect.virtual_time import in_virtual_time
from stitch.streams.accounts import GITHUB, add_source
from stitch.streams.service import answered_by
from stitch.workspace import Workspace, simulated
from stitch_provider.stitch.collection import Listing
from stitch_provider.stitch.streams.collection import STREAMS, STREAMS_BY_SOURCE, StreamFilter, StreamsBySourceFilter
from stitch_provider.stitch.streams.data_sources import StreamDataSource, StreamModel, StreamsDataSource, StreamsModel
from stitch_provider.stitch.streams.selection_model import SelectionModel
from stitch_provider.stitch.streams.selection_resource import StreamSelectionResource
from stitch_provider.stitch.streams.selections_model import SelectionsModel
from stitch_provider.stitch.streams.selections_resource import StreamSelectionsResource
from stitch_provider.stitch.streams.settings import StreamSettings
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, Severity
from stitch_provider.terraform.resource import (
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    ListRequest,
    PlanRequest,
    ReadRequest,
)
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from stitch_provider.stitch.provider_data import ProviderData

SECRET = 'to"ken/ä 1'
SPELLINGS = (SECRET, json.dumps(SECRET)[1:-1], quote(SECRET, safe=""))

SOURCE = {
    "id": 7,
    "type": "platform.github",
    "display_name": "GitHub",
    "report_card": {"current_step_type": "field_selection", "steps": [{"type": "discover_schema", "properties": []}]},
}
ISSUES = {"stream_id": 1, "tap_stream_id": "issues", "selected": True, "metadata": {"selected": True}}
RELEASES = {"stream_id": 2, "tap_stream_id": "releases", "selected": False, "metadata": {"selected": False}}

ONE, MANY = StreamSelectionResource(), StreamSelectionsResource()


def one(stream: str) -> SelectionModel:
    return SelectionModel(
        id=f"7/{stream}",
        source_id="7",
        stream=stream,
        timeouts=None,
        stream_id=Unknown(),
        stream_name=Unknown(),
        key_properties=Unknown(),
        replicated_fields=None,
    )


def many(stream: str) -> SelectionsModel:
    return SelectionsModel(
        id="7",
        source_id="7",
        streams={stream: StreamSettings()},
        timeouts=None,
        stream_ids=Unknown(),
        replicated_fields=Unknown(),
    )


@asynccontextmanager
async def refusing(method: str, path: str) -> AsyncIterator[ProviderData]:
    """An account of one source whose service refuses these calls and quotes a secret of the provider."""

    def answer(request: httpx.Request) -> httpx.Response:
        if (request.method, request.url.path) == (method, path):
            return httpx.Response(400, text=f"refused for {' and '.join(SPELLINGS)}")
        if request.url.path.endswith("/streams"):
            return httpx.Response(200, json=[ISSUES, RELEASES])
        return httpx.Response(200, json=[SOURCE] if request.url.path.endswith("/sources") else SOURCE)

    async with answered_by(answer, secrets=(SECRET,)) as provider:
        yield provider


def plan(resource: Any, model: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    request = PlanRequest(config=model, prior=None, proposed=model, private={})
    return lambda provider: resource.plan(request, provider)


def read(resource: Any, model: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    return lambda provider: resource.read(ReadRequest(state=model, private={}), provider)


def create(resource: Any, model: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    request = CreateRequest(config=model, plan=model, private={}, save=lambda *_: None)
    return lambda provider: resource.create(request, provider)


def delete(resource: Any, model: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    return lambda provider: resource.delete(DeleteRequest(state=model, private={}), provider)


def import_state(resource: Any, id_: str) -> Callable[[ProviderData], Awaitable[Any]]:
    return lambda provider: resource.import_state(ImportRequest(id=id_, identity=None), provider)


def read_data(source: Any, config: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    return lambda provider: source.read(config, provider)


def query(collection: Any, filters: Any) -> Callable[[ProviderData], Awaitable[Any]]:
    async def listed(provider: ProviderData) -> list[Any]:
        request = ListRequest(config=filters, include_resource=True, limit=0)
        return [each async for each in Listing(collection, "Streams.").list(request, provider)]

    return listed


STREAMS_MODEL = StreamsModel(source_id="7", selected=None, name=None, database=None, schema=None, streams=None)
STREAM_MODEL = StreamModel(source_id="7", stream="issues", facts=None, json_schema=None, fields=None)
NO_FILTERS = {"source_id": None, "selected_only": None}
LIST = ("GET", "/v4/sources/7/streams")
PUT = ("PUT", "/v4/sources/7/streams/metadata")
SCHEMA = ("GET", "/v4/sources/7/streams/1")

FAILURES: list[tuple[Callable[[ProviderData], Awaitable[Any]], tuple[str, str], str, str]] = [
    (plan(ONE, one("issues")), LIST, "plan streams of source 7", "source_id"),
    (plan(MANY, many("issues")), LIST, "plan streams of source 7", "source_id"),
    (read(ONE, one("issues")), LIST, 'read stream "issues" of source 7', ""),
    (read(MANY, many("issues")), LIST, "read streams of source 7", ""),
    (create(ONE, one("releases")), PUT, 'select stream "releases" of source 7', ""),
    (create(MANY, many("releases")), PUT, "select streams of source 7", "streams"),
    (delete(ONE, one("issues")), PUT, 'deselect stream "issues" of source 7', ""),
    (delete(MANY, many("issues")), PUT, "deselect streams of source 7", ""),
    (import_state(ONE, "7/issues"), SCHEMA, 'import stream "issues" of source 7', ""),
    (import_state(MANY, "7"), LIST, "import streams of source 7", ""),
    (import_state(MANY, "7"), ("GET", "/v4/sources/7"), "read source 7", "source_id"),
    (read_data(StreamsDataSource(), STREAMS_MODEL), LIST, "list the streams of source 7", ""),
    (read_data(StreamDataSource(), STREAM_MODEL), SCHEMA, 'read stream "issues" of source 7', ""),
    (query(STREAMS, StreamFilter(**NO_FILTERS)), SCHEMA, "list the streams", ""),
    (query(STREAMS_BY_SOURCE, StreamsBySourceFilter(**NO_FILTERS)), LIST, "list the streams", ""),
]


async def failure(operation: Callable[[ProviderData], Awaitable[Any]], refused: tuple[str, str]) -> Diagnostic:
    async with refusing(*refused) as provider:
        with pytest.raises(DiagnosticError) as raised:
            await operation(provider)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(("operation", "refused", "tried", "path"), FAILURES, ids=[str(each[2]) for each in FAILURES])
async def test_a_refusal_says_what_was_tried_and_what_the_service_said_without_secrets(
    operation: Callable[[ProviderData], Awaitable[Any]], refused: tuple[str, str], tried: str, path: str
) -> None:
    diagnostic = await failure(operation, refused)
    assert (diagnostic.severity, diagnostic.summary) == (Severity.ERROR, f"Could not {tried}")
    assert str(diagnostic.path) == path
    assert diagnostic.detail == "Stitch refused: refused for (hidden) and (hidden) and (hidden)."


def empty_account(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/v4/sources":
        return httpx.Response(200, json=[])
    return httpx.Response(404, json={"error": {"type": "not_found_error", "message": "Not found"}})


PLANS_WITHOUT_SOURCE = [
    plan(ONE, one("issues")),
    plan(MANY, many("issues")),
    plan(MANY, replace(many("issues"), unlisted_streams="deselect")),
    plan(MANY, replace(many("issues"), streams={}, unlisted_streams="deselect")),
]


@pytest.mark.parametrize("operation", PLANS_WITHOUT_SOURCE)
async def test_a_plan_warns_of_a_source_that_does_not_exist(
    operation: Callable[[ProviderData], Awaitable[Any]],
) -> None:
    async with answered_by(empty_account) as provider:
        (warned,) = (await operation(provider)).diagnostics
    assert (warned.severity, warned.summary, str(warned.path)) == (Severity.WARNING, "No such source", "source_id")
    assert "the apply fails" in warned.detail


WITHOUT_SOURCE = [
    create(ONE, one("issues")),
    create(MANY, many("issues")),
    import_state(ONE, "7/issues"),
    import_state(MANY, "7"),
    read_data(StreamsDataSource(), STREAMS_MODEL),
    read_data(StreamDataSource(), STREAM_MODEL),
    query(STREAMS, StreamFilter(source_id="7", selected_only=None)),
    query(STREAMS_BY_SOURCE, StreamsBySourceFilter(source_id="7", selected_only=None)),
]


@pytest.mark.parametrize("operation", WITHOUT_SOURCE)
async def test_a_source_that_does_not_exist_is_an_error_at_its_attribute(
    operation: Callable[[ProviderData], Awaitable[Any]],
) -> None:
    async with answered_by(empty_account) as provider:
        with pytest.raises(DiagnosticError) as raised:
            await operation(provider)
    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.summary, str(diagnostic.path)) == ("No such source", "source_id")


@pytest.mark.parametrize(("resource", "model"), [(ONE, one("issues")), (MANY, many("issues"))])
async def test_a_selection_in_a_source_that_does_not_exist_is_not_read_and_needs_no_deselection(
    resource: Any, model: Any
) -> None:
    async with answered_by(empty_account) as provider:
        assert await read(resource, model)(provider) is None
        assert await delete(resource, model)(provider) == ()


@pytest.mark.parametrize(("resource", "model"), [(ONE, one("issues")), (MANY, many("issues"))])
async def test_a_selection_is_kept_if_its_source_exists_and_its_streams_are_not_found(
    resource: Any, model: Any
) -> None:
    def deny(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/streams"):
            return httpx.Response(404, text="<html>nginx</html>")
        source = {"id": 7, "type": "platform.github"}
        return httpx.Response(200, json=[source] if request.url.path.endswith("/sources") else source)

    async with answered_by(deny) as provider:
        with pytest.raises(DiagnosticError) as raised:
            await read(resource, model)(provider)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.summary.startswith("Could not read stream")


@pytest.mark.parametrize(
    ("type_name", "selection"),
    [("stitch_stream_selection", {"stream": "issues"}), ("stitch_stream_selections", {"streams": {"issues": {}}})],
)
@in_virtual_time
async def test_streams_of_a_new_source_are_selected_and_read_although_the_source_is_not_found_at_first(
    type_name: str, selection: dict[str, Any]
) -> None:
    async with simulated() as account:
        source, one = await add_source(account, GITHUB), Workspace(account, type_name)
        config = {"source_id": source, **selection}
        path = f"/v4/sources/{source}/streams"
        denied = {"kind": "status", "method": "GET", "path": path, "status": 404, "count": 3}
        await account.call("POST", "/_simulator/faults", denied)
        planned = await one.plan(**config)
        await account.call("POST", "/_simulator/faults", denied)
        put = {"method": "PUT", "path": f"{path}/metadata"}
        await account.call("POST", "/_simulator/faults", denied | put)
        await one.processes.start()
        assert await one.carry_out(planned, **config) == ()
        await account.call("POST", "/_simulator/faults", denied)
        before = one.state
        await one.refresh()
        assert one.state == before is not None
