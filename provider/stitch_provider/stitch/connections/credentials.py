"""Credentials: sent, never read, and sent again when they changed or Stitch lost them.

There are two places for them. `credentials` are kept in the state and compare like anything else. `credentials_wo` are
write-only: Terraform stores them nowhere. The resource's private state has the names of those that were sent last and,
unless a version says when they change, a digest over all of them with a random salt. With a digest over all of them,
instead of one for each, an attacker has to guess all secrets at once.

A plan decides which credentials are sent, and passes its `Decision` to the apply in the planned private state. The
apply takes the values of write-only credentials from the configuration and nothing else: Terraform applies
`ignore_changes` to the configuration of a plan, not to that of an apply.

Pure except for the salt. The private state has these keys, each only where it applies: `salt` and `digest` (see
`fingerprint`), `names` (of the write-only credentials that were sent), `missing` (names of credentials that Stitch says
it does not have), `planned` (the decision of the last plan).

The design note is `docs/design/credentials.md`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from stitch_provider.stitch.connections.properties import Texts, declared, names
from stitch_provider.stitch.fingerprint import KEYS, fingerprint, matches
from stitch_provider.terraform.values.value import Unknown, known, wholly_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitch_provider.connect import ReportCard
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.terraform.resource import Private

_SENT = KEYS | {"names", "missing"}
_PLANNED = "planned"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a plan decided about credentials, by name.

    `send` are to be sent and `unset` to be unset. `written` are the names in `credentials_wo`, None where the attribute
    is left out. `renewed` says that they are all sent and are to be remembered. `unsure` says that values or names
    which are not known yet may add to this; it is never true at an apply.
    """

    send: frozenset[str] = frozenset()
    unset: frozenset[str] = frozenset()
    written: frozenset[str] | None = None
    renewed: bool = False
    unsure: bool = False

    @property
    def due(self) -> bool:
        """Whether something has to be sent, or may have to be, though nothing else may have changed."""
        return bool(self.send or self.unset or self.unsure)


def decide(config: ConnectionModel, planned: ConnectionModel, prior: ConnectionModel, private: Private) -> Decision:
    """Which credentials an update sends.

    `config` is the configuration that the plan sees; only `credentials_wo` is taken from it. Leaving out a whole
    attribute does not unset its credentials: they are merely no longer managed. A credential that another attribute
    has is not unset either.
    """
    kept, before = names(planned.credentials), names(prior.credentials)
    written = names(config.credentials_wo)
    renewed = _renewed(config.credentials_wo, planned, prior, private)
    changed = {name for name in kept if _text(planned.credentials, name) != _text(prior.credentials, name)}
    lost = (kept | written).intersection(private.get("missing", ()))
    dropped: set[str] = set()
    if known(planned.credentials):
        dropped |= before - kept
    if renewed and known(config.credentials_wo):
        dropped |= set(private.get("names", ())) - written
    return Decision(
        send=frozenset(changed | lost | (written if renewed else frozenset())),
        unset=frozenset(dropped - names(planned.properties) - kept - written),
        written=None if config.credentials_wo is None else written,
        renewed=renewed,
        unsure=_unsure(config, planned, renewed=renewed, private=private),
    )


def keep_to(first: Decision, repeated: Decision) -> Decision:
    """The decision of a plan that Terraform repeats before the apply, after `first` in the plan that the user has seen.

    If nothing was due there, nothing is sent, even if a write-only value is another one now: the plan has shown
    `effective_properties` as known, and Terraform refuses a repeated plan in which it is not. The next plan finds the
    new value.
    """
    if first.due:
        return repeated
    return replace(repeated, send=frozenset(), unset=frozenset(), renewed=False, unsure=False)


def carry(private: Private, decision: Decision) -> Private:
    """The private state of a plan: the stored one with the decision, in place of that of an earlier plan."""
    return {**private, _PLANNED: msgspec.to_builtins(decision, order="sorted")}


def carried(private: Private) -> Decision:
    """The decision of the plan with this private state."""
    return msgspec.convert(private.get(_PLANNED, {}), Decision)


def remember(private: Private, written: Texts, version: object = None) -> Private:
    """The private state after these write-only credentials were sent; `version` is `credentials_wo_version`."""
    kept = {key: value for key, value in private.items() if key not in _SENT and key != _PLANNED}
    values = declared(written)
    if not values:
        return kept
    kept["names"] = sorted(values)
    if version is None:
        kept |= fingerprint(_together(values))
    return kept


def after(config: ConnectionModel, plan: ConnectionModel, private: Private) -> Private:
    """The private state after what its plan decided was sent."""
    decision = carried(private)
    if decision.written is None:
        return remember(private, None)
    if decision.renewed:
        return remember(private, only(config.credentials_wo, decision.written), plan.credentials_wo_version)
    return {key: value for key, value in private.items() if key not in {"missing", _PLANNED}}


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


def values(*models: ConnectionModel) -> tuple[str, ...]:
    """The credentials that are known from these configurations, plans and states, which no message may contain."""
    return tuple(
        text
        for model in models
        for texts in (model.credentials, model.credentials_wo)
        for text in declared(texts).values()
    )


def only(texts: Texts, wanted: Iterable[str]) -> dict[str, str]:
    """The declared texts with these names."""
    values = declared(texts)
    return {name: values[name] for name in sorted(wanted) if name in values}


def _renewed(written: Texts, planned: ConnectionModel, prior: ConnectionModel, private: Private) -> bool:
    """Whether the write-only credentials are sent: their version changed or, where there is none, they did."""
    if planned.credentials_wo_version != prior.credentials_wo_version:
        return True
    if written is None or planned.credentials_wo_version is not None:
        return False
    if not wholly_known(written):
        return True
    values = declared(written)
    if not values:
        return bool(private.get("names"))
    return not matches(private, _together(values))


def _unsure(config: ConnectionModel, planned: ConnectionModel, *, renewed: bool, private: Private) -> bool:
    """Whether names that are not known yet may have to be sent or unset."""
    if isinstance(planned.credentials, Unknown):
        return True
    return isinstance(config.credentials_wo, Unknown) and (renewed or bool(private.get("missing")))


def _text(texts: Texts, name: str) -> str | Unknown | None:
    return texts.get(name) if known(texts) else None


def _together(values: dict[str, str]) -> str:
    return json.dumps(values, sort_keys=True)
