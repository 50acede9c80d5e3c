"""What the calls of every noun of the API stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stitch_provider.connect.calls import Calls
    from stitch_provider.connect.patience import Patience
    from stitch_provider.connect.recovery import Creations


class Noun:
    """The calls of one noun. `Connect` is all nouns in one: it sets these up, and its views differ in `_patience`."""

    _calls: Calls
    _patience: Patience
    _creations: Creations


def without(missing: Any, **content: Any) -> dict[str, Any]:
    """The content whose values are not `missing`."""
    return {name: value for name, value in content.items() if value is not missing}
