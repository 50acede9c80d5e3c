"""Checks of what a user configures: the base URL and the token. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from stitch_provider.connect.errors import InvalidBaseUrlError, UnauthorizedError

DEFAULT_BASE_URL = "https://api.stitchdata.com"

_VISIBLE = re.compile(r"[\x21-\x7e]+")


def check_base_url(text: str) -> str:
    """The base URL without a slash at its end.

    Raises InvalidBaseUrlError, which quotes no user name, password, query or fragment, as these may be secrets.
    """
    url = text.strip()
    if "@" in url:
        raise InvalidBaseUrlError("base_url must not hold a user name or password; the API token is all it takes")
    if "?" in url or "#" in url:
        raise InvalidBaseUrlError('base_url must end with its path: no "?" and no "#"')
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidBaseUrlError(f'base_url "{url}" is not a URL: {error}') from None
    if not _VISIBLE.fullmatch(url):
        raise InvalidBaseUrlError(f"base_url must be a URL without spaces, such as {DEFAULT_BASE_URL}")
    if "://" not in url:
        raise InvalidBaseUrlError(f'base_url "{url}" has no scheme; write "https://{url}"')
    if parts.scheme not in {"http", "https"}:
        raise InvalidBaseUrlError(f'base_url "{url}" must begin with https:// (or http:// for a local simulator)')
    if not host:
        raise InvalidBaseUrlError(f'base_url "{url}" names no host; an example is {DEFAULT_BASE_URL}')
    return url.rstrip("/")


def check_token(text: str) -> str:
    """The token without space around it. Raises UnauthorizedError, which does not quote it, for what cannot be one."""
    token = text.strip()
    if not token:
        raise UnauthorizedError("the API token is empty", sent=False)
    if not _VISIBLE.fullmatch(token):
        text = "the API token holds characters that no token has, such as a line break or a space"
        raise UnauthorizedError(text, sent=False)
    return token
