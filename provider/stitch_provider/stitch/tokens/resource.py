"""The resource `stitch_import_token`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import NotFoundError
from stitch_provider.stitch import importing, ownership
from stitch_provider.stitch.attributes import composite_identity
from stitch_provider.stitch.ids import is_id, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, planned_source, read_child
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.tokens.creation import create_token, tokens_if_readable
from stitch_provider.stitch.tokens.model import IMPORT_API, SCHEMA, TokenModel, imported
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, error, warning
from stitch_provider.terraform.resource import (
    ApplyResponse,
    CreateRequest,
    DeleteRequest,
    ImportRequest,
    PlanRequest,
    PlanResponse,
    ReadRequest,
    ReadResponse,
    Resource,
    UpdateRequest,
)
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stitch_provider.connect import ImportToken
    from stitch_provider.terraform.values.value import Value


class ImportTokenResource(Resource[TokenModel, ProviderData]):
    """An import token. Stitch cannot change a token, so it is replaced."""

    type_name = "stitch_import_token"
    schema = SCHEMA
    identity = composite_identity(
        source_id="Id of the source, a string of digits.", id="Id of the token, a string of digits."
    )
    model = TokenModel

    async def plan(self, request: PlanRequest[TokenModel], provider: ProviderData | None) -> PlanResponse[TokenModel]:
        """Check the source of a new token, and keep what is known of an existing one, nulls included.

        The tokens of the source are not counted, as a plan cannot know which of them are revoked before the new one is
        created.
        """
        planned, prior = request.proposed, request.prior
        found: tuple[Diagnostic, ...] = ()
        if prior is not None:
            planned = replace(planned, access_token=prior.access_token, created_at=prior.created_at)
        else:
            source, found = await planned_source(provider, planned.source_id)
            if source is not None and source.type != IMPORT_API:
                text = (
                    f'Source {source.id} is of type "{source.type}", and only sources of type "{IMPORT_API}" have '
                    "import tokens. Correct source_id."
                )
                raise DiagnosticError(error("Source without import tokens", text, SOURCE_ID))
        return PlanResponse(planned=planned, private=request.private, diagnostics=found)

    async def read(self, request: ReadRequest[TokenModel], provider: ProviderData) -> ReadResponse[TokenModel] | None:
        """Look for it among the tokens of its source; one that is not listed was revoked."""
        state = request.state
        source_id, number = to_number(str(state.source_id), SOURCE_ID), to_number(str(state.id))
        with provider.explaining(f"read the tokens of source {source_id}"):
            token = await _find(provider, source_id, number)
        if token is None:
            return None
        state = replace(state, created_at=token.created_at or state.created_at)
        return ReadResponse(state=state, private=request.private)

    async def create(self, request: CreateRequest[TokenModel], provider: ProviderData) -> ApplyResponse[TokenModel]:
        """Create it and save its value, then look up its date. That it cannot be looked up is no error."""
        plan = request.plan
        source_id = to_number(str(plan.source_id), SOURCE_ID)
        token = await create_token(provider, source_id)
        state = replace(plan, id=to_id(token.id), access_token=token.access_token, created_at=token.created_at)
        request.save(state, request.private)
        tokens = await tokens_if_readable(provider, source_id)
        created_at = next((each.created_at for each in tokens if each.id == token.id), token.created_at)
        return ApplyResponse(state=replace(state, created_at=created_at), private=request.private)

    async def update(self, request: UpdateRequest[TokenModel], provider: ProviderData) -> ApplyResponse[TokenModel]:
        """Nothing is sent, because only `triggers` can change in place, between null and an empty map."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[TokenModel], provider: ProviderData) -> Iterable[Diagnostic]:
        state = request.state
        with provider.explaining(f"revoke token {state.id} of source {state.source_id}"):
            number = to_number(str(state.source_id), SOURCE_ID)
            existed = await provider.connect.tokens.revoke(number, to_number(str(state.id)))
        if not existed:
            await ownership.check_token(provider)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[TokenModel]:
        source_id, token_id = _named(request)
        with provider.explaining(f"import token {token_id} of source {source_id}"):
            source = await provider.connect.sources.get(source_id)
            importing.check_owner(request, provider, f"source {source.id}", source.stitch_client_id)
            tokens = await read_child(provider, source_id, lambda: provider.connect.tokens.list(source_id))
            token = tokens.find(lambda each: each.id == token_id)
        if token is None:
            others = ", ".join(str(each.id) for each in tokens.readable) or "none"
            text = (
                f"Source {source_id} has no active token {token_id}. It may have been revoked. Tokens of the "
                f"source: {others}."
            )
            raise DiagnosticError(error("No such token", text, Path.of("id")))
        return ReadResponse(
            state=imported(source_id, token), private={}, diagnostics=(_value_unknown(source_id, token_id),)
        )

    def identify(self, state: TokenModel) -> Mapping[str, Value]:
        """Source and token. A token does not show its account."""
        return {"source_id": state.source_id, "id": state.id}


async def _find(provider: ProviderData, source_id: int, number: int) -> ImportToken | None:
    """A token; None where it does not exist, by itself or with its source. Raises MalformedError as `read_child`."""
    try:
        return await read_child(provider, source_id, lambda: provider.connect.tokens.find(source_id, number))
    except NotFoundError:
        return None


def _value_unknown(source_id: int, token_id: int) -> Diagnostic:
    """The warning about an imported token. It names the token, as engines show no address for an import."""
    return warning(
        "The token's value is not known",
        f"Stitch shows the value of an import token only when it is created. So access_token of token {token_id} of "
        f"source {source_id} is null. The provider can refresh and revoke this token. If the configuration needs the "
        "value, change the attribute triggers, which replaces the token.",
        Path.of("access_token"),
    )


def _named(request: ImportRequest) -> tuple[int, int]:
    """Source and token to import. Raises DiagnosticError where the request does not name both."""
    if request.identity is not None:
        source_id, token_id = request.identity.get("source_id"), request.identity.get("id")
    else:
        source_id, _, token_id = (request.id or "").strip().partition("/")
    if not (is_id(source_id) and is_id(token_id)):
        text = (
            "The import id of a token must be the id of its source and its own id with a slash between them, such "
            'as "731950/903117745". The data source stitch_import_tokens lists the tokens of a source.'
        )
        raise DiagnosticError(error("Malformed import id", text, Path.of("id")))
    return int(source_id), int(token_id)
