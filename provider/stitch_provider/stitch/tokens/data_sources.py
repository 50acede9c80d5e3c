"""The data source `stitch_import_tokens`."""

from __future__ import annotations

from stitch_provider.stitch.collection import PluralDataSource
from stitch_provider.stitch.ids import StitchId, to_id
from stitch_provider.stitch.tokens.collection import IMPORT_TOKENS, FoundToken, TokenFilter
from stitch_provider.terraform.schema.declaration import Model, computed, required
from stitch_provider.terraform.values.value import Unknown


class TokenView(Model):
    """What is shown of a token."""

    id: str = computed("Id of the token, a string of digits.")
    created_at: str | None = computed("When the token was created, in UTC. Null if Stitch does not show it.")


class ImportTokensView(TokenFilter):
    """`stitch_import_tokens`: a source, and its tokens."""

    source_id: str | Unknown = required("Id of the source, a string of digits.", validators=(StitchId(),))
    ids: tuple[str, ...] | None = computed("Ids of the tokens. Newer tokens have greater ids.")
    tokens: tuple[TokenView, ...] | None = computed("The tokens, at most two.")


def view(found: FoundToken) -> TokenView:
    """What the data source shows of a token."""
    _, token = found
    return TokenView(id=to_id(token.id), created_at=token.created_at)


IMPORT_TOKENS_DATA_SOURCE = PluralDataSource(
    IMPORT_TOKENS,
    ImportTokensView,
    "The active import tokens of a source of type `import_api`, oldest first. Their values are not included, "
    "because Stitch shows a value only when the token is created.",
    attribute="tokens",
    view=view,
)
