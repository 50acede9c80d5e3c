"""The provider's Quartz against the simulator's, which was written without it.

Agreement is not proof, so both are held to tables of what Quartz does as well: `test_expression`, `test_firing` and
`tests/simulator/test_quartz.py`.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from hypothesis import given

from stitch_provider.simulator.quartz import check_quartz, next_fire, parse_quartz
from stitch_provider.stitch.quartz.expression import MisreadError, QuartzError, parse
from stitch_provider.stitch.quartz.firing import firings
from strategies.quartz import edited, expressions, misread, moments, refused, with_seconds

COUNT = 5


def provider_takes(text: str) -> bool:
    try:
        parse(text)
    except QuartzError:
        return False
    return True


def simulated_firings(text: str, after: datetime) -> list[datetime]:
    quartz, found = parse_quartz(text), list[datetime]()
    moment = next_fire(quartz, after)
    while moment is not None and len(found) < COUNT:
        found.append(moment)
        moment = next_fire(quartz, moment)
    return found


@given(expressions | with_seconds, moments)
def test_a_well_formed_expression_fires_at_the_same_times_in_both(text: str, after: datetime) -> None:
    assert list(islice(firings(parse(text), after), COUNT)) == simulated_firings(text, after)


@given(refused)
def test_both_refuse_what_quartz_refuses(text: str) -> None:
    assert check_quartz(text) is not None
    assert not provider_takes(text)


@given(misread)
def test_only_the_provider_refuses_what_quartz_reads_otherwise_than_it_is_written(text: str) -> None:
    assert check_quartz(text) is None
    assert not provider_takes(text)


@given(edited() | refused)
def test_quartz_takes_every_expression_that_it_reads_otherwise(text: str) -> None:
    try:
        parse(text)
    except MisreadError:
        assert check_quartz(text) is None
    except QuartzError:
        pass


@given(edited(), moments)
def test_any_text_that_the_provider_takes_fires_at_the_same_times_in_the_simulator(text: str, after: datetime) -> None:
    if provider_takes(text):
        assert list(islice(firings(parse(text), after), COUNT)) == simulated_firings(text, after)
