from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.functions.stream_id import FAMILIES, ParseStreamId, StreamId
from stitch_provider.terraform.resource import FunctionError

if TYPE_CHECKING:
    from stitch_provider.terraform.values.value import Value


def stream_id(*arguments: Value) -> Value:
    return StreamId().call(arguments)


def parse_stream_id(*arguments: Value) -> Value:
    return ParseStreamId().call(arguments)


def parts(database: str | None, schema: str | None, table: str) -> Value:
    return {"database": database, "schema": schema, "table": table}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("storefront", "public", "orders", "postgres"), "storefront-public-orders"),
        (("storefront", None, "orders", "mysql"), "storefront-orders"),
        (("Storefront", "dbo", "Orders", "mssql"), "Storefront_dbo_Orders"),
        (("storefront", None, "orders", "mongodb"), "storefront-orders"),
        (("storefront", "", "orders", "mysql"), "storefront-orders"),
        ((None, "SALES", "ORDERS", "oracle"), "SALES-ORDERS"),
        ((None, None, "orders-2024", "dynamodb"), "orders-2024"),
    ],
)
def test_ids_are_those_that_the_taps_give(arguments: tuple[Value, ...], expected: str) -> None:
    assert stream_id(*arguments) == expected
    database, schema, table, family = arguments
    assert parse_stream_id(expected, family) == {"database": database, "schema": schema or None, "table": table}


@pytest.mark.parametrize(
    ("arguments", "argument", "words"),
    [
        (("", "public", "orders", "postgres"), 0, "database"),
        (("shop", None, "orders", "postgres"), 1, "schema"),
        (("shop", "", "orders", "mssql"), 1, "schema"),
        (("shop", "public", "orders", "mysql"), 1, "pass null"),
        (("shop", "public", "orders", "mongodb"), 1, "pass null"),
        (("shop", "public", "", "postgres"), 2, "table"),
        (("shop", "public", "orders", "postgresql"), 3, 'Did you mean "postgres"?'),
        (("shop", "public", "orders", "db2"), 3, '"dynamodb", "mongodb", "mssql", "mysql", "oracle", "postgres"'),
        (("ORCL", "SALES", "ORDERS", "oracle"), 0, "pass null"),
        ((None, None, "ORDERS", "oracle"), 1, "schema"),
        ((None, "public", "orders", "dynamodb"), 1, "pass null"),
        ((None, "public", "orders", "postgres"), 0, "database"),
    ],
)
def test_an_invalid_argument_of_stream_id_is_named(arguments: tuple[Value, ...], argument: int, words: str) -> None:
    with pytest.raises(FunctionError) as refused:
        stream_id(*arguments)
    assert refused.value.argument == argument
    assert words in refused.value.text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("my-shop-orders", "mysql", "my-shop"), parts("my-shop", None, "orders")),
        (("my-shop-orders", "mysql", "my"), parts("my", None, "shop-orders")),
        (("Shop_dbo_Order_Lines", "mssql", "Shop", "dbo"), parts("Shop", "dbo", "Order_Lines")),
        (("my-shop-public-orders", "postgres", "my-shop"), parts("my-shop", "public", "orders")),
        (("-shop-orders", "mysql", "-shop"), parts("-shop", None, "orders")),
        (("SALES-EU-ORDERS", "oracle", "SALES-EU"), parts(None, "SALES-EU", "ORDERS")),
    ],
)
def test_an_id_whose_beginning_is_known_has_one_reading(arguments: tuple[Value, ...], expected: Value) -> None:
    assert parse_stream_id(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "argument", "words"),
    [
        (("shop-orders", "postgres"), 0, "<database>-<schema>-<table>"),
        (("orders", "mysql"), 0, "<database>-<table>"),
        (("", "mysql"), 0, "<database>-<table>"),
        (("my-shop-orders", "mysql"), 0, "2 ways"),
        (("my-shop-orders", "mysql"), 0, "Pass the database"),
        (("Shop_dbo_Order_Lines", "mssql"), 0, "Pass the database and the schema"),
        (("my-shop-public-order-lines", "postgres", "my-shop"), 0, "Pass the schema"),
        (("shop-orders", "mariadb"), 1, "not a family"),
        (("shop-orders", "mysql", "store"), 2, "database"),
        (("shop-orders", "mysql", ""), 2, "database"),
        (("-orders-", "mysql", "-orders"), 0, "<database>-<table>"),
        (("shop-orders", "mysql", "shop-orders"), 2, "database"),
        (("shop-public-orders", "postgres", "shop", "private"), 3, "schema"),
        (("SALES-EU-ORDERS", "oracle"), 0, "Pass the schema after"),
        (("SALES-ORDERS", "oracle", "SALES", "ORDERS"), 3, "At most the schema"),
        (("orders", "dynamodb", "shop"), 2, "Nothing can be passed after the family dynamodb."),
        (("", "dynamodb"), 0, "the form <table>"),
        (("shop-orders", "mysql", "shop", "orders"), 3, "the database"),
    ],
)
def test_an_invalid_argument_of_parse_stream_id_is_named(
    arguments: tuple[Value, ...], argument: int, words: str
) -> None:
    with pytest.raises(FunctionError) as refused:
        parse_stream_id(*arguments)
    assert refused.value.argument == argument
    assert words in refused.value.text


names = st.text("ab-_ä", min_size=1, max_size=8)


@given(names, names, names, st.sampled_from(sorted(FAMILIES)))
def test_an_id_whose_beginning_is_known_is_parsed_into_the_parts_that_it_was_made_of(
    database: str, schema: str, table: str, family: str
) -> None:
    names_of_all = {"database": database, "schema": schema, "table": table}
    made_of = {part: name if part in FAMILIES[family].parts else None for part, name in names_of_all.items()}
    written = stream_id(*made_of.values(), family)
    known = [made_of[part] for part in FAMILIES[family].parts[:-1]]
    assert parse_stream_id(written, family, *known) == made_of


@given(st.text("ab-_", max_size=12), st.sampled_from(sorted(FAMILIES)))
def test_the_parts_of_a_parsed_id_make_the_same_id(identifier: str, family: str) -> None:
    with suppress(FunctionError):
        read = parse_stream_id(identifier, family)
        assert isinstance(read, dict)
        assert stream_id(read["database"], read["schema"], read["table"], family) == identifier
