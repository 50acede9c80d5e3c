"""Files of examples that guides show: the comment `<!-- aws/main.tf -->` above a code block names the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = re.compile(
    r"^<!-- (?P<file>\S+\.(?:tf|hcl|csv|yaml)) -->\n```(?P<language>\w+)\n.*?^```$", re.MULTILINE | re.DOTALL
)


def filled(text: str, files: Mapping[str, str]) -> str:
    """The text of a guide, with the content of `files` in the code blocks that name one.

    Raises ValueError if a block names another file.
    """

    def replaced(block: re.Match[str]) -> str:
        file = block["file"]
        if file not in files:
            raise ValueError(f"a guide shows the file {file}, which is not among the examples")
        return f"<!-- {file} -->\n```{block['language']}\n{files[file]}```"

    return _SHOWN.sub(replaced, text)
