"""The data source `stitch_import_tokens`."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from stitch_provider.connect import ConnectError, NotFoundError
from stitch_provider.stitch.attributes import fact
from stitch_provider.stitch.ids import StitchId, to_id, to_number
from stitch_provider.stitch.parent_source import SOURCE_ID, unknown_source
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import DataResponse, DataSource
from stitch_provider.terraform.schema.attribute import Attribute, NestedAttributes, Schema
from stitch_provider.terraform.values.types import STRING, ListType
from stitch_provider.terraform.values.value import Unknown


class ListedToken(Struct, frozen=True, kw_only=True):
    """A token as a list shows it."""

    id: str
    created_at: str | None


class ImportTokensView(Struct, frozen=True, kw_only=True):
    """`stitch_import_tokens`: a source, and its tokens."""

    source_id: str | Unknown
    ids: tuple[str, ...] | None = None
    tokens: tuple[ListedToken, ...] | None = None


class ImportTokensDataSource(DataSource[ImportTokensView, ProviderData]):
    """The active tokens of one source."""

    type_name = "stitch_import_tokens"
    model = ImportTokensView
    schema = Schema(
        description="The active import tokens of a source of type `import_api`, oldest first. Their values are not "
        "shown: Stitch tells them only at creation.",
        attributes={
            "source_id": Attribute(
                type=STRING,
                required=True,
                validators=(StitchId(),),
                description="Id of the source, a string of digits.",
            ),
            "ids": fact(ListType(STRING), "Ids of the tokens; a newer token has a greater id."),
            "tokens": Attribute(
                type=NestedAttributes(
                    nesting="list",
                    attributes={
                        "id": fact(STRING, "Id of the token, a string of digits."),
                        "created_at": fact(STRING, "When it was created, in UTC; null where Stitch does not tell."),
                    },
                ),
                computed=True,
                description="The tokens: two at most.",
            ),
        },
    )

    async def read(self, config: ImportTokensView, provider: ProviderData) -> DataResponse[ImportTokensView]:
        """List them."""
        source_id = to_number(str(config.source_id), SOURCE_ID)
        try:
            found = await provider.connect.tokens.list(source_id)
        except NotFoundError as refusal:
            raise DiagnosticError(unknown_source(source_id)) from refusal
        except ConnectError as refusal:
            explained = explain(refusal, f"list the tokens of source {source_id}", path=SOURCE_ID)
            raise DiagnosticError(explained) from refusal
        tokens = tuple(
            ListedToken(id=to_id(each.id), created_at=each.created_at) for each in sorted(found, key=lambda one: one.id)
        )
        return DataResponse(state=replace(config, ids=tuple(each.id for each in tokens), tokens=tokens))
