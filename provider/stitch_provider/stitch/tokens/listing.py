"""The list resource `stitch_import_token`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.ids import StitchId, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.tokens.refusals import TYPE
from stitch_provider.stitch.tokens.resource import identity, imported
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from stitch_provider.connect import Connect, Source


class TokenQuery(Struct, frozen=True, kw_only=True):
    """Which tokens."""

    source_id: str | Unknown | None


class ImportTokenListing(ListResource[TokenQuery, ProviderData]):
    """The active tokens of one source, or of all that can have any."""

    type_name = "stitch_import_token"
    model = TokenQuery
    schema = Schema(
        description="The active import tokens of the account, source by source and oldest first; without their values.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                optional=True,
                validators=(StitchId(),),
                description="Only tokens of the source with this id. Default: those of every source.",
            ),
        },
    )

    async def list(self, request: ListRequest[TokenQuery], provider: ProviderData) -> AsyncGenerator[Listed[Any], None]:
        """One call per source of the type that has tokens."""
        connect = provider.connect
        try:
            for source in await _sources(connect, request.config):
                for token in sorted(await connect.tokens.list(source.id), key=lambda each: each.id):
                    state = imported(source.id, token)
                    yield Listed(
                        display_name=f"{source.display_name}: token {token.id}",
                        identity=identity(state),
                        state=state if request.include_resource else None,
                    )
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the import tokens")) from refusal


async def _sources(connect: Connect, query: TokenQuery) -> Iterable[Source]:
    if isinstance(query.source_id, str):
        return (await connect.sources.get(to_number(query.source_id, SOURCE_ID)),)
    found = (each for each in await connect.sources.list() if each.type == TYPE and each.deleted_at is None)
    return sorted(found, key=lambda each: each.id)
