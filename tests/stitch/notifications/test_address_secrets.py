from __future__ import annotations

import pytest

from stitch_provider.stitch.notifications.address_secrets import secrets_of
from stitch_provider.stitch.redaction import redact


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://hooks.acme.example/stitch", set()),
        ("https://hooks.acme.example", set()),
        ("https://hooks.acme.example:8443/a/b?", set()),
        ("https://robot:pass@hooks.acme.example", {"robot:pass", "robot", "pass"}),
        ("https://r%40bot@hooks.acme.example/", {"r%40bot", "r@bot"}),
        (
            "https://hooks.acme.example/x?token=s3cr%2Ft&v=1",
            {"token=s3cr%2Ft&v=1", "token=s3cr/t&v=1", "s3cr%2Ft", "s3cr/t", "1"},
        ),
        ("https://hooks.acme.example/x?a+b", {"a+b", "a b"}),
        ("https://hooks.acme.example/x?token=one=two", {"token=one=two", "one=two"}),
        ("https://hooks.acme.example/x#s3cret", {"s3cret"}),
        ("https://hooks.slack.com/services/TEAM/HOOK/abcdefghijklmnopqrst", {"abcdefghijklmnopqrst"}),
        ("https://hooks.zapier.com/hooks/catch/123456/b1c2d3e/v2", {"b1c2d3e"}),
        (
            "https://maker.ifttt.com/trigger/stitch/with/key/abcdefghij0123456789W/json",
            {"abcdefghij0123456789W"},
        ),
        ("https://n8n.acme.example/webhook/0d4f%2De1a2-3b4c-5d6e", {"0d4f%2De1a2-3b4c-5d6e", "0d4f-e1a2-3b4c-5d6e"}),
        ("https://[::1", {"https://[::1"}),
    ],
)
def test_everything_but_host_and_short_path_segments_can_be_a_secret(url: str, secrets: set[str]) -> None:
    assert set(secrets_of(url)) == secrets


@pytest.mark.parametrize("url", [None, ""])
def test_no_address_has_no_secrets(url: str | None) -> None:
    assert tuple(secrets_of(url)) == ()


def test_an_address_is_still_recognized_without_its_secrets() -> None:
    url = "https://robot:pass@hooks.acme.example/services/abcdefghij0123456789?token=s3cret"
    shown = redact(f"cannot call {url}", secrets_of(url))
    assert shown == "cannot call https://(hidden)@hooks.acme.example/services/(hidden)?(hidden)"
