"""The ephemeral resource `stitch_import_token`: a token that exists as long as Terraform runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.tokens.creation import create_token, how_to_revoke
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, warning
from stitch_provider.terraform.resource import EphemeralResource, OpenResponse, Private
from stitch_provider.terraform.schema.declaration import Model, computed, required, schema_of
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable


_NOT_NAMED = warning(
    "Token was not revoked",
    "The id of the token is missing in the request. If a token was created, it is still valid and is one of "
    "the two that the source can have. The data source stitch_import_tokens lists the tokens of a source.",
)


class EphemeralToken(Model):
    """The source to create a token for, and the token."""

    source_id: str | Unknown = required(
        "Id of a source of type `import_api`, a string of digits.", validators=(StitchId(),)
    )
    id: str | None = computed("Id of the token, a string of digits.")
    access_token: str | None = computed("Value of the token.", sensitive=True)


class ImportTokenEphemeral(EphemeralResource[EphemeralToken, ProviderData]):
    """A token that is created when it is opened and revoked when it is closed."""

    type_name = "stitch_import_token"
    model = EphemeralToken
    schema = schema_of(
        EphemeralToken,
        "A temporary token for the Import API of a source, stored in no plan and no state. A plan or an apply that "
        "needs the token creates it, and revokes it at the end. It is one of the two tokens that the source can have.",
    )

    async def open(self, config: EphemeralToken, provider: ProviderData) -> OpenResponse[EphemeralToken]:
        source_id = to_number(str(config.source_id), SOURCE_ID)
        token = await create_token(provider, source_id)
        return OpenResponse(
            result=replace(config, id=to_id(token.id), access_token=token.access_token),
            private={"source_id": source_id, "id": token.id},
        )

    async def close(self, private: Private, provider: ProviderData) -> Iterable[Diagnostic]:
        """Revoke it. Where that fails there is a warning, as the token is one of only two."""
        source_id, token_id = private.get("source_id"), private.get("id")
        if not (isinstance(source_id, int) and isinstance(token_id, int)):
            return (_NOT_NAMED,)
        tried = f"revoke token {token_id} of source {source_id}"
        exists = "The token is still valid and is one of the two that the source can have."
        advice = f"To revoke it, {how_to_revoke(source_id, token_id)}."
        try:
            with provider.explaining(tried, exists=exists, refine=lambda _, said: replace(said, advice=advice)):
                await provider.connect.tokens.revoke(source_id, token_id)
        except DiagnosticError as failed:
            return failed.as_warnings()
        return ()
