"""The picture in the README is readable wherever it is displayed, and drawing it again changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import picture

ROOT = Path(__file__).parents[2]
PLAN = [
    "\x1b[1m  # stitch_source.github\x1b[0m will be updated in-place",
    '      \x1b[33m~\x1b[0m paused = true \x1b[33m->\x1b[0m false <&"',
    "",
    "\x1b[1mPlan:\x1b[0m 0 to add, 1 to change, 0 to destroy.",
]


def test_the_plan_is_what_the_demo_prints_from_its_first_resource_to_its_summary() -> None:
    before, after = ["  Plan: 7 to add, 0 to change, 0 to destroy.", "No changes."], ["Destroy", "  Plan: 0 to add"]
    assert picture.plan("\n".join((*before, *PLAN, *after))) == PLAN


def test_ids_are_numbered_in_the_order_of_the_plan() -> None:
    lines = ["  # stitch_source.github", 'id = "731907"', 'id = "731906/issues"', 'source = "731907"', "Plan: 0 to add"]
    assert picture.plan("\n".join(lines))[1:-1] == ['id = "731905"', 'id = "731906/issues"', 'source = "731905"']


def test_the_same_plan_gives_the_same_picture() -> None:
    assert picture.draw(PLAN) == picture.draw(PLAN)


def test_the_picture_has_the_colors_of_the_terminal() -> None:
    svg = picture.draw(PLAN)
    classes = {text.text: text.attrib["class"] for text in ET.fromstring(svg).iterfind(".//{*}g/{*}text")}
    styles = dict(re.findall(r"^\.(plan-r\d+) \{ (.+) \}$", svg, re.MULTILINE))
    assert styles[classes["~"]] == "fill: #d0b344"
    assert styles[classes["Plan:"]].endswith("font-weight: bold")


def test_the_picture_is_small_loads_nothing_and_has_an_alternative_text() -> None:
    svg = picture.PICTURE.read_text()
    assert len(svg) < 40_000
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.findtext("{*}desc") == picture.DESCRIPTION


def test_the_readme_opens_with_the_picture_and_its_alternative_text() -> None:
    opening = (ROOT / "README.md").read_text().partition("\n## ")[0]
    assert f"![{picture.DESCRIPTION}]({picture.PICTURE.relative_to(ROOT)})" in opening.replace("\n", " ")
