"""Moving: converts the state of the community's `stitch_source`. Pure.

That provider, abandoned in 2020, could create and delete sources. Its state has `id`, `type`, `display_name` and all
settings, secrets among them, in `properties`, and nothing else. The bundled catalog says which of the settings are
secrets. What the catalog does not have counts as a secret, as it may be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stitch_provider.stitch.ids import is_id
from stitch_provider.stitch.sources import schedule
from stitch_provider.stitch.sources.model import SourceModel
from stitch_provider.stitch.types import coerce
from stitch_provider.stitch.types.rules import from_catalog
from stitch_provider.terraform.diagnostics import warning
from stitch_provider.terraform.resource import ReadResponse

if TYPE_CHECKING:
    from stitch_provider.terraform.resource import MoveRequest

COMMUNITY_PROVIDERS = frozenset({"stitchdata.com/provider/stitch", "stitchdata.com/stitchdata/stitch"})
"""The addresses of that provider. Its instructions for an installation have the one, and its example the other."""

_NOTICE = warning(
    "Source moved from another provider",
    "The state of the source contained its secrets. They are now in credentials, which is also stored in the "
    "state. With Terraform or OpenTofu 1.11 or newer, set them in credentials_wo instead, and the next apply removes "
    "them from the state. Older copies of the state still contain them, so change secrets that others could read "
    "there.",
)


def moved(request: MoveRequest) -> ReadResponse[SourceModel] | None:
    """The state for a `stitch_source` of another provider; None where the request is about nothing like one."""
    found = request.state
    named = found.get("id") or found.get("source_id")
    kind, title, settings = found.get("type"), found.get("display_name"), found.get("properties") or {}
    source_id = str(named) if isinstance(named, str | int) else ""
    if request.type_name != "stitch_source" or not is_id(source_id):
        return None
    if not (isinstance(kind, str) and kind and isinstance(title, str) and isinstance(settings, Mapping)):
        return None
    state = _state(source_id, kind, title, {name: value for name, value in settings.items() if value is not None})
    return ReadResponse(state=state, private={}, diagnostics=(_NOTICE,) if state.credentials else ())


def _state(source_id: str, kind: str, title: str, settings: Mapping[str, Any]) -> SourceModel:
    texts = {name: coerce.to_text(value) for name, value in settings.items()}
    rules = from_catalog("source", kind).properties
    plain = {name: text for name, text in texts.items() if name in rules and not rules[name].credential}
    secret = {name: text for name, text in texts.items() if name not in plain and name not in schedule.PROPERTIES}
    return SourceModel(
        id=source_id,
        type=kind,
        display_name=title,
        name=None,
        properties={name: text for name, text in plain.items() if name not in schedule.PROPERTIES} or None,
        credentials=secret or None,
        schedule=schedule.from_api(texts),
        paused=False,
        effective_properties=None,
        stitch_client_id=None,
        created_at=None,
    )
