"""The collection of the sources of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.connect import Source
from stitch_provider.stitch.collection import Collection
from stitch_provider.stitch.connections.properties import secrets
from stitch_provider.stitch.ids import to_id, to_optional_id
from stitch_provider.stitch.sources import mapping
from stitch_provider.stitch.sources.model import SourceModel
from stitch_provider.terraform.schema.declaration import Model, optional
from stitch_provider.terraform.values.value import Unknown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from stitch_provider.stitch.provider_data import ProviderData
    from stitch_provider.terraform.values.value import Value


class SourceFilter(Model):
    """Which sources to list. A filter that is null matches every source."""

    type: str | Unknown | None = optional("Only sources of this type, such as `platform.github`. Default: any.")
    display_name: str | Unknown | None = optional("Only sources with exactly this display name. Default: any.")
    name: str | Unknown | None = optional("Only the source with exactly this schema name. Default: any.")
    paused: bool | Unknown | None = optional("Only sources that are, or are not, paused. Default: both.")

    def passes(self, source: Source) -> bool:
        return (
            self.type in {None, source.type}
            and self.display_name in {None, source.display_name}
            and self.name in {None, source.name}
            and self.paused in {None, source.paused_at is not None}
        )

    @property
    def with_deleted(self) -> bool:
        """Whether deleted sources, which Stitch keeps, are listed too."""
        return False


class SourceCollection(Collection[Source, SourceFilter, SourceModel]):
    """The sources of the account. States cost no further call."""

    type_name = "stitch_source"
    plural = "sources"
    filters = SourceFilter

    async def find(self, provider: ProviderData, filters: SourceFilter) -> AsyncGenerator[Source, None]:
        """Deleted ones only where the filters want them."""
        sources = await provider.connect.sources.list()
        for source in sorted(sources.readable, key=lambda each: each.id):
            if (not source.deleted or filters.with_deleted) and filters.passes(source):
                yield source
        sources.all()

    def label(self, found: Source) -> str:
        return found.display_name or found.name or f"{found.type} {found.id}"

    def identity(self, found: Source) -> Mapping[str, Value]:
        return {"id": to_id(found.id), "client_id": to_optional_id(found.stitch_client_id)}

    async def state(self, provider: ProviderData, found: Source) -> SourceModel:
        return mapping.imported(found)

    def secrets(self, found: Source) -> tuple[str, ...]:
        return secrets(found.report_card)


SOURCES = SourceCollection()
