"""Credentials: sent, never read, and sent again when they changed or Stitch lost them.

There are two places for them. `credentials` are kept in the state and compare like anything else. `credentials_wo` are
write-only: Terraform stores them nowhere. The resource's private state has their names and a digest over all of them
with a random salt, as they were sent last. With a digest over all of them, instead of one for each, an attacker has to
guess all secrets at once.

Pure except for the salt. The private state has these keys, each only where it applies: `salt` and `digest` (hex),
`names` (of the write-only credentials that were sent), `missing` (names of credentials that Stitch says it does not
have).

The design note is `docs/design/credentials.md`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.connections.properties import Texts, declared, names
from stitch_provider.terraform.values.value import Unknown, wholly_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import ReportCard
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.terraform.resource import Private

_DIGEST_SIZE = 16
_SALT_SIZE = 16


def remember(private: Private, written: Texts) -> Private:
    """The private state after these write-only credentials were sent."""
    kept = {key: value for key, value in private.items() if key not in {"salt", "digest", "names", "missing"}}
    values = declared(written)
    if not values:
        return kept
    salt = secrets.token_hex(_SALT_SIZE)
    return kept | {"salt": salt, "digest": _digest(values, salt), "names": sorted(values)}


def take_stock(private: Private, kept: Texts, card: ReportCard) -> Private:
    """The private state after a read whose report card says which of our credentials Stitch has."""
    ours = names(kept).union(private.get("names", ()))
    missing = sorted(
        spec.name
        for spec in (card.properties.values() if ours else ())
        if spec.is_credential and not spec.provided and spec.name in ours
    )
    if missing == private.get("missing", []):
        return private
    rest = {key: value for key, value in private.items() if key != "missing"}
    return rest | {"missing": missing} if missing else rest


def due(config: ConnectionModel, prior: ConnectionModel, private: Private) -> bool:
    """Whether credentials have to be sent though nothing else may have changed.

    Unknown ones may turn out different, unless their version says that they are the same.
    """
    lost = bool(_lost(config, private))
    return lost or _rewritten(config, prior, private) or config.credentials != prior.credentials


def changes(config: ConnectionModel, prior: ConnectionModel, private: Private) -> dict[str, str | None]:
    """The credentials to send; `config` is known by now. None unsets one that is no longer declared.

    Leaving out a whole attribute is no wish to unset its credentials: they are merely no longer managed.
    """
    kept, before, written = declared(config.credentials), declared(prior.credentials), declared(config.credentials_wo)
    sent: dict[str, str | None] = {}
    if config.credentials is not None:
        sent |= {name: None for name in before if name not in kept}
    if config.credentials_wo is not None:
        sent |= {name: None for name in private.get("names", ()) if name not in written}
    sent |= {name: text for name, text in kept.items() if text != before.get(name)}
    if _rewritten(config, prior, private):
        sent |= written
    lost = _lost(config, private)
    sent |= {name: text for name, text in (kept | written).items() if name in lost}
    elsewhere = names(config.properties) | kept.keys() | written.keys()
    return {name: text for name, text in sent.items() if text is not None or name not in elsewhere}


def after(config: ConnectionModel, prior: ConnectionModel, private: Private) -> Private:
    """The private state after `changes` were sent."""
    if config.credentials_wo is None or _rewritten(config, prior, private) or _lost(config, private):
        return remember(private, config.credentials_wo)
    return private


def all_of(config: ConnectionModel) -> dict[str, str]:
    """All declared credentials."""
    return declared(config.credentials) | declared(config.credentials_wo)


def _rewritten(config: ConnectionModel, prior: ConnectionModel, private: Private) -> bool:
    """Whether the write-only credentials or their version differ, or may differ, from those that were sent last."""
    if config.credentials_wo_version != prior.credentials_wo_version:
        return True
    written = config.credentials_wo
    if written is None:
        return False
    if config.credentials_wo_version is not None:
        return not isinstance(written, Unknown) and names(written) != frozenset(private.get("names", ()))
    if not wholly_known(written):
        return True
    values = declared(written)
    if not values:
        return bool(private.get("names"))
    return private.get("digest") != _digest(values, str(private.get("salt", "")))


def _lost(config: ConnectionModel, private: Private) -> frozenset[str]:
    missing: Iterable[Any] = private.get("missing", ())
    return (names(config.credentials) | names(config.credentials_wo)).intersection(missing) if missing else frozenset()


def _digest(values: dict[str, str], salt: str) -> str:
    text = json.dumps(values, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_SIZE, key=salt.encode()).hexdigest()
