"""Claims: of two operations on the same thing in one run, the one that declares it prevails."""

from __future__ import annotations

from stitch_provider.stitch.claims import Claims


def test_what_is_claimed_cannot_be_ended() -> None:
    claims = Claims()
    assert claims.claim("stream", "7", "orders") is True
    assert claims.end("stream", "7", "orders") is False
    assert claims.claim("stream", "7", "orders") is True


def test_a_claim_is_false_if_another_operation_has_ended_it() -> None:
    claims = Claims()
    assert claims.end("stream", "7", "orders") is True
    assert claims.claim("stream", "7", "orders") is False
    assert claims.claim("stream", "8", "orders") is True
