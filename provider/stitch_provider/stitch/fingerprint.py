"""Fingerprints: recognize a secret that was sent, without storing it.

A fingerprint is a digest with a random salt. It is part of the private state of a resource, under the keys `salt` and
`digest` (hex). Pure except for the salt.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import Private

KEYS = frozenset({"salt", "digest"})
"""The keys of a fingerprint."""

_DIGEST_SIZE = 16
_SALT_SIZE = 16


def fingerprint(secret: str) -> Private:
    """A new fingerprint of the secret."""
    salt = secrets.token_hex(_SALT_SIZE)
    return {"salt": salt, "digest": _digest(secret, salt)}


def matches(private: Private, secret: str) -> bool:
    """Whether the private state has a fingerprint of this secret."""
    return "digest" in private and private["digest"] == _digest(secret, str(private.get("salt", "")))


def without(private: Private) -> Private:
    """The private state without its fingerprint."""
    return {key: value for key, value in private.items() if key not in KEYS}


def _digest(secret: str, salt: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=_DIGEST_SIZE, key=salt.encode()).hexdigest()
