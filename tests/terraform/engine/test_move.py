from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.widgets import WidgetResource, widget_config
from stitch_provider.terraform.engine import move

if TYPE_CHECKING:
    from stitch_provider.terraform.engine.session import Session


def request(
    source: str = "other_widget", json: bytes = b'{"id":"7","name":"a","kind":"k"}', private: bytes = b'{"kept":1}'
) -> move.Request:
    return move.Request(
        type_name=WidgetResource.type_name,
        provider_address="registry.terraform.io/example/other",
        source_type_name=source,
        source_schema_version=0,
        json=json,
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
    for json in (b"[]", b"{"):
        [diagnostic] = (await move.move(session, request(json=json))).diagnostics
        assert diagnostic.summary == "The state to move cannot be read"


async def test_private_state_of_the_other_provider_need_not_be_json(session: Session) -> None:
    for private in (b"null", b"", b"\x00\xff", b"[1]"):
        response = await move.move(session, request(private=private))
        assert response.state == widget_config(id="7")
        assert response.private == b""
