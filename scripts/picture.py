"""The picture in the README: the plan of the demo that shows drift, with the colors of a terminal.

Run as a program, this module runs the demo and writes the picture. It is the same file each time, unless the plan
changes, or Rich, which draws it. It loads no font: GitHub and PyPI display only pictures that load nothing else.
"""

from __future__ import annotations

import re
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from demo import perform

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "drift.svg"
DESCRIPTION = (
    "The output of terraform plan after changes in the web application. It updates two resources in place: paused of a "
    "source becomes false, and a field is removed from the excluded fields of a stream."
)
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
aria-labelledby="title description">
<title id="title">A plan that shows drift</title>
<desc id="description">DESCRIPTION</desc>
<style>
.{unique_id}-matrix {{
font: {char_height}px/{line_height}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("DESCRIPTION", DESCRIPTION)
"""The format of Rich without its font, which would be loaded from another host, and with an alternative text."""

_ID = re.compile(r"\b731\d{3}\b")
"""An id of the simulator."""


def main() -> int:
    """Run the demo, and write the picture."""
    console = Console(highlight=False, record=True)
    perform(console)
    PICTURE.write_text(draw(plan(console.export_text(styles=True))), encoding="utf-8")
    return 0


def plan(output: str) -> Sequence[str]:
    """The lines of the plan that shows drift, from the output of the demo.

    Ids are replaced by others: Terraform creates both sources at the same time, so each can get the first id.
    """
    lines = output.splitlines()
    plain = [Text.from_ansi(line).plain for line in lines]
    start = next(number for number, line in enumerate(plain) if line.startswith("  # "))
    end = next(number for number, line in enumerate(plain) if number > start and line.startswith("Plan: "))
    shown = "\n".join(lines[start : end + 1])
    ids = {found: str(731905 + number) for number, found in enumerate(dict.fromkeys(_ID.findall(shown)))}
    return _ID.sub(lambda found: ids[found[0]], shown).split("\n")


def draw(lines: Sequence[str]) -> str:
    """An SVG of a terminal with these lines, which can contain ANSI escape codes."""
    texts = [Text.from_ansi(line) for line in lines]
    console = Console(record=True, file=StringIO(), width=max(text.cell_len for text in texts) + 2)
    for text in texts:
        console.print(text)
    svg = console.export_svg(title="terraform plan", code_format=FORMAT, unique_id="plan")
    return svg.replace("</text><text", "</text>\n<text")


if __name__ == "__main__":
    sys.exit(main())
