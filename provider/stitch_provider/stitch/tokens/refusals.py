"""What the user reads when no token could be made: the limit, the wrong source, an answer that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect import ConnectError, LostAnswerError, NotFoundError, RefusedError
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import Diagnostic, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stitch_provider.connect import Connect, ImportToken, Source

LIMIT = 2
"""Active tokens of one source (reference 4.7)."""

TYPE = "import_api"
"""The type of source that has tokens."""


async def not_created(connect: Connect, refusal: ConnectError, source_id: int) -> Diagnostic:
    """Why there is no new token; how the service refuses a third one is undocumented (A16), so the list decides."""
    action = f"create a token for source {source_id}"
    if isinstance(refusal, NotFoundError):
        return unknown_source(source_id)
    if isinstance(refusal, LostAnswerError):
        return _lost(refusal, action, source_id)
    if not isinstance(refusal, RefusedError):
        return explain(refusal, action, path=SOURCE_ID)
    try:
        tokens = await connect.tokens.list(source_id)
    except ConnectError:
        return explain(refusal, action, path=SOURCE_ID)
    return limit_reached(source_id, tokens) if len(tokens) >= LIMIT else explain(refusal, action, path=SOURCE_ID)


async def unsuitable(connect: Connect, source_id: int) -> Iterable[Diagnostic]:
    """An error where there is no such source, or where it is of a type without tokens."""
    try:
        source = await connect.sources.get(source_id)
    except NotFoundError:
        return (unknown_source(source_id),)
    except ConnectError as refusal:
        return (explain(refusal, f"read source {source_id}", path=SOURCE_ID),)
    return () if source.type == TYPE else (_wrong_type(source),)


def limit_reached(source_id: int, tokens: Sequence[ImportToken]) -> Diagnostic:
    """The error for a token too many; names those that there are."""
    listing = " and ".join(
        f"{token.id} (created {token.created_at})" if token.created_at else str(token.id)
        for token in sorted(tokens, key=lambda each: each.id)
    )
    return error(
        "The source has two tokens already",
        f"Source {source_id} has the tokens {listing}, and Stitch allows {LIMIT} at a time. With create_before_destroy "
        "the new token is made before the old one is revoked, so a source that is rotated this way can keep only one "
        "token between rotations; an ephemeral token needs a free place while Terraform runs. Make room: revoke the "
        f'token that nothing uses any more (import it as "{source_id}/<token id>" and destroy it, or use the Stitch '
        "web application), or replace without create_before_destroy, which leaves the source without that token for a "
        "moment.",
        SOURCE_ID,
    )


def _wrong_type(source: Source) -> Diagnostic:
    return error(
        "Not a source that data is pushed to",
        f'Only sources of type "{TYPE}" have import tokens. Source {source.id} is of type "{source.type}".',
        SOURCE_ID,
    )


def _lost(refusal: ConnectError, action: str, source_id: int) -> Diagnostic:
    return error(
        f"Could not {action}",
        f"{refusal.message.rstrip('.')}. The answer was lost with the token's value in it: there may be a token now "
        "that nobody can use. Look for one that is newer than those you know with the data source "
        f'stitch_import_tokens, and revoke it (import it as "{source_id}/<token id>" and destroy it) before you apply '
        "again.",
        SOURCE_ID,
    )
