"""Numbers, exact: `int`, or `Decimal` where there is a fraction; never `float`."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from stitch_provider.terraform.values.codec_error import codec_error

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")

DIGITS = 1000
"""How many digits a number may have before or after its point; cty itself is exact to about 150."""


def parse_number(text: str) -> int | Decimal:
    """The number that decimal notation says, an exponent allowed; raises CodecError."""
    if len(text) > 2 * DIGITS or not _DECIMAL.fullmatch(text):
        raise codec_error("a number is required")
    return exact(Decimal(text))


def exact(number: Decimal) -> int | Decimal:
    """The number as an int where it has no fraction; raises CodecError where it is infinite or has too many digits."""
    if not number.is_finite():
        raise codec_error("a finite number is required")
    if number and not -DIGITS < number.adjusted() < DIGITS:
        raise codec_error(f"a number of at most {DIGITS} digits is required")
    return int(number) if number == number.to_integral_value() else number


def from_float(number: float) -> int | Decimal:
    """The number that a binary float stands for, to its last digit; raises CodecError where it is infinite."""
    if not math.isfinite(number):
        raise codec_error("a finite number is required")
    return int(number) if number.is_integer() else Decimal(number)


def to_text(number: int | Decimal) -> str:
    """Decimal notation without an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")
