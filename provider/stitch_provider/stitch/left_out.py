"""The warning about a list that lacks what could not be read."""

from __future__ import annotations

from stitch_provider.stitch.explaining import INCOMPLETE_ADVICE
from stitch_provider.terraform.diagnostics import Diagnostic, warning


def left_out(plural: str, unreadable: int) -> tuple[Diagnostic, ...]:
    """A warning where so many entries are `unreadable`. `plural` is what they are, such as `sources`."""
    if not unreadable:
        return ()
    text = (
        f"The list of {plural} has entries that the provider cannot read ({unreadable}). They are left out of the "
        f"result. {INCOMPLETE_ADVICE}"
    )
    return (warning("Incomplete list", text),)
