"""A Connect API in memory, behind httpx's own seam for transports; counts its calls and fails on demand."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx

from stitch_provider.connect import DEFAULT_LIMITS, Connect, Limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

BASE = "https://connect.acme.example"
TOKEN = "ac_not_a_real_token"
EPOCH = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)


def timestamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Service:
    """Sources, destinations and streams.

    Each request takes the first of `before` and of `after`: an exception or a response in place of the answer, before
    the request takes effect or once it has, or None to let it pass. A callable is given the request and returns one of
    these. `latency` is in seconds.
    """

    def __init__(self, *, latency: float = 0.1) -> None:
        self.latency = latency
        self.sources: dict[int, dict[str, Any]] = {}
        self.destinations: dict[int, dict[str, Any]] = {}
        self.streams: dict[int, dict[str, dict[str, Any]]] = {}
        self.calls: list[str] = []
        self.bodies: list[Any] = []
        self.headers: list[httpx.Headers] = []
        self.before: list[Exception | httpx.Response | Callable[[httpx.Request], Any] | None] = []
        self.after: list[Exception | httpx.Response | Callable[[httpx.Request], Any] | None] = []
        self.under_way = self.most_under_way = 0
        self.closed = False
        self.stop = asyncio.Event()
        self._next_id = 700000

    def connect(self, base_url: str = BASE, limits: Limits = DEFAULT_LIMITS) -> Connect:
        return Connect.to(
            base_url, token=TOKEN, user_agent="test", stop=self.stop, limits=limits, transport=self.transport
        )

    @property
    def transport(self) -> httpx.AsyncBaseTransport:
        """What stands in for the network of a client."""
        return _Network(self)

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=asyncio.get_running_loop().time() - 1000)

    def add_source(self, **values: Any) -> int:
        self._next_id += 1
        source = {
            "id": self._next_id,
            "type": "platform.github",
            "display_name": f"Source {self._next_id}",
            "properties": {"repository": "acme/widgets", "cron_expression": None},
            "created_at": timestamp(EPOCH - timedelta(days=30)),
            "deleted_at": None,
            "report_card": {"type": "platform.github", "current_step": 1, "current_step_type": "form", "steps": []},
        }
        self.sources[self._next_id] = source | values
        return self._next_id

    def add_destination(self, **values: Any) -> int:
        self._next_id += 1
        destination = {
            "id": self._next_id,
            "type": "postgres",
            "name": "Analytics",
            "properties": {},
            "created_at": timestamp(EPOCH - timedelta(days=30)),
            "deleted_at": None,
        }
        self.destinations[self._next_id] = destination | values
        return self._next_id

    def count(self, call: str) -> int:
        return self.calls.count(call)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path}")
        self.bodies.append(json.loads(request.content) if request.content else None)
        self.headers.append(request.headers)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self._serve(request)
        finally:
            self.under_way -= 1

    async def _serve(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self.latency / 2)
        response = _raised(await _next(self.before, request)) or self._answer(request)
        response = _raised(await _next(self.after, request)) or response
        await asyncio.sleep(self.latency / 2)
        response.headers.setdefault("Date", format_datetime(self.now(), usegmt=True))
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path, body = request.url.path, json.loads(request.content) if request.content else {}
        routes: list[tuple[str, str, Callable[..., httpx.Response]]] = [
            ("GET", r"/v4/sources", lambda: _ok(list(self.sources.values()))),
            ("POST", r"/v4/sources", lambda: self._create_source(body)),
            ("GET", r"/v4/sources/(\d+)", lambda id_: self._one(self.sources, id_)),
            ("PUT", r"/v4/sources/(\d+)", lambda id_: self._update(self.sources, id_, body)),
            ("DELETE", r"/v4/sources/(\d+)", self._delete_source),
            ("GET", r"/v4/sources/(\d+)/streams", self._list_streams),
            ("GET", r"/v4/sources/(\d+)/streams/(\d+)", self._schema),
            ("PUT", r"/v4/sources/(\d+)/streams/metadata", lambda id_: self._select(id_, body)),
            ("GET", r"/v4/destinations", lambda: _ok(list(self.destinations.values()))),
            ("POST", r"/v4/destinations", lambda: self._create_destination(body)),
            ("PUT", r"/v4/destinations/(\d+)", lambda id_: self._update(self.destinations, id_, body)),
            ("DELETE", r"/v4/destinations/(\d+)", self._delete_destination),
        ]
        for method, pattern, answer in routes:
            match = re.fullmatch(pattern, path)
            if match and method == request.method:
                return answer(*map(int, match.groups()))
        return httpx.Response(404)

    def _one(self, objects: dict[int, dict[str, Any]], id_: int) -> httpx.Response:
        return _ok(objects[id_]) if id_ in objects else httpx.Response(404)

    def _create_source(self, body: dict[str, Any]) -> httpx.Response:
        name = body["display_name"]
        if any(source["display_name"] == name and not source["deleted_at"] for source in self.sources.values()):
            message = f"non-unique name after deriving it from display_name ({name} -> {name.lower()})"
            return httpx.Response(400, json={"error": "InvalidName", "data": {"message": message}})
        return _ok(self.sources[self.add_source(**body, created_at=timestamp(self.now()))])

    def _create_destination(self, body: dict[str, Any]) -> httpx.Response:
        return _ok(self.destinations[self.add_destination(**body, created_at=timestamp(self.now()))])

    def _update(self, objects: dict[int, dict[str, Any]], id_: int, body: dict[str, Any]) -> httpx.Response:
        if id_ not in objects:
            return httpx.Response(400, json="invalid connection id")
        objects[id_] = objects[id_] | body | {"properties": objects[id_]["properties"] | body.get("properties", {})}
        return _ok(objects[id_])

    def _delete_source(self, id_: int) -> httpx.Response:
        if id_ not in self.sources:
            return httpx.Response(400, json={"error": "InvalidId", "data": {"message": f"source not found ({id_})"}})
        self.sources[id_]["deleted_at"] = timestamp(self.now())
        return _ok(self.sources[id_])

    def _delete_destination(self, id_: int) -> httpx.Response:
        if self.destinations.pop(id_, None) is None:
            return httpx.Response(400, json=f"Unable to locate dest ({id_}) for client (204417) to delete")
        return httpx.Response(200)

    def _list_streams(self, id_: int) -> httpx.Response:
        return _ok(
            [
                {"stream_id": number, "tap_stream_id": stream, "stream_name": stream, "metadata": metadata}
                for number, (stream, metadata) in enumerate(self.streams.get(id_, {}).items(), 1)
            ]
        )

    def _schema(self, id_: int, number: int) -> httpx.Response:
        if number > len(self.streams.get(id_, {})):
            return httpx.Response(400, json=f"invalid stream-id: {number}")
        metadata = list(self.streams[id_].values())[number - 1]
        return _ok({"schema": '{"type":"object"}', "metadata": [{"breadcrumb": [], "metadata": metadata}]})

    def _select(self, id_: int, body: dict[str, Any]) -> httpx.Response:
        unknown = [s["tap_stream_id"] for s in body["streams"] if s["tap_stream_id"] not in self.streams.get(id_, {})]
        if unknown:
            text = f"invalid tap-stream-ids:  [{' '.join(unknown)}]"
            return httpx.Response(400, json={"invalid_fields": text})
        for stream in body["streams"]:
            for entry in stream["metadata"]:
                if not entry["breadcrumb"]:
                    self.streams[id_][stream["tap_stream_id"]].update(entry["metadata"])
        return _ok({"status": 200})


class _Network(httpx.MockTransport):
    """The way to a service, which remembers that it was closed."""

    def __init__(self, service: Service) -> None:
        super().__init__(service.handle)
        self._service = service

    async def aclose(self) -> None:
        self._service.closed = True


def _ok(content: Any) -> httpx.Response:
    body = json.dumps(content).encode()
    return httpx.Response(200, content=body, headers={"Content-Type": "application/json;charset=ISO-8859-1"})


async def _next(faults: list[Any], request: httpx.Request) -> Any:
    fault = faults.pop(0) if faults else None
    if callable(fault):
        fault = fault(request)
    return await fault if asyncio.iscoroutine(fault) else fault


def _raised(fault: Any) -> httpx.Response | None:
    if isinstance(fault, Exception):
        raise fault
    return fault


async def together(*work: Awaitable[Any]) -> list[Any]:
    """Results or exceptions of work that begins at the same moment."""
    return await asyncio.gather(*work, return_exceptions=True)
