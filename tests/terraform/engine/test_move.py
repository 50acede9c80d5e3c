from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from fakes.widgets import Widget, WidgetProvider, WidgetResource, widget_config
from stitch_provider.terraform.engine import move
from stitch_provider.terraform.engine.session import Session

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import MoveRequest, ReadResponse


def request(
    source: str = "other_widget",
    stored: bytes = b'{"id":"7","name":"a","kind":"k"}',
    private: bytes = b'{"kept":1}',
    address: str = "registry.terraform.io/example/other",
    version: int = 0,
) -> move.Request:
    return move.Request(
        type_name=WidgetResource.type_name,
        provider_address=address,
        source_type_name=source,
        source_schema_version=version,
        json=stored,
        private=private,
    )


async def test_a_state_that_the_resource_accepts_is_moved(session: Session) -> None:
    assert await move.move(session, request()) == move.Response(
        state=widget_config(id="7"), private=b'{"kept":1}', identity={"id": "7", "region": "eu"}
    )


async def test_a_state_that_the_resource_does_not_accept_is_an_error_with_advice(session: Session) -> None:
    response = await move.move(session, request(source="strange_thing"))
    assert response.state is None
    [diagnostic] = response.diagnostics
    assert "strange_thing of registry.terraform.io/example/other cannot become a memory_widget" in diagnostic.detail
    assert "import block" in diagnostic.detail


async def test_a_state_that_is_no_json_object_is_refused(session: Session) -> None:
    for stored in (b"[]", b"{", b'{"a":1e99999999999999999999}', b'{"a":' + b"9" * 5000 + b"}"):
        [diagnostic] = (await move.move(session, request(stored=stored))).diagnostics
        assert diagnostic.summary == "The state to move cannot be read"


async def test_private_state_of_the_other_provider_need_not_be_json(session: Session) -> None:
    for private in (b"null", b"", b"\x00\xff", b'{"a":"\xff"}', b"[1]"):
        response = await move.move(session, request(private=private))
        assert response.state == widget_config(id="7")
        assert response.private == b""


SAME_TYPE = {"id": "7", "name": "a", "kind": "k", "secret_wo": "hunter2", "color": "red"}


@pytest.mark.parametrize(
    "address",
    ["registry.opentofu.org/fakes/memory", "registry.example.com/fakes/memory", "registry.terraform.io/fork/memory"],
)
async def test_a_state_of_the_same_type_is_upgraded_and_keeps_its_private_state(session: Session, address: str) -> None:
    old = {**SAME_TYPE, "type": "k", "kind": None}
    for version, stored in ((2, SAME_TYPE), (0, old)):
        moved = request(
            WidgetResource.type_name, json.dumps(stored).encode(), b'{"kept":{"salt":"x"}}', address, version
        )
        assert await move.move(session, moved) == move.Response(
            state=widget_config(id="7", color="red", secret_wo=None),
            private=b'{"kept":{"salt":"x"}}',
            identity={"id": "7", "region": "eu"},
        )


@pytest.mark.parametrize(
    ("version", "stored", "summary"),
    [
        (3, b"{}", "The state was written by a newer provider"),
        (2, b'{"name":["a"]}', "The stored state cannot be read"),
        (2, b"null", "The state to move cannot be read"),
    ],
)
async def test_a_state_of_the_same_type_that_cannot_be_upgraded_is_an_error(
    session: Session, version: int, stored: bytes, summary: str
) -> None:
    response = await move.move(session, request(WidgetResource.type_name, stored, version=version))
    assert response.state is None
    assert [diagnostic.summary for diagnostic in response.diagnostics] == [summary]


class NamesakeResource(WidgetResource):
    """A widget whose type name another provider uses for something else."""

    providers_of_namesakes = frozenset({"example.com/other/memory"})

    def move(self, request: MoveRequest) -> ReadResponse[Widget] | None:
        return super().move(replace(request, type_name="other_widget"))


async def test_a_state_of_another_provider_with_the_same_type_name_is_converted_by_the_resource() -> None:
    provider = WidgetProvider()
    provider.resources = {WidgetResource.type_name: NamesakeResource()}
    namesake = request(WidgetResource.type_name, address="example.com/other/memory", version=9)
    assert (await move.move(Session(provider), namesake)).state == widget_config(id="7")
