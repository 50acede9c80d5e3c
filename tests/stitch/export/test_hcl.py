from __future__ import annotations

from decimal import Decimal

import pytest

from stitch_provider.stitch.export.hcl import (
    Block,
    Call,
    Comment,
    Expression,
    Object,
    Reference,
    Setting,
    quoted,
    render,
)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("", '""'),
        ("plain", '"plain"'),
        ('say "hello"', r'"say \"hello\""'),
        (r"C:\new", r'"C:\\new"'),
        ("two\nlines\r\n\tand a tab", r'"two\nlines\r\n\tand a tab"'),
        ("${name}", '"$${name}"'),
        ("%{if x}", '"%%{if x}"'),
        ("$5 and 100%", '"$5 and 100%"'),
        ("$ {x} $x{", '"$ {x} $x{"'),
        ("$${x}", r'"$\u0024{x}"'),
        ("%%%{x}", r'"%%\u0025{x}"'),
        ("a%${x}", r'"a%\u0024{x}"'),
        ("<<EOT\nx\nEOT", r'"<<EOT\nx\nEOT"'),
        ("bell \x07 and delete \x7f", r'"bell \u0007 and delete \u007f"'),
        ("Zürich 東京", '"Zürich 東京"'),
        ("line\u2028separator", r'"line\u2028separator"'),
    ],
)
def test_a_text_becomes_a_literal_that_stands_for_exactly_it(text: str, literal: str) -> None:
    assert quoted(text) == literal


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (True, "true"),
        (False, "false"),
        (60, "60"),
        (Decimal("1.50"), "1.50"),
        (Reference("stitch_source.github.id"), "stitch_source.github.id"),
        ([], "[]"),
        (["a", "b"], '["a", "b"]'),
        ({}, "{}"),
        ({"minutes": 60, "on": True}, "{ minutes = 60, on = true }"),
        ({"a-b": 1, "for": 2, "1st": 3, "null": 4}, '{ "a-b" = 1, "for" = 2, "1st" = 3, "null" = 4 }'),
        ({"fields": {"exclude": []}}, "{\n  fields = { exclude = [] }\n}"),
        ({"one": {}, "other": {}}, "{\n  one   = {}\n  other = {}\n}"),
        (["x" * 60, "y" * 60], f'[\n  "{"x" * 60}",\n  "{"y" * 60}",\n]'),
        ({"host": "h" * 60, "port": "1"}, f'{{\n  host = "{"h" * 60}"\n  port = "1"\n}}'),
    ],
)
def test_expressions_are_short_where_they_are_simple(value: Expression, lines: str) -> None:
    assert render([Setting("it", value)]) == f"it = {lines}\n"


def test_single_lines_that_stand_together_are_aligned() -> None:
    text = render(
        [
            Setting("type", "a"),
            Setting("display_name", "b"),
            Setting("streams", {"orders": {}}),
            Setting("paused", value=True),
        ]
    )
    assert text == 'type         = "a"\ndisplay_name = "b"\nstreams = {\n  orders = {}\n}\npaused = true\n'


def test_blocks_stand_apart_and_remarks_with_what_they_are_about() -> None:
    text = render(
        [
            Comment("About both.\n\nMore."),
            Block("import", (), (Setting("id", "1"),)),
            Block("provider", ('"x"',)),
            Comment("The last."),
            Block("a", ("b",), (Setting("c", 1), Block("d", (), (Setting("e", 2),)))),
        ]
    )
    assert text.split("\n") == [
        "# About both.",
        "#",
        "# More.",
        "import {",
        '  id = "1"',
        "}",
        "",
        'provider "\\"x\\"" {}',
        "",
        "# The last.",
        'a "b" {',
        "  c = 1",
        "",
        "  d {",
        "    e = 2",
        "  }",
        "}",
        "",
    ]


def test_a_remark_cannot_break_out_of_its_line() -> None:
    assert all(line.startswith("#") for line in render([Comment("one\rtwo\u2028three\nfour")]).splitlines())


def test_an_object_can_have_remarks_between_its_attributes() -> None:
    inner = Object((Comment("About both."), Setting("a", 1), Setting("bc", "x"), Comment("d = 2"), Setting("if", 3)))
    assert render([Setting("settings", inner)]).split("\n") == [
        "settings = {",
        "  # About both.",
        "  a  = 1",
        '  bc = "x"',
        "  # d = 2",
        '  "if" = 3',
        "}",
        "",
    ]


def test_a_call_has_its_argument_on_one_line_if_that_is_short_and_simple() -> None:
    short = Call("jsonencode", [{"name": "a"}])
    long = Call("jsonencode", [{"name": "a" * 60}])
    assert render([Setting("one", short), Setting("other", long)]).split("\n") == [
        'one = jsonencode([{ name = "a" }])',
        "other = jsonencode([",
        "  {",
        f'    name = "{"a" * 60}"',
        "  },",
        "])",
        "",
    ]
