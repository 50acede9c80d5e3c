"""What Stitch has accepted, but no connection check has confirmed yet.

An apply that waits for a connection check can end without a successful one: the check fails, or the time is over. The
names of the properties and credentials that it sent are then kept in the private state of the resource, under the key
`unconfirmed`, until a check succeeds. While the configuration waits for checks, each plan is an update that sends them
again, as no endpoint starts a check. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stitch_provider.stitch.connections.properties import names
from stitch_provider.terraform.diagnostics import Diagnostic, warning
from stitch_provider.terraform.values.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import ConnectionCheck
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.terraform.resource import Private

_KEY = "unconfirmed"


class _Unconfirmed(msgspec.Struct, frozen=True):
    """Names of properties and credentials, and the name of the last check before they were sent."""

    names: tuple[str, ...]
    stale: str | None = None


def remember(private: Private, sent: Iterable[str], stale: str | None) -> Private:
    """The private state after these properties and credentials were sent, before their check has ended."""
    return {**private, _KEY: msgspec.to_builtins(_Unconfirmed(tuple(sorted(sent)), stale))}


def forget(private: Private) -> Private:
    """The private state after a check has succeeded, or where none is needed."""
    return {key: value for key, value in private.items() if key != _KEY}


def anything(private: Private) -> bool:
    """Whether something is not confirmed."""
    return _KEY in private


def confirm(private: Private, check: ConnectionCheck | None) -> Private:
    """The private state after a look at the last check."""
    confirmed = check is not None and check.succeeded and check.name != _stored(private).stale
    return forget(private) if confirmed else private


def names_to_send(config: ConnectionModel, planned: ConnectionModel, private: Private) -> frozenset[str]:
    """What an update sends again to have it checked: what was sent then and is still declared, else all properties."""
    if not anything(private):
        return frozenset()
    ours = names(planned.properties) | names(planned.credentials) | names(config.credentials_wo)
    return ours.intersection(_stored(private).names) or names(planned.properties)


def warn(sent_again: Iterable[str]) -> Diagnostic:
    """The warning of a plan that sends these properties and credentials again."""
    text = (
        "No connection check has succeeded since an earlier apply. So that Stitch checks the connection again, this "
        f"apply sends {', '.join(sorted(sent_again))} again and waits for the check."
    )
    return warning("Connection not confirmed", text, Path.of("connection_check"))


def _stored(private: Private) -> _Unconfirmed:
    return msgspec.convert(private[_KEY], _Unconfirmed)
