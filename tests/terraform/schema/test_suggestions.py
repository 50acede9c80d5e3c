import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.terraform.schema.suggestions import nearest

MANY = [f"platform.{word}{number}" for word in ("github", "shopify", "stripe") for number in range(10)]


@pytest.mark.parametrize(
    ("name", "candidates", "text"),
    [
        ("prot", ["port", "host"], ' Did you mean "port"?'),
        ("PORT", ["port", "host"], ' Did you mean "port"?'),
        ("tokens", ["token", "tokens_1", "host"], ' Did you mean "token" or "tokens_1"?'),
        ("zzz", ["port", "host"], ' Valid: "host", "port".'),
        ("zzz", ["port"], ' Valid: "port".'),
        ("zzz", MANY, ""),
        ("port", [], ""),
    ],
)
def test_similar_names_are_suggested(name: str, candidates: list[str], text: str) -> None:
    assert nearest(name, candidates) == text


def test_only_the_part_that_the_key_returns_is_compared() -> None:
    found = nearest("prot", ["tcp.port", "udp.port", "tcp.host"], key=lambda candidate: candidate.rpartition(".")[2])
    assert found == ' Did you mean "tcp.port" or "udp.port"?'


def test_at_most_three_names_are_suggested() -> None:
    assert nearest("platform.github", MANY).count('"') == 6


@given(st.sets(st.text(min_size=1), max_size=20), st.text())
def test_only_candidates_are_suggested_regardless_of_their_order(candidates: set[str], name: str) -> None:
    text = nearest(name, candidates)
    assert text == nearest(name, sorted(candidates))
    assert text == "" or any(f'"{candidate}"' in text for candidate in candidates)
