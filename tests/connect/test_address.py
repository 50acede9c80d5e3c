from __future__ import annotations

import pytest

from stitch_provider.connect import InvalidBaseUrlError, UnauthorizedError
from stitch_provider.connect.address import check_base_url, check_token


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.acme.example", "https://api.acme.example"),
        ("https://api.acme.example/", "https://api.acme.example"),
        ("HTTPS://Api.acme.example/V4", "https://Api.acme.example/V4"),
        (" https://api.acme.example/stitch// ", "https://api.acme.example/stitch"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_base_urls_end_without_a_slash(text: str, url: str) -> None:
    assert check_base_url(text) == url


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "URL without spaces"),
        ("api.acme.example", 'write "https://api.acme.example"'),
        ("localhost:8080", 'write "https://localhost:8080"'),
        ("ftp://api.acme.example", "must begin with https://"),
        ("https://", "names no host"),
        ("https:///v4", "names no host"),
        ("https://api.acme.example:port", "is not a URL"),
        ("https://[::1", "is not a URL"),
        ("https://api acme.example", "without spaces"),
        ("https://api.acme.example?token=s3cret", "must end with its path"),
        ("https://api.acme.example/#s3cret", "must end with its path"),
        ("https://api.acme.example?", "must end with its path"),
        ("api.acme.example?token=s3cret", "must end with its path"),
        ("https://someone:s3cret@api.acme.example", "user name or a password"),
    ],
)
def test_what_is_no_base_url_is_refused_with_the_reason(text: str, complaint: str) -> None:
    with pytest.raises(InvalidBaseUrlError, match="base_url") as caught:
        check_base_url(text)
    assert complaint in caught.value.message
    assert "s3cret" not in caught.value.message


def test_space_around_a_token_is_dropped() -> None:
    assert check_token(" ac_token\n") == "ac_token"


@pytest.mark.parametrize("text", ["", "  ", "ac_one\nac_two", "ac_one two", "ac_tökén", "ac_\x00"])
def test_what_cannot_be_a_token_is_refused_without_quoting_it(text: str) -> None:
    refuse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\ufeffac_made_up", "byte order mark"),
        ("Bearer ac_made_up", 'begins with the word "Bearer"'),
        ("bearer\tac_made_up", 'begins with the word "Bearer"'),
        ('"ac_made_up"', "quotation marks"),
        ("'ac_made_up'", "quotation marks"),
        ("ac_one\r\nac_two", "line break"),
        ("ac_one two", "such as a space"),
    ],
)
def test_a_token_that_was_copied_with_something_else_is_refused_with_the_reason(text: str, reason: str) -> None:
    assert refuse(text).startswith("The API access token ")
    assert reason in refuse(text)


def refuse(text: str) -> str:
    with pytest.raises(UnauthorizedError) as caught:
        check_token(text)
    assert "ac_" not in caught.value.message
    assert not caught.value.sent
    return caught.value.message
