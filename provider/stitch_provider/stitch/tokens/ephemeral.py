"""The ephemeral resource `stitch_import_token`: a token for as long as Terraform runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.tokens.refusals import not_created
from stitch_provider.terraform.diagnostics import Diagnostic, DiagnosticError, warning
from stitch_provider.terraform.resource import EphemeralResource, OpenResponse, Private
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable


class EphemeralToken(Struct, frozen=True, kw_only=True):
    """The source to make a token for, and the token."""

    source_id: str | Unknown
    id: str | None = None
    access_token: str | None = None


class ImportTokenEphemeral(EphemeralResource[EphemeralToken, ProviderData]):
    """A token that is made when it is opened and revoked when it is closed."""

    type_name = "stitch_import_token"
    model = EphemeralToken
    schema = Schema(
        description="A token for the Import API of one source, in no state and no plan: made when Terraform needs it "
        "and revoked when Terraform ends, in every plan and every apply anew. A source can have two tokens, "
        "this one included.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                required=True,
                validators=(StitchId(),),
                description="Id of the source, which is of type `import_api`; a string of digits.",
            ),
            "id": Attribute(type=STRING, computed=True, description="Id of the token, a string of digits."),
            "access_token": Attribute(type=STRING, computed=True, sensitive=True, description="Value of the token."),
        },
    )

    async def open(self, config: EphemeralToken, provider: ProviderData) -> OpenResponse[EphemeralToken]:
        """Make the token."""
        connect = provider.connect
        source_id = to_number(str(config.source_id), SOURCE_ID)
        try:
            token = await connect.tokens.create(source_id)
        except ConnectError as refusal:
            raise DiagnosticError(await not_created(connect, refusal, source_id)) from refusal
        return OpenResponse(
            result=replace(config, id=to_id(token.id), access_token=token.access_token),
            private={"source_id": source_id, "id": token.id},
        )

    async def close(self, private: Private, provider: ProviderData) -> Iterable[Diagnostic]:
        """Revoke it; one that is left over takes up one of two places, so that is said."""
        source_id, token_id = private["source_id"], private["id"]
        try:
            await provider.connect.tokens.revoke(source_id, token_id)
        except ConnectError as refusal:
            return (
                warning(
                    f"Token {token_id} of source {source_id} is still valid",
                    f"It could not be revoked: {refusal.message.rstrip('.')}. Import it as "
                    f'"{source_id}/{token_id}" and destroy it, or revoke it in the Stitch web application.',
                ),
            )
        return ()
