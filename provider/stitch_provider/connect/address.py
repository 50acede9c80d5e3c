"""Checks of what a user configures: the base URL and the token. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from stitch_provider.connect.errors import InvalidBaseUrlError, UnauthorizedError

DEFAULT_BASE_URL = "https://api.stitchdata.com"

_BYTE_ORDER_MARK = "\ufeff"
_QUOTES = "\"'"
_SCHEME = re.compile(r"bearer\s", re.IGNORECASE)
_VISIBLE = re.compile(r"[\x21-\x7e]+")


def check_base_url(text: str) -> str:
    """The base URL with its scheme in lower case and without a slash at its end.

    Raises InvalidBaseUrlError, which quotes no user name, password, query or fragment, as these may be secrets.
    """
    url = text.strip()
    if "@" in url:
        raise InvalidBaseUrlError("base_url must not contain a user name or a password; the API access token is enough")
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
    return f"{parts.scheme}{url[len(parts.scheme) :]}".rstrip("/")


def check_token(text: str) -> str:
    """The token without space around it. Raises UnauthorizedError, which does not quote it, for what cannot be one."""
    token = text.strip()
    if not token:
        raise UnauthorizedError("The API access token is empty", sent=False)
    flaw = _flaw(token)
    if flaw:
        raise UnauthorizedError(f"The API access token {flaw}", sent=False)
    return token


def _flaw(token: str) -> str:
    """Why the text cannot be a token; empty if it can."""
    if _BYTE_ORDER_MARK in token:
        return "contains an invisible byte order mark, which some editors write into files; remove it"
    if _SCHEME.match(token):
        return 'begins with the word "Bearer", which the provider adds by itself; leave it out'
    if token[0] in _QUOTES:
        return "is enclosed in quotation marks; leave them out"
    if len(token.splitlines()) > 1:
        return "contains a line break, but a token is a single line"
    return "" if _VISIBLE.fullmatch(token) else "contains characters that no token has, such as a space"
