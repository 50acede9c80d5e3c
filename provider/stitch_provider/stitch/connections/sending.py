"""Sending: which attribute a refused property belongs to, the way out where unsetting is refused, and no secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from stitch_provider.connect import RefusedError
from stitch_provider.stitch.connections.properties import declared, names
from stitch_provider.stitch.refusals import explain
from stitch_provider.stitch.types.check import CREDENTIALS, CREDENTIALS_WO, PROPERTIES
from stitch_provider.terraform.values.path import ROOT, Path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.terraform.diagnostics import Diagnostic


_SHORTEST_SECRET = 4
"""Characters; what is shorter hides nothing, and taking it out of a text leaves no text."""


def refused(
    refusal: ConnectError,
    action: str,
    *,
    sent: Mapping[str, Any],
    config: ConnectionModel,
    paths: Mapping[str, Path],
    path: Path = ROOT,
) -> Diagnostic:
    """The error to show where `sent` properties were refused; `paths` are those of other attributes by property."""
    places = (
        (PROPERTIES, config.properties),
        (CREDENTIALS, config.credentials),
        (CREDENTIALS_WO, config.credentials_wo),
    )
    own = {name: attribute.key(name) for attribute, texts in places for name in names(texts)}
    explained = _hiding(explain(refusal, action, paths={**paths, **own}, path=path), config)
    unset = sorted(name for name, value in sent.items() if value is None and name not in paths)
    if not unset or not isinstance(refusal, RefusedError) or (set(refusal.bad_properties) - set(unset)):
        return explained
    way_out = (
        f" Stitch was asked to unset {', '.join(unset)}, which the configuration no longer declares. If that is what "
        "it refuses, declare the property with the value that it should have, such as its default, or replace the "
        "whole resource with `terraform apply -replace`."
    )
    return replace(explained, detail=explained.detail + way_out)


def _hiding(explained: Diagnostic, config: ConnectionModel) -> Diagnostic:
    """The error without the credentials that were sent, which the service's own words may quote."""
    secrets = (*declared(config.credentials).values(), *declared(config.credentials_wo).values())
    detail = explained.detail
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            detail = detail.replace(secret, "(hidden)")
    return replace(explained, detail=detail)
