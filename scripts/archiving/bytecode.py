"""Compiles modules to bytecode: `python -m archiving.bytecode PLAN`, run by the interpreter of the archive.

It is a program of its own, because the bytecode is that of the interpreter which compiles it. PLAN is a JSON file:

- `modules`: the source file and whether it is a package, by module name. They are written to the file `output`, which
  `launcher/start.py` reads.
- `files`: the source file and its name in tracebacks, by the path of the `.pyc` file to write.

The same interpreter and sources give the same bytes. No path of this machine is in them: a traceback names a module by
its path below `sys.path`.
"""

from __future__ import annotations

import importlib.util
import json
import marshal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archiving.launcher.start import LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNCHECKED_HASH = (1).to_bytes(4, "little")
"""The flags of a `.pyc` file that is used without a look at its source."""


def archive(modules: Mapping[str, tuple[bytes, bool]]) -> bytes:
    """A file with the bytecode of modules, each given by its source and whether it is a package."""
    index: dict[str, tuple[int, int, bool]] = {}
    codes: list[bytes] = []
    position = 0
    for name, (source, is_package) in sorted(modules.items()):
        path = name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        codes.append(_compiled(source, path))
        index[name] = (position, len(codes[-1]), is_package)
        position += len(codes[-1])
    head = marshal.dumps(index)
    return b"".join((len(head).to_bytes(LENGTH, "little"), head, *codes))


def pyc(source: bytes, name: str) -> bytes:
    """The content of a `.pyc` file."""
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source)
    return head + _compiled(source, name)


def main(plan: Path) -> None:
    """Do what the plan says."""
    wanted = json.loads(plan.read_text("utf-8"))
    modules = {name: (Path(path).read_bytes(), package) for name, (path, package) in wanted["modules"].items()}
    Path(wanted["output"]).write_bytes(archive(modules))
    for path, (source, name) in wanted["files"].items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(pyc(Path(source).read_bytes(), name))


def _compiled(source: bytes, name: str) -> bytes:
    """The bytecode of a source file, which tracebacks call `name`.

    How `marshal` writes an object depends on how often it is referred to. Objects that were read by `marshal` have no
    other references, so they are written in the same way each time.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return marshal.dumps(marshal.loads(marshal.dumps(code)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
