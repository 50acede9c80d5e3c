"""The plugin process with the widget provider inside: `python -m fakes.plugin`, with `tests` on the path."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from stitch_provider.terraform.plugin import process

if TYPE_CHECKING:
    from fakes.widgets import WidgetProvider


def make_provider() -> WidgetProvider:
    from fakes.widgets import WidgetProvider

    return WidgetProvider()


if __name__ == "__main__":
    if sys.argv[1:] == ["debug"]:
        sys.exit(process.debug(make_provider, ["registry.terraform.io/fakes/memory"]))
    sys.exit(process.serve(make_provider))
