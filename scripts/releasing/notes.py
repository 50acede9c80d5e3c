"""The notes of a release: its section of the changelog."""

from __future__ import annotations

import re

from releasing.refusal import RefusedError

_SECTIONS = re.compile(r"^## (?P<heading>.*)\n(?P<text>(?:(?!## ).*\n?)*)", re.MULTILINE)


def of_version(changelog: str, version: str) -> str:
    """The section of a version, without its heading.

    Raises RefusedError if there is none, or if there are unreleased changes.
    """
    sections = {found["heading"].strip(): found["text"].strip() for found in _SECTIONS.finditer(changelog)}
    own = {heading: text for heading, text in sections.items() if heading.startswith(f"[{version}]")}
    unreleased = [text for heading, text in sections.items() if "unreleased" in heading.lower()]
    if any("unreleased" in heading.lower() for heading in own):
        raise RefusedError(
            f"The heading of {version} in CHANGELOG.md says that it is unreleased. Write the date there."
        )
    if any(unreleased):
        raise RefusedError(f"CHANGELOG.md has unreleased changes. Move them to the section of {version}.")
    if not any(own.values()):
        raise RefusedError(f"CHANGELOG.md has no section of {version}. Write what changes for users.")
    (text,) = own.values()
    return f"{text}\n"
