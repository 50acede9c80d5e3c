"""The parts of a hook's address that can be secrets. Pure.

Anyone who knows the whole address of a hook can call it. The secret is its user name and password, its query, its
fragment, or a segment of its path, as in `https://hooks.slack.com/services/T012AB3CD/B012AB3CD/<secret>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z]).{6,}|.{16,}")
"""A text that can be a token: long, or with letters and digits and not very short."""


def is_token(text: str) -> bool:
    """Whether the text, such as a segment of a path, can be a token."""
    return _TOKEN.fullmatch(text) is not None


def secrets_of(url: str | None) -> Iterator[str]:
    """Every part that can be a secret, as it is in the address and decoded."""
    if not url:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        yield url
        return
    user_info = parts.netloc.rpartition("@")[0]
    fields = [field.partition("=")[2] or field for field in parts.query.split("&")]
    segments = filter(is_token, parts.path.split("/"))
    for part in filter(None, (user_info, *user_info.split(":", 1), parts.query, parts.fragment, *segments)):
        yield part
        yield unquote(part)
    for field in filter(None, fields):
        yield field
        yield unquote_plus(field)
