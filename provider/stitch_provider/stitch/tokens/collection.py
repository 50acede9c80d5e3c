"""The collection of the import tokens of the account, each with its source."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeAlias

from stitch_provider.connect.entries import Entries, check_complete
from stitch_provider.stitch.collection import Collection
from stitch_provider.stitch.ids import StitchId, to_id, to_optional_id
from stitch_provider.stitch.parent_source import each_source, live_sources, read_child
from stitch_provider.stitch.tokens.model import IMPORT_API, TokenModel, imported
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.connect import ImportToken, Source
    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value

FoundToken: TypeAlias = "tuple[Source, ImportToken]"
"""A token, and the source that it is for."""


class TokenFilter(Model):
    """Which tokens to list. A filter that is null matches every token."""

    source_id: str | Unknown | None = optional(
        "Only tokens of the source with this id, a string of digits. Default: all sources.",
        validators=(StitchId(),),
    )


class TokenCollection(Collection[FoundToken, TokenFilter, TokenModel]):
    """The active import tokens of the account, source by source and oldest first."""

    type_name = "stitch_import_token"
    plural = "import tokens"
    filters = TokenFilter

    async def find(self, provider: ProviderData, filters: TokenFilter) -> AsyncGenerator[FoundToken, None]:
        """One call for each source, of the type that has tokens unless the source was asked for by its id."""
        sources = await live_sources(provider, filters.source_id)
        asked = [each for each in sources.readable if filters.source_id is not None or each.type == IMPORT_API]
        lists: list[Entries[Any]] = [sources]

        async def tokens_of(source: Source) -> Entries[ImportToken]:
            return await read_child(provider, source.id, lambda: provider.connect.tokens.list(source.id))

        async with aclosing(each_source(asked, tokens_of)) as found:
            async for source, tokens in found:
                lists.append(tokens)
                for token in sorted(tokens.readable, key=lambda each: each.id):
                    yield source, token
        check_complete(lists)

    def label(self, found: FoundToken) -> str:
        source, token = found
        return f"{source.display_name}: token {token.id}"

    def identity(self, found: FoundToken) -> Mapping[str, Value]:
        source, token = found
        return {
            "source_id": to_id(source.id),
            "id": to_id(token.id),
            "client_id": to_optional_id(source.stitch_client_id),
        }

    async def state(self, provider: ProviderData, found: FoundToken) -> TokenModel:
        source, token = found
        return imported(source.id, token)


IMPORT_TOKENS = TokenCollection()
