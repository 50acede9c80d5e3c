from __future__ import annotations

from typing import Any

import pytest

from stitch_provider.stitch.connections.model import ConnectionModel
from stitch_provider.stitch.connections.replacing import replacements
from stitch_provider.stitch.types.rules import PropertyRule, TypeRules
from stitch_provider.terraform.diagnostics import Severity
from stitch_provider.terraform.values.value import UNKNOWN

RULES = TypeRules(
    noun="source",
    type="made_up",
    origin="service",
    properties={
        "host": PropertyRule(name="host"),
        "mode": PropertyRule(name="mode", property_type="user_provided_immutable"),
    },
)


def model(attribute: str, texts: Any, shown: Any = None) -> ConnectionModel:
    fields = dict.fromkeys(ConnectionModel.__struct_fields__)
    return ConnectionModel(**fields | {attribute: texts, "effective_properties": shown})


@pytest.mark.parametrize("attribute", ["properties", "credentials"])
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"mode": "a"}, {"mode": "b"}, "restore the previous value"),
        ({"mode": "a"}, {"mode": UNKNOWN}, "not known before the apply"),
    ],
)
def test_another_value_or_an_unknown_one_replaces_with_a_warning(
    attribute: str, before: Any, after: Any, words: str
) -> None:
    paths, (warned,) = replacements(RULES, model(attribute, after), model(attribute, before))
    assert [str(path) for path in paths] == [f'{attribute}["mode"]']
    assert (warned.severity, warned.path) == (Severity.WARNING, paths[0])
    assert words in warned.detail


@pytest.mark.parametrize("attribute", ["properties", "credentials"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"mode": "a"}, {"mode": "a"}),
        ({"mode": "a"}, {}),
        ({"mode": "a"}, None),
        ({}, {"mode": UNKNOWN}),
        ({"host": "a"}, {"host": UNKNOWN}),
        ({"host": "a"}, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_anything_else_replaces_nothing(attribute: str, before: Any, after: Any) -> None:
    assert replacements(RULES, model(attribute, after), model(attribute, before)) == ((), ())


@pytest.mark.parametrize(
    ("attribute", "before", "shown"),
    [("properties", {"mode": "a"}, None), ("properties", None, {"mode": "a"}), ("credentials", {"mode": "a"}, None)],
)
def test_an_unknown_map_is_an_error_where_it_may_change_such_a_value(attribute: str, before: Any, shown: Any) -> None:
    paths, (refused,) = replacements(RULES, model(attribute, UNKNOWN), model(attribute, before, shown))
    assert paths == ()
    assert (refused.severity, str(refused.path)) == (Severity.ERROR, attribute)
    assert '"mode"' in refused.detail
