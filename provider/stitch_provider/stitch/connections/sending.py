"""Sending properties: where a refused one is in the configuration, and what to do where unsetting is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from stitch_provider.connect import RefusedError
from stitch_provider.stitch.connections.properties import names
from stitch_provider.stitch.types.check import CREDENTIALS, CREDENTIALS_WO, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from stitch_provider.connect import ConnectError
    from stitch_provider.stitch.connections.model import ConnectionModel
    from stitch_provider.stitch.explaining import Explanation
    from stitch_provider.terraform.values.path import Path


def paths(config: ConnectionModel) -> Mapping[str, Path]:
    """Where each declared property and credential is."""
    places = (
        (PROPERTIES, config.properties),
        (CREDENTIALS, config.credentials),
        (CREDENTIALS_WO, config.credentials_wo),
    )
    return {name: attribute.key(name) for attribute, texts in places for name in names(texts)}


def explain_unsetting(failure: ConnectError, explanation: Explanation, unset: Collection[str]) -> Explanation:
    """The explanation, with advice where it may be that the service refuses to unset these properties."""
    if not unset or not isinstance(failure, RefusedError) or not set(failure.bad_properties) <= set(unset):
        return explanation
    advice = (
        f"Stitch was asked to unset {', '.join(sorted(unset))}, which the configuration no longer declares. If that is "
        "what it refuses, declare the property with the value that it should have, such as its default, or replace the "
        "whole resource with `terraform apply -replace`."
    )
    return replace(explanation, advice=f"{explanation.advice} {advice}".strip())
