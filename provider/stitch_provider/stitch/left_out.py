"""The warning about a list that lacks what could not be read."""

from __future__ import annotations

from stitch_provider.terraform.diagnostics import Diagnostic, warning


def left_out(plural: str, unreadable: int) -> tuple[Diagnostic, ...]:
    """A warning where so many entries are `unreadable`. `plural` is what they are, such as `sources`."""
    if not unreadable:
        return ()
    text = (
        f"The list of {plural} has entries that the provider cannot read ({unreadable}). They are left out of the "
        "result. Set the environment variable TF_LOG_PROVIDER to WARN to see which parts of the answer cannot "
        "be read, and report this to the developers of the provider."
    )
    return (warning("Incomplete list", text),)
