"""The source that an object belongs to: the attribute `source_id` of selections, tokens and replication jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from stitch_provider.connect import Entries, MalformedError, NotFoundError
from stitch_provider.stitch.ids import to_number
from stitch_provider.stitch.together import together
from stitch_provider.terraform.diagnostics import Diagnostic, error
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from stitch_provider.connect import Source
    from stitch_provider.stitch.provider_data import ProviderData

T = TypeVar("T")

SOURCE_ID = Path.of("source_id")

_AT_ONCE = 8
"""Sources that are read at the same time."""


def unknown_source(source_id: object) -> Diagnostic:
    """The error for a source that does not exist."""
    return error(
        "No such source",
        f"The account has no source {source_id}, or it was deleted. Correct source_id. The data source "
        "stitch_sources lists those that exist.",
        SOURCE_ID,
    )


async def get_source(provider: ProviderData, source_id: str) -> Source:
    """The source that `source_id` names. Raises DiagnosticError where it does not exist."""
    number = to_number(source_id, SOURCE_ID)
    with provider.explaining(f"read source {source_id}", path=SOURCE_ID, missing=unknown_source(source_id)):
        return await provider.connect.sources.get(number)


def missing_at_plan(missing: Diagnostic) -> Diagnostic:
    """The warning of a plan that names a parent which does not exist; `missing` is the error of an apply.

    It is no error, as tests override parents with made-up ids, and tools plan with made-up outputs of other modules.
    """
    late = "If it does not exist when the plan is applied, the apply fails."
    return replace(missing.as_warning(), detail=f"{missing.detail} {late}")


async def planned_source(
    provider: ProviderData | None, source_id: object
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The source that a plan names, and a warning where it does not exist.

    None where it does not exist, or where `source_id` or the provider's configuration is not known yet.
    """
    if provider is None or not isinstance(source_id, str):
        return None, ()
    with provider.explaining(f"read source {source_id}", path=SOURCE_ID):
        try:
            return await provider.connect.sources.get(to_number(source_id, SOURCE_ID)), ()
        except NotFoundError:
            return None, (missing_at_plan(unknown_source(source_id)),)


async def read_child(provider: ProviderData, source_id: int, read: Callable[[], Awaitable[T]]) -> T:
    """What `read` gives for something that belongs to a source.

    Raises NotFoundError where the source does not exist, and MalformedError where the service does not find it, and yet
    shows it: an answer to `read` is then no proof that anything is missing.
    """
    try:
        return await read()
    except NotFoundError as denied:
        await provider.connect.sources.get(source_id, fresh=True)
        raise MalformedError(f"{denied.message}, and yet source {source_id} exists", status=denied.status) from denied


async def live_sources(provider: ProviderData, source_id: object = None) -> Entries[Source]:
    """The one source of an id, or where that is None all sources that are not deleted, in order of their ids."""
    if isinstance(source_id, str):
        return Entries(f"GET source {source_id}", (await get_source(provider, source_id),))
    sources = (await provider.connect.sources.list()).where(lambda each: not each.deleted)
    return Entries(sources.call, tuple(sorted(sources.readable, key=lambda each: each.id)), sources.unreadable)


async def each_source(
    sources: Sequence[Source], read: Callable[[Source], Awaitable[T]]
) -> AsyncGenerator[tuple[Source, T], None]:
    """Each source, in the given order, with what `read` gives for it.

    A few are read at the same time. A source that was deleted since it was listed (NotFoundError) is left out.
    """

    async def read_one(source: Source) -> tuple[Source, T] | None:
        try:
            return source, await read(source)
        except NotFoundError:
            return None

    for start in range(0, len(sources), _AT_ONCE):
        for found in await together(*map(read_one, sources[start : start + _AT_ONCE])):
            if found is not None:
                yield found
