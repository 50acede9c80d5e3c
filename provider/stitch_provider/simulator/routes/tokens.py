"""Import API access tokens (reference 2.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from stitch_provider.simulator.answers import answer, answer_bytes, source_error
from stitch_provider.simulator.clock import timestamp
from stitch_provider.simulator.rendering import render_source
from stitch_provider.simulator.routes.sources import find_source, unknown_source
from stitch_provider.simulator.routing import route
from stitch_provider.simulator.tables import IMPORT_TOKENS, SOURCES, ImportToken

if TYPE_CHECKING:
    from stitch_provider.simulator.answers import Answer
    from stitch_provider.simulator.routing import Call
    from stitch_provider.simulator.tables import Source

_LIMIT: Final = 2
_FIRST_TOKEN_ID: Final = 903117502


def create_token(call: Call) -> Answer:
    """POST: the only answer with the value of the token. The refusal of a third token is not documented (A16)."""
    source, simulator = _import_source(call), call.simulator
    if source.deleted_at is not None:
        raise unknown_source(call)
    if simulator.store.count(IMPORT_TOKENS, "source_id = ?", source.id) >= _LIMIT:
        message = f"a source can have at most {_LIMIT} active tokens"
        raise source_error("LimitExceeded", message)
    token = ImportToken(
        id=simulator.store.next_id("token", _FIRST_TOKEN_ID),
        source_id=source.id,
        value=simulator.generator.secret("at_"),
        created_at=timestamp(simulator.now()),
    )
    simulator.store.save(IMPORT_TOKENS, token)
    return answer({"id": token.id, "access_token": token.value})


def list_tokens(call: Call) -> Answer:
    """GET: the newest token first. The tokens are objects or integers (A17)."""
    source = _import_source(call)
    tokens = call.simulator.store.many(IMPORT_TOKENS, "source_id = ? ORDER BY id DESC", source.id)
    if call.simulator.switches.import_tokens == "integers":
        return answer([token.id for token in tokens])
    return answer([{"token_id": token.id, "created_at": token.created_at} for token in tokens])


def delete_token(call: Call) -> Answer:
    """DELETE: the answer is the source. The refusal of an unknown token is not documented."""
    source, simulator = _import_source(call), call.simulator
    if not simulator.store.delete(IMPORT_TOKENS, "source_id = ? AND id = ?", source.id, call.number("token_id")):
        raise source_error("InvalidId", f"token not found ({call.path['token_id']})")
    changed = msgspec.structs.replace(source, updated_at=timestamp(simulator.now()))
    simulator.store.save(SOURCES, changed)
    return answer_bytes(render_source(simulator, changed))


def _import_source(call: Call) -> Source:
    source = find_source(call)
    if source is None:
        raise unknown_source(call)
    if source.type != "import_api":
        raise source_error("InvalidType", f"source is not of type import_api ({source.type})")
    return source


ROUTES: Final = (
    route("POST", "/v4/sources/{id}/tokens", create_token),
    route("GET", "/v4/sources/{id}/tokens", list_tokens),
    route("DELETE", "/v4/sources/{id}/tokens/{token_id}", delete_token),
)
