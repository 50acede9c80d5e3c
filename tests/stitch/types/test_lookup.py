from typing import Any, cast

import pytest

from stitch_provider.connect import NotFoundError, ReportCard, Step, UnavailableError
from stitch_provider.stitch.types.lookup import find_rules


class Types:
    """A client of a service that has some types."""

    def __init__(self, known: dict[str, ReportCard | Exception]) -> None:
        self.known = known

    async def source_type(self, type_name: str) -> ReportCard:
        card = self.known.get(type_name, NotFoundError("no such type"))
        if isinstance(card, Exception):
            raise card
        return card

    destination_type = source_type


def client(**known: ReportCard | Exception) -> Any:
    return cast("Any", Types(known))


async def test_the_service_decides() -> None:
    card = ReportCard(type="snowflake", steps=(Step("form"),))
    rules = await find_rules(client(snowflake=card), "destination", "snowflake")
    assert (rules.origin, rules.properties) == ("service", {})


async def test_what_the_service_does_not_list_may_be_in_the_catalog() -> None:
    assert (await find_rules(client(), "destination", "bigquery_v2")).origin == "catalog"


async def test_what_nobody_knows_has_no_origin() -> None:
    assert (await find_rules(client(), "source", "platform.nowhere")).origin == "none"


async def test_other_failures_are_failures() -> None:
    with pytest.raises(UnavailableError):
        await find_rules(client(s3=UnavailableError("down")), "destination", "s3")
