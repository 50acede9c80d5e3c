from __future__ import annotations

import pytest

from releasing import notes
from releasing.refusal import RefusedError

EARLIER = "## [0.1.0] - 2026-12-01\n\n### Added\n\n- Everything.\n"


def changelog(*sections: str) -> str:
    return "\n".join(("# Changelog\n\nAll changes.\n", *sections))


def test_the_notes_are_the_section_of_the_version_without_its_heading() -> None:
    text = changelog("## [0.2.0] - 2027-01-31\n\n### Fixed\n\n- A mistake.\n", EARLIER)
    assert notes.of_version(text, "0.2.0") == "### Fixed\n\n- A mistake.\n"
    assert notes.of_version(text, "0.1.0") == "### Added\n\n- Everything.\n"


def test_an_empty_section_of_unreleased_changes_is_accepted() -> None:
    assert notes.of_version(changelog("## [Unreleased]\n", EARLIER), "0.1.0") == "### Added\n\n- Everything.\n"


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ([], "no section of 0.1.0"),
        (["## [0.1.0] - 2026-12-01\n\n## [0.0.9] - 2026-11-01\n\n- Something.\n"], "no section of 0.1.0"),
        (["## [0.1.0.dev0] - 2026-12-01\n\n- Something.\n"], "no section of 0.1.0"),
        (["## [Unreleased]\n\n- Something.\n", EARLIER], "has unreleased changes"),
        (["## [Unreleased]\n\n- Something.\n"], "has unreleased changes"),
        (["## [0.1.0] - Unreleased\n\n- Something.\n"], "The heading of 0.1.0"),
    ],
)
def test_a_changelog_without_a_section_of_the_version_or_with_unreleased_changes_is_refused(
    sections: list[str], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        notes.of_version(changelog(*sections), "0.1.0")
