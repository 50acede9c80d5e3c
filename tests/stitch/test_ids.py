from __future__ import annotations

import pytest

from stitch_provider.stitch.ids import StitchId, same_id, to_id, to_number
from stitch_provider.terraform.diagnostics import DiagnosticError
from stitch_provider.terraform.values.path import Path
from stitch_provider.terraform.values.value import UNKNOWN


def test_an_id_becomes_the_number_and_back() -> None:
    assert to_number("581220") == 581220
    assert to_id(581220) == "581220"
    assert to_id(to_number("9" * 18)) == "9" * 18


@pytest.mark.parametrize("text", ["", "58a", "-1", "1.0", " 1", "٣", "9" * 19, "9" * 4301])
def test_what_is_no_id_is_refused_at_its_attribute(text: str) -> None:
    path = Path.of("destination_id")
    with pytest.raises(DiagnosticError) as refused:
        to_number(text, path)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.path == path
    assert list(StitchId().check(text, path)) == [diagnostic]
    assert list(StitchId().validate(text, path)) == [diagnostic.as_warning()]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("581220", "581220", True),
        ("0581220", "581220", True),
        ("581220", "581221", False),
        (None, "581220", False),
        (UNKNOWN, "581220", False),
    ],
)
def test_ids_are_the_same_if_their_numbers_are(one: object, other: object, *, same: bool) -> None:
    assert same_id(one, other) is same
