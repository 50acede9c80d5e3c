"""The ephemeral resource `stitch_session`."""

from __future__ import annotations

from msgspec import Struct

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import EphemeralResource, OpenResponse
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING


class Session(Struct, frozen=True, kw_only=True):
    """The token."""

    ephemeral_token: str | None


class SessionEphemeral(EphemeralResource[Session, ProviderData]):
    """A token that opens a session; it ends by itself, so there is nothing to renew or to close."""

    type_name = "stitch_session"
    model = Session
    schema = Schema(
        description="A token with which Stitch's JavaScript client opens a session of the web application without a "
        "login. Deprecated by Stitch together with that client since 2021-07-14; it is here because the Connect API "
        "still has it.",
        deprecated="Stitch deprecated its JavaScript client on 2021-07-14, and nothing else takes this token.",
        attributes={
            "ephemeral_token": Attribute(
                type=STRING,
                computed=True,
                sensitive=True,
                description="The token, valid for one hour; the session that it opens lasts 12 hours.",
            ),
        },
    )

    async def open(self, config: Session, provider: ProviderData) -> OpenResponse[Session]:
        """Ask for a token."""
        try:
            token = await provider.connect.sessions.create()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "open a session")) from refusal
        return OpenResponse(result=Session(ephemeral_token=token))
