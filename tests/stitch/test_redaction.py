from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stitch_provider.stitch.redaction import HIDDEN, hide, redact

KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("hunter2hunter2", "password hunter2hunter2 is wrong"),
        ('pa"ss\\word', r'{"password": "pa\"ss\\word"} does not match'),
        ("zürich-geheim", r"value \u00fcber z\u00fcrich-geheim"),
        ("zürich-geheim", r"z\u00FCrich-geheim"),
        ("a/b+c=d e", "https://h/?token=a%2fb%2bc%3dd%20e"),
        ("a/b+c=d e", "https://h/?token=a%2Fb%2Bc%3Dd+e"),
        (KEY, f"bad key {KEY} given"),
        (KEY, json.dumps({"key": KEY})),
        (KEY, "line 2 of the key is bad: MIIEvQIBADANBgkqhkiG9w0BAQ"),
    ],
)
def test_a_secret_is_hidden_in_every_spelling(secret: str, text: str) -> None:
    redacted = redact(text, [secret])
    assert HIDDEN in redacted
    assert "MIIE" not in redacted
    for piece in ("hunter2", "word\\", "geheim", "a/b", "b%2", "a%2"):
        assert piece not in redacted


@given(secret=st.text(min_size=4).filter(lambda text: text.strip()), around=st.text())
def test_no_secret_is_left_whatever_it_consists_of(secret: str, around: str) -> None:
    for quoted in (secret, json.dumps(secret), quote(secret, safe="")):
        left = redact(f"{around}{quoted}{around}", [secret]).replace(HIDDEN, "").replace(around, "")
        assert secret not in left or secret in around


def test_where_one_secret_contains_another_the_longer_is_hidden_as_a_whole() -> None:
    assert redact("key abcdefgh", ["abcd", "abcdefgh"]) == f"key {HIDDEN}"


def test_a_short_secret_is_hidden_only_where_it_is_a_word() -> None:
    assert redact("port 22 of host2222", ["22"]) == f"port {HIDDEN} of host2222"


def test_an_empty_secret_hides_nothing() -> None:
    assert redact("nothing to hide", ["", "  "]) == "nothing to hide"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m text", "red text"),
        ("\x1b]0;new title\x07title", "title"),
        ("\x9b2Jcleared", "cleared"),
        ("two\r\nlines\tand\x00more", "two lines and more"),
        ("right\u202eto left", "right to left"),
        ("plain ünïcode “text”", "plain ünïcode “text”"),
    ],
)
def test_escape_sequences_and_control_characters_are_removed(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_a_secret_that_control_characters_interrupt_is_hidden() -> None:
    assert redact("token abcd\x1b[0mefgh", ["abcdefgh"]) == f"token {HIDDEN}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://ro:secret@db.acme.example:5432/shop", f"postgres://{HIDDEN}@db.acme.example:5432/shop"),
        ("see http://user:pw@host/path.", f"see http://{HIDDEN}@host/path."),
        ("mongodb+srv://u:p@a,b/x", f"mongodb+srv://{HIDDEN}@a,b/x"),
        ("jdbc:postgresql://u:p%40ss@h/db", f"jdbc:postgresql://{HIDDEN}@h/db"),
        ("mysql://ro:p@ss/w?rd#1@db/shop", f"mysql://{HIDDEN}@db/shop"),
        ("https://token@host", f"https://{HIDDEN}@host"),
        ('{"from":"ftp://u:p@one","to":"ftp://u:p@two"}', f'{{"from":"ftp://{HIDDEN}@one","to":"ftp://{HIDDEN}@two"}}'),
        ("post\x00gres://ro:sec\x1b[0mret@db", f"post gres://{HIDDEN}@db"),
    ],
)
def test_user_names_and_passwords_of_urls_are_hidden(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("host=db password=hunter2 user=ro", f"host=db password={HIDDEN} user=ro"),
        ("https://h/log?X-Amz-Signature=ab12&part=1", f"https://h/log?X-Amz-Signature={HIDDEN}&part=1"),
        ("jdbc:mysql://h/db?user=ro&PASSWORD=x;y=1", f"jdbc:mysql://h/db?user=ro&PASSWORD={HIDDEN};y=1"),
        ("client_secret=abc", f"client_secret={HIDDEN}"),
    ],
)
def test_values_with_the_names_of_secrets_are_hidden(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "mail ada@acme.example about https://acme.example/x",
        "https://h:8443/a?to=ada@acme.example",
        "https://h/~ada@acme",
        '{"url":"postgres://h:5432","to":"ada@acme.example"}',
        "page_token=7 is no secret, and neither is a password of 8 characters",
    ],
)
def test_texts_without_secrets_are_unchanged(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("part", ["a", "http://a:x,", "://", "a:", "password=", "@"])
def test_a_long_text_takes_no_longer_than_its_length_justifies(part: str) -> None:
    """With an unbounded pattern this takes hours."""
    assert hide(part * (200_000 // len(part)))


def test_a_text_for_an_attribute_keeps_its_lines() -> None:
    log = "INFO begins\n\tconnects to postgres://ro:secret@db with ac_made_up\n"
    assert hide(log, ["ac_made_up"]) == f"INFO begins\n\tconnects to postgres://{HIDDEN}@db with {HIDDEN}\n"
