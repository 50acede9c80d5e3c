"""The resource `stitch_import_token`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch import importing
from stitch_provider.stitch.ids import is_id, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.tokens.model import IDENTITY, SCHEMA, ImportTokenModel
from stitch_provider.stitch.tokens.refusals import not_created, unsuitable
from stitch_provider.terraform.diagnostics import DiagnosticError, error, warning
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
    from stitch_provider.terraform.diagnostics import Diagnostic
    from stitch_provider.terraform.values.value import Value


class ImportTokenResource(Resource[ImportTokenModel, ProviderData]):
    """An import token: made, found or missed, revoked. Nothing about it can be changed."""

    type_name = "stitch_import_token"
    schema = SCHEMA
    identity = IDENTITY
    model = ImportTokenModel

    async def plan(
        self, request: PlanRequest[ImportTokenModel], provider: ProviderData | None
    ) -> PlanResponse[ImportTokenModel]:
        """Look at the source of a token that is to be made.

        Its tokens are not counted: which of them are revoked before the new one is made, a plan cannot tell.
        """
        planned = request.proposed
        found: Iterable[Diagnostic] = ()
        if request.prior is None and provider is not None and isinstance(planned.source_id, str):
            found = await unsuitable(provider.connect, to_number(planned.source_id, SOURCE_ID))
        return PlanResponse(planned=planned, private=request.private, diagnostics=tuple(found))

    async def read(
        self, request: ReadRequest[ImportTokenModel], provider: ProviderData
    ) -> ReadResponse[ImportTokenModel] | None:
        """Find out whether it still opens anything; a token that is not listed was revoked."""
        state = request.state
        try:
            tokens = await provider.connect.tokens.list(to_number(str(state.source_id), SOURCE_ID))
        except NotFoundError:
            return None
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"read the tokens of source {state.source_id}")) from refusal
        listed = next((token for token in tokens if to_id(token.id) == state.id), None)
        if listed is None:
            return None
        state = replace(state, created_at=listed.created_at or state.created_at)
        return ReadResponse(state=state, private=request.private)

    async def create(
        self, request: CreateRequest[ImportTokenModel], provider: ProviderData
    ) -> ApplyResponse[ImportTokenModel]:
        """Make it, keep its value, then look up when it was made, which is not worth an error."""
        plan, connect = request.plan, provider.connect
        source_id = to_number(str(plan.source_id), SOURCE_ID)
        try:
            token = await connect.tokens.create(source_id)
        except ConnectError as refusal:
            raise DiagnosticError(await not_created(connect, refusal, source_id)) from refusal
        state = replace(plan, id=to_id(token.id), access_token=token.access_token, created_at=token.created_at)
        request.save(state, request.private)
        try:
            listed = await connect.tokens.list(source_id)
        except ConnectError:
            listed = ()
        created_at = next((each.created_at for each in listed if each.id == token.id), token.created_at)
        return ApplyResponse(state=replace(state, created_at=created_at), private=request.private)

    async def update(
        self, request: UpdateRequest[ImportTokenModel], provider: ProviderData
    ) -> ApplyResponse[ImportTokenModel]:
        """Change nothing: whatever a user can set replaces the token."""
        return ApplyResponse(state=request.plan, private=request.private)

    async def delete(self, request: DeleteRequest[ImportTokenModel], provider: ProviderData) -> Iterable[Diagnostic]:
        """Revoke it."""
        state = request.state
        try:
            await provider.connect.tokens.revoke(to_number(str(state.source_id), SOURCE_ID), to_number(str(state.id)))
        except ConnectError as refusal:
            return (explain(refusal, f"revoke {_label(state.source_id, state.id)}"),)
        return ()

    async def import_state(self, request: ImportRequest, provider: ProviderData) -> ReadResponse[ImportTokenModel]:
        """Take over a token, without its value."""
        source_id, token_id = _named(request)
        try:
            source = await provider.connect.sources.get(source_id)
            importing.check_account(request, provider, "source", source)
            tokens = await provider.connect.tokens.list(source_id)
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, f"import {_label(source_id, token_id)}")) from refusal
        token = next((each for each in tokens if each.id == token_id), None)
        if token is None:
            raise DiagnosticError(_no_token(source_id, token_id, tokens))
        return ReadResponse(state=imported(source_id, token), private={}, diagnostics=(_VALUELESS,))

    def identify(self, state: ImportTokenModel) -> Mapping[str, Value]:
        """Source and token; the account is not known from a token."""
        return identity(state)


_VALUELESS = warning(
    "The token's value stays unknown",
    "Stitch shows the value of an import token only when it is created, so access_token is null. Terraform can watch "
    "and revoke this token; replace it (change triggers) where the configuration needs a value.",
    Path.of("access_token"),
)


def imported(source_id: int, token: ImportToken) -> ImportTokenModel:
    """The state of a token that exists already."""
    return ImportTokenModel(
        id=to_id(token.id),
        source_id=to_id(source_id),
        triggers=None,
        access_token=None,
        created_at=token.created_at,
    )


def identity(state: ImportTokenModel) -> Mapping[str, Value]:
    """The identity of the token with this state."""
    return {"source_id": state.source_id, "id": state.id, "client_id": None}


def _named(request: ImportRequest) -> tuple[int, int]:
    """Source and token to import; raises DiagnosticError where the request does not name both."""
    if request.identity is not None:
        parts = (request.identity.get("source_id"), request.identity.get("id"))
    else:
        source_id, _, token_id = (request.id or "").strip().partition("/")
        parts = (source_id, token_id)
    source, token = (part if isinstance(part, str) and is_id(part) else None for part in parts)
    if source is None or token is None:
        raise DiagnosticError(
            error(
                "Malformed import id",
                "The import id of a token is the id of its source and its own with a slash between them, such as "
                '"731950/903117745". The data source stitch_import_tokens lists the tokens of a source.',
                Path.of("id"),
            )
        )
    return int(source), int(token)


def _no_token(source_id: int, token_id: int, tokens: Iterable[ImportToken]) -> Diagnostic:
    others = ", ".join(str(token.id) for token in tokens) or "none"
    text = f"Source {source_id} has no active token {token_id}; it may have been revoked. Its tokens: {others}."
    return error("No such token", text, Path.of("id"))


def _label(source_id: object, token_id: object) -> str:
    return f"token {token_id} of source {source_id}"
