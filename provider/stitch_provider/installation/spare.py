"""Whether the variable STITCH_SPARE can be used. With another value, the provider does not start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stitch_provider.installation.account import SETTINGS
from stitch_provider.installation.findings import Finding
from stitch_provider.terraform.plugin.handshake import HandshakeError
from stitch_provider.terraform.plugin.spare import lifetime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check(environment: Mapping[bytes, bytes]) -> Iterator[Finding]:
    """A problem if the variable has another value than `off` or a duration; nothing if it can be used."""
    try:
        lifetime.read(environment)
    except HandshakeError as invalid:
        yield Finding(SETTINGS, "problem", "Invalid environment variable.", str(invalid))
