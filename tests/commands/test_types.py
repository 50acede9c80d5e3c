from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stitch_provider.commands.types import types
from stitch_provider.stitch.types.naming import NOUNS
from stitch_provider.stitch.types.rules import known_types

if TYPE_CHECKING:
    from collections.abc import Callable

    Printed = Callable[..., str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """A function that runs the command, which must succeed, and returns its output."""

    def run(*search: str) -> str:
        assert types(*search) == 0
        return capsys.readouterr().out

    return run


def test_without_a_text_all_types_are_listed(printed: Printed) -> None:
    heads, *lines = printed().splitlines()
    assert heads.split() == ["TYPE", "NAME", "KIND", "STATE", "TIER"]
    assert [line.split()[0] for line in lines] == [name for noun in NOUNS for name in known_types(noun)]


def test_a_text_selects_types_by_their_type_or_name_in_any_case(printed: Printed) -> None:
    assert printed("GITHUB").splitlines()[1].split() == ["platform.github", "GitHub", "saas", "released", "standard"]
    found = printed("sql server").splitlines()[1:]
    assert [line.split()[0] for line in found] == ["platform.mssql", "mssql_server"]


def test_the_columns_are_aligned(printed: Printed) -> None:
    heads, *lines = printed("postg").splitlines()
    assert len(lines) > 3
    place = heads.index("STATE")
    assert all(line[place - 2 : place] == "  " and line[place] != " " for line in lines)


def test_a_type_is_shown_with_its_properties(printed: Printed) -> None:
    github = printed("platform.github")
    assert github.startswith("GitHub\n\nplatform.github is the type of sources for an application: GitHub.\n")
    assert "\nProperties, and who sets each one:\n" in github
    assert "\n  access_token (you, required; credential)\n    Personal access token with the scope repo." in github
    assert "\n  image_version (only Stitch)\n" in github
    assert "terraform-provider-stitch scaffold platform.github\n" in github
    assert "/docs/guides/source-platform-github\n" in github


def test_a_type_without_properties_is_shown_without_a_list_of_them(printed: Printed) -> None:
    import_api = printed("import_api")
    assert "\nThis type has no properties.\n" in import_api
    assert "Properties" not in import_api


def test_a_type_that_is_not_available_is_shown_with_its_successor(printed: Printed) -> None:
    mysql = printed("platform.mysql")
    assert "Stitch lists this type as deprecated" in mysql
    assert "Use platform.hp-mysql instead." in mysql


def test_other_types_with_the_same_text_follow(printed: Printed) -> None:
    assert "Other types with this text: platform.s3-csv" in printed("s3")
    assert "Other types" not in printed("snowflake")


def test_a_text_without_any_type_is_an_error_with_the_nearest_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert types("platform.gitub") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith('There is no type "platform.gitub". Did you mean "platform.github"')
