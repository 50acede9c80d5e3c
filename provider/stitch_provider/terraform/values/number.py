"""Exact numbers: `int`, or `Decimal` if there is a fraction; never `float`."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from stitch_provider.terraform.values.codec_error import codec_error

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")

DIGITS = 1000
"""How many digits a number can have before or after the point. cty is exact to about 150."""


def parse_number(text: str) -> int | Decimal:
    """The number in decimal notation, with or without an exponent; raises CodecError."""
    if len(text) > 2 * DIGITS or not _DECIMAL.fullmatch(text):
        raise codec_error("a number is required")
    return exact(Decimal(text))


def exact(number: Decimal) -> int | Decimal:
    """The number, as an int if it has no fraction; raises CodecError if it is infinite or has too many digits."""
    if not number.is_finite():
        raise codec_error("a finite number is required")
    if number and not -DIGITS < number.adjusted() < DIGITS:
        raise codec_error(f"a number of at most {DIGITS} digits is required")
    return int(number) if number == number.to_integral_value() else number


def from_float(number: float) -> int | Decimal:
    """The exact value of a binary float; raises CodecError if it is infinite."""
    if not math.isfinite(number):
        raise codec_error("a finite number is required")
    return int(number) if number.is_integer() else Decimal(number)


def to_text(number: int | Decimal) -> str:
    """The number in decimal notation without an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")
