"""Puts the parts of an archive into a directory, in the layout that `launcher/` starts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archiving import contents, libraries, licenses
from archiving.licenses import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiving.interpreter import Interpreter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROVIDER = ROOT / "provider"
REQUIREMENTS = HERE / "requirements.txt"
LAUNCHER = HERE / "launcher"

FILES = {"os", "__future__", "encodings"}
"""What Python imports before `start.py` can provide it. These modules are files, and Python also looks for `os`."""


def install(interpreter: Interpreter, directory: Path) -> None:
    """Install the locked libraries for an interpreter into a directory."""
    quiet = ("--quiet", "--disable-pip-version-check", "--root-user-action", "ignore")
    locked = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", REQUIREMENTS)
    pip = (sys.executable, "-m", "pip", "--python", interpreter.executable, "install", *quiet)
    subprocess.run((*pip, "--no-compile", "--target", directory, *locked), check=True)


def assemble(version: str, interpreter: Interpreter, installed: Path, target: Path) -> None:
    """Fill the directory `target`. The libraries are installed in the directory `installed`."""
    runtime = target / "runtime"
    compile_launcher(target / f"terraform-provider-stitch_v{version}", static=sys.platform == "linux")
    _copy(interpreter.executable, runtime / "bin" / "python")
    extensions = runtime / "lib" / interpreter.library.name / "lib-dynload"
    extensions.mkdir(parents=True)
    (extensions / "README.txt").write_text("Python prints a warning at each start if this directory is missing.\n")
    for source, path in _files(interpreter, installed):
        _copy(source, runtime / path)
    _compile_modules(interpreter, installed, runtime)
    copied = _copy_libraries(interpreter, runtime)
    licenses.write(_parts(version, interpreter, installed, copied), target / "licenses")


def compile_launcher(program: Path, *, static: bool) -> None:
    """Compile the program that Terraform starts, with the C compiler of this machine."""
    program.parent.mkdir(parents=True, exist_ok=True)
    options = ["-O2", "-std=c99", "-Wall", "-Wextra", "-Werror"]
    if static:
        options += ["-static", "-s", "-Wl,--build-id=none"]
    subprocess.run(("cc", *options, "-o", program, LAUNCHER / "launcher.c"), check=True)


def _files(interpreter: Interpreter, installed: Path) -> Iterator[tuple[Path, Path]]:
    """Extension modules and data files, each with its path in the directory `runtime`."""
    extensions = interpreter.library / "lib-dynload"
    for path in _listed(extensions):
        yield extensions / path, Path("lib", interpreter.library.name, "lib-dynload", path)
    for root in (installed, PROVIDER):
        for path in _listed(root):
            if contents.is_data(path):
                yield root / path, "modules" / path


def _compile_modules(interpreter: Interpreter, installed: Path, runtime: Path) -> None:
    modules: dict[str, tuple[str, bool]] = {}
    files = {str(runtime / "start.pyc"): (str(LAUNCHER / "start.py"), "start.py")}
    for root in (interpreter.library, installed, PROVIDER):
        for path in _listed(root):
            name = contents.module_name(path)
            if path.suffix != ".py":
                continue
            if root == interpreter.library and name.partition(".")[0] in FILES:
                target = runtime / "lib" / interpreter.library.name / path.with_suffix(".pyc")
                files[str(target)] = (str(root / path), str(path))
            else:
                modules[name] = (str(root / path), path.stem == "__init__")
    plan = runtime / "plan.json"
    plan.write_text(json.dumps({"modules": modules, "files": files, "output": str(runtime / "bytecode")}), "utf-8")
    # Columns of source lines are only shown together with the source. The order of a set depends on the seed.
    command = (interpreter.executable, "-S", "-B", "-X", "no_debug_ranges", "-m", "archiving.bytecode", plan)
    subprocess.run(command, env={"PYTHONPATH": str(HERE.parent), "PYTHONHASHSEED": "0"}, check=True)
    plan.unlink()


def _copy_libraries(interpreter: Interpreter, runtime: Path) -> tuple[Path, ...]:
    """Copy the shared libraries, and return those that are not part of the interpreter."""
    if sys.platform == "darwin":
        for name, path in libraries.needed_on_macos(interpreter.executable).items():
            _copy(path, runtime / "lib" / name)
        return ()
    libraries.check_c_library()
    binaries = [path for path in sorted(runtime.rglob("*")) if path.is_file() and libraries.is_executable_code(path)]
    needed = libraries.needed_on_linux((interpreter.executable, *binaries), inside=runtime)
    needed["libgcc_s.so.1"] = libraries.of_compiler("libgcc_s.so.1")  # the C library loads it to end a thread
    targets = {
        path: runtime / "lib" / ("ld.so" if libraries.LOADER.fullmatch(name) else name) for name, path in needed.items()
    }
    for path, target in targets.items():
        _copy(path, target)
    # The pinned interpreter is stripped already, and its layout may be one that the tool does not support.
    libraries.strip(sorted({*binaries, *targets.values()} - {runtime / "bin" / "python"}))
    return tuple(path for path in targets if interpreter.library.parent not in path.parents)


def _parts(version: str, interpreter: Interpreter, installed: Path, copied: Iterable[Path]) -> Iterator[Part]:
    python = ".".join(map(str, interpreter.version))
    yield Part("terraform-provider-stitch", version, (ROOT / "LICENSE",))
    yield Part("Python", python, (interpreter.library / "LICENSE.txt",))
    yield from licenses.of_interpreter()
    yield from licenses.of_distributions(installed)
    yield from licenses.of_machine(copied)


def _listed(root: Path) -> Iterator[Path]:
    """The files of a directory of `sys.path` that are in the archive, relative to it."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not contents.is_left_out(relative):
            yield relative


def _copy(source: Path, target: Path) -> None:
    """Copy a file. Programs and libraries are executable in the archive, other files are not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if libraries.is_executable_code(target) else 0o644)
