"""The file with the checksums of a release."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from releasing.checksums import sums

if TYPE_CHECKING:
    from pathlib import Path


def test_checksums_have_a_line_for_each_file_in_the_order_of_the_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(name)
    a, b = (hashlib.sha256(name.encode()).hexdigest() for name in "ab")
    assert sums({name: tmp_path / name for name in ("b", "a")}) == f"{a}  a\n{b}  b\n"
