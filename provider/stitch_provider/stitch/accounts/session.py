"""The ephemeral resource `stitch_session`."""

from __future__ import annotations

from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.terraform.resource import EphemeralResource, OpenResponse
from stitch_provider.terraform.schema.declaration import Model, computed, schema_of


class Session(Model):
    """The token."""

    ephemeral_token: str | None = computed(
        "Value of the token, which is valid for one hour. The session that it opens lasts 12 hours.", sensitive=True
    )


class SessionEphemeral(EphemeralResource[Session, ProviderData]):
    """A token that opens a session. It expires by itself, so nothing is renewed or closed."""

    type_name = "stitch_session"
    model = Session
    schema = schema_of(
        Session,
        "A token with which Stitch's JavaScript client opens a session of the web application without a login. Stitch "
        "deprecated it together with that client on 2021-07-14.",
        deprecated="Stitch deprecated its JavaScript client on 2021-07-14, and nothing else takes this token.",
    )

    async def open(self, config: Session, provider: ProviderData) -> OpenResponse[Session]:
        with provider.explaining("open a session"):
            token = await provider.connect.sessions.create()
        return OpenResponse(result=Session(ephemeral_token=token))
