"""Fields: the numbers that the values, ranges and steps of one field of an expression allow.

Quartz reads three letters of a name and skips the letters that follow, and whatever else follows a longer name. So a
longer name is taken at the end of an element only.
"""

from __future__ import annotations

import re

from msgspec import Struct

from stitch_provider.terraform.schema.suggestions import nearest

_DIGITS = re.compile(r"0*([0-9]{1,9})")
_NAME_LENGTH = 3


class QuartzError(ValueError):
    """An expression that Quartz or Stitch does not take. The text names the wrong field and says what it takes."""


def number_of(text: str) -> int | None:
    """The number that the digits spell, None for any other text. No field has numbers of more than nine digits."""
    match = _DIGITS.fullmatch(text)
    return int(match[1]) if match else None


class MisreadError(QuartzError):
    """An expression that Quartz takes, but of which it skips a part, so that it is another schedule than is written."""


class Field(Struct, frozen=True):
    """The numbers that a field takes, and the names that it has for them, beginning with the least number.

    `wraps` is whether a range may continue at the beginning of the field.
    """

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    wraps: bool = True

    def number(self, text: str) -> int:
        """The number that a number or a name of three letters stands for."""
        if text in self.names:
            return self.least + self.names.index(text)
        number = number_of(text)
        if number is None:
            raise self._unknown(text)
        if self.least <= number <= self.most:
            return number
        raise QuartzError(f"The field {self.name} takes {self.least} to {self.most}, not {text}.")

    def values(self, text: str) -> frozenset[int]:
        """The numbers that a list of values, ranges and steps allows."""
        return frozenset().union(*map(self._item, self.items(text)))

    def items(self, text: str) -> list[str]:
        """The elements of a list; Quartz skips the empty ones."""
        items = [item for item in text.split(",") if item]
        if not items:
            raise self._unknown(text)
        return items

    def _item(self, item: str) -> frozenset[int]:
        span, slash, step = item.partition("/")
        start, dash, end = span.partition("-")
        if span == "*" or (slash and not span):
            first, count = self.least, self.most - self.least + 1
        elif dash:
            first, count = self._range(start, end)
        elif slash:
            first = self._alone(start)
            count = self.most - first + 1
        else:
            return frozenset({self._alone(item)})
        if not slash:
            return self._wrap(first, count, 1)
        if start.isalpha():
            last = f"-{self._alone(end)}" if dash else ""
            raise MisreadError(
                f"The field {self.name} takes steps only after numbers, as Quartz skips them after names: write "
                f'"{first}{last}/{step}", not "{item}".'
            )
        return self._wrap(first, count, self._step(step, bounded=not dash))

    def _alone(self, text: str) -> int:
        """The number of a value that nothing follows, where a name may have more than three letters."""
        return self.number(text[:_NAME_LENGTH] if text.isalpha() and text[:_NAME_LENGTH] in self.names else text)

    def _range(self, start: str, end: str) -> tuple[int, int]:
        """The first number of a range, and how many there are."""
        if start.isalpha() != end.isalpha():
            raise QuartzError(
                f'The field {self.name} takes ranges of two names or of two numbers, not "{start}-{end}".'
            )
        first, last = self.number(start), self._alone(end)
        if last < first and not self.wraps:
            raise QuartzError(
                f'The field {self.name} takes ranges from the lesser to the greater, not "{start}-{end}".'
            )
        return first, (last - first) % (self.most - self.least + 1) + 1

    def _step(self, text: str, *, bounded: bool) -> int:
        step = number_of(text)
        if step and (step <= self.most or not bounded):
            return step
        raise QuartzError(f'The field {self.name} takes steps of 1 to {self.most} after "/", not "{text}".')

    def _wrap(self, first: int, count: int, step: int) -> frozenset[int]:
        size = self.most - self.least + 1
        return frozenset((first + offset - self.least) % size + self.least for offset in range(0, count, step))

    def _unknown(self, text: str) -> QuartzError:
        if text.isalpha() and text[:_NAME_LENGTH] in self.names:
            return MisreadError(
                f'In the field {self.name}, write "{text[:_NAME_LENGTH]}" instead of "{text}": Quartz ignores whatever '
                "follows a name of more than three letters."
            )
        if text.isalpha() and self.names:
            return QuartzError(f'"{text}" is not a name in the field {self.name}.{nearest(text, self.names)}')
        return QuartzError(f'"{text}" is not valid in the field {self.name}.')
