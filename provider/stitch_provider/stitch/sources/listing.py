"""The list resource `stitch_source`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from stitch_provider.connect import ConnectError
from stitch_provider.stitch.provider_data import ProviderData
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.sources import mapping
from stitch_provider.stitch.sources.resource import SourceResource
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.resource import Listed, ListRequest, ListResource
from stitch_provider.terraform.schema.attribute import Attribute, Schema
from stitch_provider.terraform.values.types import BOOL, STRING
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stitch_provider.connect import Source
    from stitch_provider.stitch.sources.model import SourceModel


class SourceFilter(Struct, frozen=True, kw_only=True):
    """Which sources to list; None passes all."""

    type: str | Unknown | None
    display_name: str | Unknown | None
    name: str | Unknown | None
    paused: bool | Unknown | None

    def passes(self, source: Source) -> bool:
        """Whether every filter lets the source through."""
        return (
            self.type in {None, source.type}
            and self.display_name in {None, source.display_name}
            and self.name in {None, source.name}
            and self.paused in {None, source.paused_at is not None}
        )


class SourceListing(ListResource[SourceFilter, ProviderData]):
    """The sources of the account that are not deleted, in order of their ids."""

    type_name = SourceResource.type_name
    model = SourceFilter
    schema = Schema(
        description="The sources of the account that are not deleted, all or those that pass every filter that is set.",
        attributes={
            "type": Attribute(
                type=STRING,
                optional=True,
                description="Only sources of this type, such as `platform.github`. Default: any.",
            ),
            "display_name": Attribute(
                type=STRING, optional=True, description="Only sources with exactly this display name. Default: any."
            ),
            "name": Attribute(
                type=STRING, optional=True, description="Only the source with exactly this schema name. Default: any."
            ),
            "paused": Attribute(
                type=BOOL, optional=True, description="Only sources that are, or are not, paused. Default: both."
            ),
        },
    )

    async def list(
        self, request: ListRequest[SourceFilter], provider: ProviderData
    ) -> AsyncGenerator[Listed[SourceModel], None]:
        """List and filter; the states cost no further call."""
        try:
            everything = await provider.connect.sources.list()
        except ConnectError as refusal:
            raise DiagnosticError(explain(refusal, "list the sources")) from refusal
        resource = SourceResource()
        for source in sorted(everything, key=lambda each: each.id):
            if source.deleted_at is None and request.config.passes(source):
                state = mapping.imported(source)
                yield Listed(
                    display_name=label(source),
                    identity=resource.identify(state),
                    state=state if request.include_resource else None,
                )


def label(source: Source) -> str:
    """What people call the source."""
    return source.display_name or source.name or f"{source.type} {source.id}"
