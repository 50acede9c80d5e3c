"""The first module that runs in an archive: imports what is in the file `bytecode`, then starts the provider.

An interpreter looks for a module in every directory of `sys.path`, and opens and checks its file. For several hundred
modules that takes a sixth of the time until the provider is ready. All bytecode of an archive is therefore in one file,
with an index by module name. Extension modules and data files are ordinary files in the directory `modules`, and each
module has the path there that it would have without the file.

`archiving.bytecode` writes the file. This module imports only what is built into the interpreter, or a file
of the archive (`archiving.assembly.FILES`).
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import SourcelessFileLoader, spec_from_file_location

TYPE_CHECKING = False
"""True for type checkers. Importing it from `typing` would import that module, which is in the file."""

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

LENGTH = 8
"""The file begins with the length of the index in this many bytes, little-endian; then follow index and bytecode."""


class Loader(SourcelessFileLoader):
    """Executes bytecode from the file. Whatever reads a module's data files finds them beside its path."""

    def __init__(self, name: str, path: str, bytecode: Bytecode) -> None:
        super().__init__(name, path)
        self._bytecode = bytecode

    def get_code(self, fullname: str) -> CodeType:
        """The module's code."""
        return self._bytecode.code(fullname)


class Bytecode:
    """The file `bytecode`, as a finder of `sys.meta_path`. Extension modules and data files are in `directory`."""

    def __init__(self, file: str, directory: str) -> None:
        self._directory = directory
        self.descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        length = int.from_bytes(os.pread(self.descriptor, LENGTH, 0), "little")
        # By module name: position and length of its bytecode, and whether it is a package.
        self._index: Mapping[str, tuple[int, int, bool]] = marshal.loads(os.pread(self.descriptor, length, LENGTH))
        self._start = LENGTH + length

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module in the file, or None. The parameters are those of importlib."""
        entry = self._index.get(fullname)
        if entry is None:
            return None
        location = f"{self._directory}/{fullname.replace('.', '/')}"
        module = f"{location}/__init__.pyc" if entry[2] else f"{location}.pyc"
        return spec_from_file_location(
            fullname,
            module,
            loader=Loader(fullname, module, self),
            submodule_search_locations=[location] if entry[2] else None,
        )

    def code(self, fullname: str) -> CodeType:
        """The code of a module in the file."""
        position, length, _ = self._index[fullname]
        code: CodeType = marshal.loads(os.pread(self.descriptor, length, self._start + position))
        return code


def start(runtime: str) -> None:
    """Run the provider with the libraries in the directory `runtime`."""
    modules = f"{runtime}/modules"
    sys.path.append(modules)
    file = f"{runtime}/bytecode"
    bytecode = Bytecode(file, modules)
    sys.meta_path.insert(2, bytecode)  # after built-in and frozen modules
    from stitch_provider.terraform.plugin.spare import client

    client.let_spare_serve(file)

    from stitch_provider.__main__ import main

    main(file, (bytecode.descriptor,))


if __name__ == "__main__":
    start(os.path.dirname(os.path.abspath(__file__)))
