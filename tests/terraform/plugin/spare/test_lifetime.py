"""The values of the variable STITCH_SPARE."""

from __future__ import annotations

import pytest

from stitch_provider.terraform.plugin.handshake import HandshakeError
from stitch_provider.terraform.plugin.spare import lifetime
from stitch_provider.terraform.plugin.spare.lifetime import Lifetime


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, Lifetime(None)),
        ({b"STITCH_SPARE": b""}, Lifetime(None)),
        ({b"STITCH_SPARE": b"90s"}, Lifetime(90)),
        ({b"STITCH_SPARE": b"10m"}, Lifetime(600)),
        ({b"STITCH_SPARE": b"2h"}, Lifetime(7200)),
        ({b"STITCH_SPARE": b"off"}, None),
    ],
)
def test_a_spare_ends_with_terraform_or_stays_for_a_duration(
    variables: dict[bytes, bytes], expected: Lifetime | None
) -> None:
    assert lifetime.read(variables) == expected


@pytest.mark.parametrize("value", [b"on", b"10", b"0m", b"-1s", b"1.5h", b"10 m", b"10M", b"\xff"])
def test_an_invalid_value_is_an_error_that_names_the_variable(value: bytes) -> None:
    with pytest.raises(HandshakeError, match="STITCH_SPARE"):
        lifetime.read({b"STITCH_SPARE": value})
