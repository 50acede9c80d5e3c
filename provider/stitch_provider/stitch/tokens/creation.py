"""Creating a token, and explaining why none was created. The managed and the ephemeral resource share this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import ConnectError, LostAnswerError, RefusedError
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stitch_provider.connect import ImportToken
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.stitch.provider_data import ProviderData

LIMIT = 2
"""Active tokens of one source (reference 4.7)."""


async def create_token(provider: ProviderData, source_id: int) -> ImportToken:
    """A new token with its value. Raises DiagnosticError.

    How the service refuses a third token is not documented (A16), so after a refusal the tokens are counted.
    """
    existing: Sequence[ImportToken] = ()

    def refine(failure: ConnectError, explanation: Explanation) -> Explanation:
        if isinstance(failure, LostAnswerError):
            return _lost(failure, explanation, source_id)
        return _limit_reached(explanation, source_id, existing) if len(existing) >= LIMIT else explanation

    tried = f"create a token for source {source_id}"
    with provider.explaining(tried, path=SOURCE_ID, missing=unknown_source(source_id), refine=refine):
        try:
            return await provider.connect.tokens.create(source_id)
        except RefusedError:
            existing = await tokens_if_readable(provider, source_id)
            raise


async def tokens_if_readable(provider: ProviderData, source_id: int) -> Sequence[ImportToken]:
    """The tokens of a source in order of their ids; none where they cannot be listed."""
    try:
        return sorted((await provider.connect.tokens.list(source_id)).readable, key=lambda token: token.id)
    except ConnectError:
        return ()


def how_to_revoke(source_id: int, token_id: object) -> str:
    """The two ways to revoke a token that is not in the state."""
    return f'import it as "{source_id}/{token_id}" and destroy it, or use the Stitch web application'


def _limit_reached(explanation: Explanation, source_id: int, tokens: Sequence[ImportToken]) -> Explanation:
    listing = " and ".join(
        f"{token.id} (created {token.created_at})" if token.created_at else str(token.id) for token in tokens
    )
    return replace(
        explanation,
        exists=f"The source has the tokens {listing}, and Stitch allows {LIMIT} at a time.",
        advice=f"Revoke the token that is no longer used: {how_to_revoke(source_id, '<token id>')}. A replacement "
        "with create_before_destroy, or an ephemeral token, temporarily needs a second token.",
    )


def _lost(failure: LostAnswerError, explanation: Explanation, source_id: int) -> Explanation:
    if failure.search == "removed":
        exists = "Stitch created a token whose value is lost. The provider revoked it."
        return replace(explanation, exists=exists, advice="Apply again.")
    if failure.candidates:
        listed = ", ".join(map(str, failure.candidates))
        return replace(
            explanation,
            exists=f"Stitch shows tokens that are new: {listed}. The value of one of them is lost.",
            advice=f"Revoke it before you apply again: {how_to_revoke(source_id, failure.candidates[0])}.",
        )
    return replace(
        explanation,
        exists="Stitch may have created a token whose value is lost.",
        advice="The data source stitch_import_tokens lists the tokens of the source. If one of them is newer than the "
        f"tokens that you know, revoke it before you apply again: {how_to_revoke(source_id, '<token id>')}.",
    )
