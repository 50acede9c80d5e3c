"""Pages of a hundred records (reference 1.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stitch_provider.simulator.answers import bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE_SIZE: Final = 100


def page_of(records: Sequence[Any], path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of records that the query selects, with links relative to the base URL.

    Raises:
        RefusalError: `page` is not a positive number (undocumented).
    """
    text = query.get("page", "1")
    page = int(text) if text.isascii() and text.isdecimal() else 0
    if page < 1:
        raise bare("invalid page")
    links: dict[str, str] = {}
    if page * PAGE_SIZE < len(records):
        links["next"] = f"{path}?page={page + 1}"
    if page > 1:
        links["previous"] = f"{path}?page={page - 1}"
    start = (page - 1) * PAGE_SIZE
    return {"data": records[start : start + PAGE_SIZE], "page": page, "total": len(records), "links": links}
