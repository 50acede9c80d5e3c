from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.fingerprint import fingerprint, matches, without


@given(st.text(), st.text())
def test_a_fingerprint_matches_its_secret_and_no_other(secret: str, other: str) -> None:
    assert matches(fingerprint(secret), secret)
    assert matches(fingerprint(secret), other) == (secret == other)


def test_two_fingerprints_of_a_secret_differ_and_do_not_contain_it() -> None:
    one, other = fingerprint("hunter2"), fingerprint("hunter2")
    assert one["digest"] != other["digest"]
    assert "hunter2" not in str(one)


def test_nothing_matches_without_a_fingerprint() -> None:
    assert not matches({}, "")
    assert without(fingerprint("hunter2") | {"names": ["password"]}) == {"names": ["password"]}
