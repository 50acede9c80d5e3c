from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.simulator.names import derive_name, is_valid_name
from stitch_provider.stitch.functions.schema_name import SchemaName
from stitch_provider.terraform.resource import FunctionError


def schema_name(display_name: str) -> object:
    return SchemaName().call((display_name,))


@pytest.mark.parametrize(
    ("display_name", "expected"),
    [
        ("Recurly Stitch", "recurly_stitch"),
        ("Import API tokens example", "import_api_tokens_example"),
        ("DISPLAY_NAME!!!", "display_name"),
        ("GitHub Widgets", "github_widgets"),
        ("Two  spaces ", "two__spaces_"),
        (" leading", "_leading"),
        ("Tab\there", "tabhere"),
        ("Prod-DB (EU)", "proddb_eu"),
        ("Umsätze 2024", "umstze_2024"),
        ("cost$", "cost$"),
        ("_private", "_private"),
        ("a" * 49, "a" * 49),
        ("A" * 49 + "!!!", "a" * 49),
    ],
)
def test_names_are_derived_as_stitch_does(display_name: str, expected: str) -> None:
    assert schema_name(display_name) == expected


@pytest.mark.parametrize(
    ("display_name", "words"),
    [
        ("####", "cannot derive"),
        ("", "cannot derive"),
        ("日本語", "cannot derive"),
        ("2024 Sales", "start with a letter"),
        ("$ales", "start with a letter"),
        ("a" * 50, "50 characters and 49"),
        ("a b" * 20, "60 characters and 49"),
    ],
)
def test_a_name_that_stitch_would_refuse_is_an_error_of_the_argument(display_name: str, words: str) -> None:
    with pytest.raises(FunctionError) as refused:
        schema_name(display_name)
    assert refused.value.argument == 0
    assert words in refused.value.text


@given(st.text() | st.text("aZ_$ 09!", max_size=60))
def test_the_function_and_the_simulated_service_agree(display_name: str) -> None:
    try:
        name = schema_name(display_name)
    except FunctionError:
        assert not is_valid_name(derive_name(display_name))
    else:
        assert name == derive_name(display_name)
        assert is_valid_name(str(name))


@given(st.text("abcZ_$ 09-", max_size=49))
def test_a_schema_name_as_display_name_gives_itself(display_name: str) -> None:
    try:
        name = schema_name(display_name)
    except FunctionError:
        return
    assert schema_name(str(name)) == name
    assert re.fullmatch(r"[a-z_][a-z0-9_$]{0,48}", str(name))
