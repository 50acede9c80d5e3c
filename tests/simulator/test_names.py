from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.simulator.names import derive_name, is_valid_name


@pytest.mark.parametrize(
    ("display_name", "name"),
    [
        ("Recurly Stitch", "recurly_stitch"),
        ("Import API tokens example", "import_api_tokens_example"),
        ("DISPLAY_NAME!!!", "display_name"),
        ("####", ""),
        ("Größe $1", "gre_$1"),
    ],
)
def test_a_name_is_derived_from_the_display_name(display_name: str, name: str) -> None:
    assert derive_name(display_name) == name


@pytest.mark.parametrize("name", ["a", "_1", "a$b", "a" * 49])
def test_a_name_is_valid(name: str) -> None:
    assert is_valid_name(name)


@pytest.mark.parametrize("name", ["", "1a", "$a", "A", "a-b", "a" * 50, "a\n"])
def test_a_name_is_invalid(name: str) -> None:
    assert not is_valid_name(name)


@given(st.text())
def test_the_name_derived_from_a_name_is_equal(display_name: str) -> None:
    assert derive_name(derive_name(display_name)) == derive_name(display_name)
