"""The admin paths under `/_simulator`, which the real service does not have.

    GET                 /                        the account, the number of types, and the values that make checks fail
    GET POST DELETE     /faults[/{id}]           faults (see `faults`)
    GET DELETE          /requests                the request log; filters: method, path (glob), status, since, limit
    GET PATCH POST      /switches                switches (see `options`); PATCH and POST change those in the body
    POST                /seed                    create the objects of a seed (see `seed`)
    POST                /reset                   delete everything except the account and its token
    POST                /checks                  end running checks: {"source_id" | "destination_id", "error"}
    POST                /jobs                    end running jobs: {"source_id"}
    GET                 /sources/{id}            what the API does not return: destination, digests of credentials
    POST                /sources/{id}/authorize  complete the oauth step, as a person does: {"properties"}
    POST                /sources/{id}/rotate     replace the values of mutable properties, as the tap does
    POST                /sources/{id}/fields     add a field to a stream: {"tap_stream_id", "name", "type"}
    POST                /oauth/codes             grant a partner access, as a person does: {"client_id"}; returns a code
    GET                 /logs/{job_name}         the text of an extraction log, which the API redirects to

These paths need no token and are not logged. Faults and latency do not apply to them. An invalid request is answered
with 400 and `{"error": text}`.
"""

from __future__ import annotations

import hashlib
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from stitch_provider import catalog
from stitch_provider.simulator.answers import to_json
from stitch_provider.simulator.checks import UNREACHABLE_HOST, WRONG_CREDENTIAL
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.discovery import Discovered
from stitch_provider.simulator.faults import parse_faults
from stitch_provider.simulator.lifecycle import advance, finish_check, finish_job, save_shape, start_check
from stitch_provider.simulator.options import Switches
from stitch_provider.simulator.routes.extractions import log_text
from stitch_provider.simulator.routes.sources import complete_properties, stored_source
from stitch_provider.simulator.samples import sample_value
from stitch_provider.simulator.seed import apply_seed, parse_seed
from stitch_provider.simulator.tables import ACCOUNTS, CHECKS, JOBS, SOURCES, STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from stitch_provider.simulator.simulator import Simulator
    from stitch_provider.simulator.tables import Source

    Action = Callable[[Simulator, Request, bytes], Any]

_CODE_SECONDS: Final = 300.0


class EndChecks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which checks to end, and the error with which they fail."""

    source_id: int | None = None
    destination_id: int | None = None
    error: str | None = None


class EndJobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which jobs to end."""

    source_id: int | None = None


class Authorize(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The properties that the person chose. Other required properties of the oauth step are generated."""

    properties: dict[str, Any] = {}


class NewField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field to add to a stream."""

    tap_stream_id: str
    name: str
    type: str = "string"


class GrantCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The account to which the partner gets access. Default: the account of the simulator."""

    client_id: int | None = None


def admin_routes() -> list[Route]:
    """The routes, without the prefix `/_simulator`."""
    return [
        _route("GET", "/", lambda simulator, _request, _body: _index(simulator)),
        _route(
            "GET", "/faults", lambda simulator, _request, _body: [each.as_dict() for each in simulator.faults.active()]
        ),
        _route("POST", "/faults", _add_faults),
        _route("DELETE", "/faults", lambda simulator, _request, _body: {"removed": simulator.faults.clear()}),
        _route("DELETE", "/faults/{id:int}", _remove_fault),
        _route("GET", "/requests", _list_requests),
        _route("DELETE", "/requests", lambda simulator, _request, _body: simulator.requests.clear()),
        _route("GET", "/switches", lambda simulator, _request, _body: simulator.switches),
        _route("POST", "/switches", _switch),
        _route("PATCH", "/switches", _switch),
        _route("POST", "/seed", lambda simulator, _request, body: apply_seed(simulator, parse_seed(body))),
        _route("POST", "/reset", lambda simulator, _request, _body: simulator.reset()),
        _route("POST", "/checks", _end_checks),
        _route("POST", "/jobs", _end_jobs),
        _route("GET", "/sources/{id:int}", _get_source),
        _route("POST", "/sources/{id:int}/authorize", _authorize),
        _route("POST", "/sources/{id:int}/rotate", _rotate),
        _route("POST", "/sources/{id:int}/fields", _add_field),
        _route("POST", "/oauth/codes", _grant_code),
        Route("/logs/{job_name}", _log, methods=["GET"]),
    ]


def _route(method: str, path: str, action: Action) -> Route:
    async def endpoint(request: Request) -> Response:
        simulator: Simulator = request.app.state.simulator
        body = await request.body()
        try:
            advance(simulator)
            content, status = action(simulator, request, body), HTTPStatus.OK
        except (msgspec.DecodeError, ValueError, LookupError, OverflowError) as error:
            content, status = {"error": str(error)}, HTTPStatus.BAD_REQUEST
        return Response(to_json(content), status, media_type="application/json")

    return Route(path, endpoint, methods=[method])


def _index(simulator: Simulator) -> dict[str, Any]:
    return {
        "client_id": simulator.client_id,
        "now": timestamp(simulator.now()),
        "types": {"sources": len(catalog.source_types()), "destinations": len(catalog.destination_types())},
        "magic": {
            "check fails": [
                f"a host that is or ends in {UNREACHABLE_HOST}",
                f"a credential beginning {WRONG_CREDENTIAL}",
            ]
        },
    }


def _add_faults(simulator: Simulator, _request: Request, body: bytes) -> list[Any]:
    return [simulator.faults.add(fault).as_dict() for fault in parse_faults(body)]


def _remove_fault(simulator: Simulator, request: Request, _body: bytes) -> dict[str, int]:
    return {"removed": simulator.faults.clear(request.path_params["id"])}


def _list_requests(simulator: Simulator, request: Request, _body: bytes) -> list[Any]:
    query = request.query_params
    entries = [
        entry
        for entry in simulator.requests.entries()
        if query.get("method", entry.method) == entry.method
        and fnmatchcase(entry.path, query.get("path", "*"))
        and query.get("status", str(entry.status)) == str(entry.status)
        and entry.number > int(query.get("since", 0))
    ]
    return entries[: int(query["limit"])] if "limit" in query else entries


def _switch(simulator: Simulator, _request: Request, body: bytes) -> Switches:
    changes = msgspec.json.decode(body, type=dict[str, Any])
    switches = msgspec.convert({**msgspec.structs.asdict(simulator.switches), **changes}, Switches)
    simulator.switch(switches)
    return switches


def _end_checks(simulator: Simulator, _request: Request, body: bytes) -> dict[str, int]:
    wanted = msgspec.json.decode(body or b"{}", type=EndChecks)
    checks = [
        check
        for check in simulator.store.many(CHECKS, "status = 'running'")
        if (wanted.source_id is None and wanted.destination_id is None)
        or (check.kind == "source" and check.owner_id == wanted.source_id)
        or (check.kind == "destination" and check.owner_id == wanted.destination_id)
    ]
    with simulator.transaction():
        for check in checks:
            finish_check(simulator, check, wanted.error)
    return {"ended": len(checks)}


def _end_jobs(simulator: Simulator, _request: Request, body: bytes) -> dict[str, int]:
    wanted = msgspec.json.decode(body or b"{}", type=EndJobs)
    running = simulator.store.many(JOBS, "completed_time IS NULL")
    jobs = [job for job in running if wanted.source_id in {None, job.source_id}]
    with simulator.transaction():
        for job in jobs:
            finish_job(simulator, job)
    return {"ended": len(jobs)}


def _get_source(simulator: Simulator, request: Request, _body: bytes) -> dict[str, Any]:
    source = stored_source(simulator, request.path_params["id"])
    source_type = catalog.source_type(source.type)
    rules = source_type.properties if source_type else {}
    return {
        "id": source.id,
        "destination_id": source.destination_id,
        "credentials_sha256": {
            name: hashlib.sha256(str(value).encode()).hexdigest()
            for name, value in source.properties.items()
            if name in rules and rules[name].credential
        },
    }


def _authorize(simulator: Simulator, request: Request, body: bytes) -> dict[str, Any]:
    wanted = msgspec.json.decode(body or b"{}", type=Authorize)
    source = stored_source(simulator, request.path_params["id"])
    source_type = catalog.source_type(source.type)
    if source_type is None or "oauth" not in source_type.steps:
        raise ValueError(f"sources of type {source.type} have no oauth step")
    made = {
        rule.name: sample_value(rule) if rule.schema else simulator.generator.secret("oauth-")
        for rule in source_type.properties.values()
        if rule.step == "oauth" and rule.required and rule.name not in source.properties
    }
    values = complete_properties(simulator, source_type, {**source.properties, **made, **wanted.properties})
    _save_and_check(simulator, source, values)
    return {"provided": sorted({**made, **wanted.properties})}


def _rotate(simulator: Simulator, request: Request, _body: bytes) -> dict[str, Any]:
    source = stored_source(simulator, request.path_params["id"])
    source_type = catalog.source_type(source.type)
    mutable = [rule.name for rule in source_type.properties.values() if rule.tap_mutable] if source_type else []
    rotated = {name: simulator.generator.secret("rotated-") for name in mutable if name in source.properties}
    with simulator.transaction():
        changed = msgspec.structs.replace(
            source, properties={**source.properties, **rotated}, updated_at=timestamp(simulator.now())
        )
        simulator.store.save(SOURCES, changed)
    return {"rotated": sorted(rotated)}


def _add_field(simulator: Simulator, request: Request, body: bytes) -> dict[str, Any]:
    wanted = msgspec.json.decode(body, type=NewField)
    source_id = request.path_params["id"]
    stream = simulator.store.one(STREAMS, "source_id = ? AND tap_stream_id = ?", source_id, wanted.tap_stream_id)
    if stream is None:
        raise LookupError(f"source {source_id} has no stream {wanted.tap_stream_id}")
    shape = simulator.shape(stream.shape_id)
    schema = msgspec.json.decode(shape.schema)
    schema.setdefault("properties", {})[wanted.name] = {"type": ["null", wanted.type]}
    like = next((field for field in shape.fields.values() if field["inclusion"] == "available"), {})
    added = {key: value for key, value in like.items() if key != "fieldExclusions"} or {"inclusion": "available"}
    grown = Discovered(
        stream.tap_stream_id,
        stream.stream_name,
        msgspec.json.encode(schema).decode(),
        shape.stream,
        {**shape.fields, wanted.name: added},
    )
    with simulator.transaction():
        simulator.store.save(STREAMS, msgspec.structs.replace(stream, shape_id=save_shape(simulator, grown)))
    return {"stream_id": stream.id, "fields": len(grown.fields)}


def _grant_code(simulator: Simulator, _request: Request, body: bytes) -> dict[str, str]:
    wanted = msgspec.json.decode(body or b"{}", type=GrantCode)
    client_id = simulator.client_id if wanted.client_id is None else wanted.client_id
    if simulator.store.one(ACCOUNTS, "client_id = ?", client_id) is None:
        raise LookupError(f"no account {client_id}")
    code = simulator.generator.secret("code_")
    with simulator.transaction():
        simulator.store.add_code(code, client_id, simulator.now() + _CODE_SECONDS)
    return {"code": code}


async def _log(request: Request) -> Response:
    simulator: Simulator = request.app.state.simulator
    if "authorization" in request.headers:
        return PlainTextResponse("Only one auth mechanism allowed", HTTPStatus.BAD_REQUEST)
    job = simulator.store.one(JOBS, "name = ?", request.path_params["job_name"])
    return PlainTextResponse("", HTTPStatus.NOT_FOUND) if job is None else PlainTextResponse(log_text(job))


def _save_and_check(simulator: Simulator, source: Source, values: dict[str, Any]) -> None:
    with simulator.transaction():
        changed = msgspec.structs.replace(source, properties=values, updated_at=timestamp(simulator.now()))
        simulator.store.save(SOURCES, changed)
        start_check(simulator, changed)
