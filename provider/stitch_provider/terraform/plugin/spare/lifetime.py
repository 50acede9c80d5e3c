"""The variable STITCH_SPARE: whether there is a spare, and how long it stays."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from stitch_provider.terraform.plugin.handshake import HandshakeError
from stitch_provider.terraform.plugin.spare import client

if TYPE_CHECKING:
    from collections.abc import Mapping

_DURATION = re.compile(r"([1-9][0-9]{0,4})([smh])")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


class Lifetime(NamedTuple):
    """How long a spare stays after its last use; None if it ends with Terraform."""

    seconds: int | None


def read(environment: Mapping[bytes, bytes]) -> Lifetime | None:
    """The lifetime of a spare according to the environment; None if there must be none. Raises HandshakeError."""
    wanted = environment.get(client.VARIABLE, b"")
    if wanted == client.OFF:
        return None
    if not wanted:
        return Lifetime(None)
    duration = _DURATION.fullmatch(os.fsdecode(wanted))
    if duration is None:
        raise HandshakeError(
            f'STITCH_SPARE={os.fsdecode(wanted)} is invalid. Set it to "off" or to a duration such as 90s, 10m or 1h, '
            "or unset it."
        )
    return Lifetime(int(duration[1]) * _SECONDS[duration[2]])
