from __future__ import annotations

from typing import Any

import pytest

from stitch_provider.terraform.values.path import ROOT, Path, elements
from stitch_provider.terraform.values.value import SetValue


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (ROOT, ""),
        (Path.of("name"), "name"),
        (Path.of("schedule", "cron"), "schedule.cron"),
        (Path.of("properties").key("port"), 'properties["port"]'),
        (Path.of("parts").index(2).attribute("name"), "parts[2].name"),
        (Path.of("grants").element({"role": "x"}).attribute("role"), "grants[element].role"),
    ],
)
def test_a_path_is_displayed_as_in_a_configuration(path: Path, text: str) -> None:
    assert str(path) == text


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ({"a": 1, "b": 2}, [('p["a"]', 1), ('p["b"]', 2)]),
        ((1, 2), [("p[0]", 1), ("p[1]", 2)]),
        (SetValue([1]), [("p[element]", 1)]),
        ("text", []),
        (None, []),
    ],
)
def test_elements_are_paired_with_their_paths(value: Any, places: list[tuple[str, Any]]) -> None:
    assert [(str(path), element) for path, element in elements(value, Path.of("p"))] == places
