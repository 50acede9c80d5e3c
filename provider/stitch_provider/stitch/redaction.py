"""Redaction: removes secrets, and characters that control a terminal, from texts of the service. Pure.

Secrets are those that the caller names and, in every text, what is a secret by its place: the user name and password
of a URL, and the value after a name such as `password=`. A text that becomes part of a diagnostic is changed by
`redact`, and one that becomes the value of an attribute by `hide`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HIDDEN = "(hidden)"

_SHORT = 4
"""Characters. A shorter secret is hidden only where it is a whole word, as it would otherwise hide parts of others."""

_SHORTEST_LINE = 8
"""Characters. A line of a secret with several lines, such as a private key, is hidden by itself from this length on."""

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # operating system commands, such as a new window title
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences, such as colors
    r"|\x1b[ -/]*[0-~]"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_USER_INFO = re.compile(
    r"""([A-Za-z][A-Za-z0-9+.-]{0,40}://)
    (?:[^\s/?#"<>:@]{0,256}:(?![0-9]{1,5}(?:[/?#"]|$))[^\s"<>]{0,256}  # a password can have slashes, a port has none
    |[^\s/?#"<>]{1,256})
    (?=@)""",
    re.VERBOSE,
)
"""The user name and password of a URL. The bounds keep the time proportional to the length of the text."""

_NAMED = re.compile(
    r"""(?<![\w-])(
    (?:password|passwd|pwd|secret|token|signature
    |(?:access|auth|refresh|id|api|security)[_-]?token
    |(?:api|access|secret|private)[_-]?key
    |client[_-]?secret|x-amz-(?:signature|security-token|credential))=
    )[^\s&;"'<>]+""",
    re.VERBOSE | re.IGNORECASE,
)
_ENCODED_CHARACTER = re.compile(r"%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4}")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text on one line, with `HIDDEN` in place of each secret.

    A secret is found as it is, as the inside of a JSON string, and percent-encoded.
    """
    pattern = _pattern(secrets)
    return _hide(_printable(_hide(text, pattern)), pattern)


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """The same without any other change: a text of several lines keeps its lines."""
    return _hide(text, _pattern(secrets))


def hide_in(text: str | None, secrets: Iterable[str] = ()) -> str | None:
    """The same for a text that the service may leave out; None then."""
    return None if text is None else hide(text, secrets)


def _hide(text: str, pattern: re.Pattern[str] | None) -> str:
    named = text if pattern is None else pattern.sub(HIDDEN, text)
    return _NAMED.sub(rf"\1{HIDDEN}", _USER_INFO.sub(rf"\1{HIDDEN}", named))


def _printable(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", _ESCAPE_SEQUENCE.sub("", text)).split())


def _pattern(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """What matches each secret in each spelling, the longest first; None without secrets."""
    spellings = {spelling for secret in secrets for part in _parts(secret) for spelling in _spellings(part)}
    if not spellings:
        return None
    return re.compile("|".join(_expression(each) for each in sorted(spellings, key=lambda each: (-len(each), each))))


def _parts(secret: str) -> Iterator[str]:
    if secret.strip():
        yield secret
        yield secret.strip()
    lines = [line.strip() for line in secret.splitlines()]
    if len(lines) > 1:
        yield from (line for line in lines if len(line) >= _SHORTEST_LINE)


def _spellings(secret: str) -> Iterator[str]:
    yield secret
    yield _printable(secret)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield quote(secret)
    yield quote(secret, safe="")
    yield quote_plus(secret)


def _expression(spelling: str) -> str:
    """The pattern of one spelling; hexadecimal digits of encoded characters match in either case."""
    escaped = re.escape(spelling)
    pattern = _ENCODED_CHARACTER.sub(lambda found: f"(?i:{found[0]})", escaped)
    return pattern if len(spelling) >= _SHORT else rf"(?<!\w){pattern}(?!\w)"
