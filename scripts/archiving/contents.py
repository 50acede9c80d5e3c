"""What of an interpreter and its libraries is left out of an archive, by patterns of module names.

Everything else is in it: a module that a release of a library imports in addition is not missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

_PATTERNS = (
    # Development: tests, debuggers, profilers, installers, and what builds extension modules.
    r"test|tests|_test\w*|_ctypes_test|_xx\w*|xxlimited\w*|xxsubtype|unittest|doctest|__phello__|__hello__",
    r"pdb|bdb|cmd|code|codeop|trace|tracemalloc|profile|cProfile|_lsprof|pstats|timeit|symtable|pyclbr|modulefinder",
    r"pickletools|tabnanny|this|antigravity|idlelib|turtle|turtledemo|tkinter|_tkinter|pydoc|pydoc_data|_pyrepl",
    r"pip|setuptools|pkg_resources|_distutils_hack|ensurepip|venv|lib2to3|distutils|_sysconfigdata_.+|site|zipapp",
    r"compileall|py_compile|cffi|pycparser",
    # Terminals, devices and databases.
    r"curses|_curses\w*|readline|rlcompleter|_?g?dbm|nis|ossaudiodev|audioop|wave|_?crypt|spwd|shelve",
    # Protocols and formats that nothing speaks here.
    r"ftplib|imaplib|poplib|smtplib|mailbox|xmlrpc|wsgiref|webbrowser|netrc|xml|pyexpat|_elementtree|plistlib|optparse",
    r"_?lzma|_?bz2|_codecs_\w+|_multibytecodec",
    # The same in Python, for interpreters without extension modules.
    r"_pydecimal|_pydatetime|_pyio|_pylong",
    # Parts of libraries: tests, help in reStructuredText, and highlighting of source code.
    r".+\.tests?|rich_rst|pygments\.(?:lexers|styles|formatters)\.(?!_mapping|default).+",
    r"grpc\.(?:beta|framework|experimental)",
)

LEFT_OUT = re.compile(rf"(?:{'|'.join(_PATTERNS)})(?:\..+)?")
"""Names of modules and packages that neither the provider nor its command line imports."""

_ELSEWHERE = {"bin", "site-packages", "lib-dynload"}
"""Installed programs, and directories in the standard library that are in `sys.path` themselves."""

_SOURCES = {
    ".py", ".pyc", ".pyi", ".typed", ".pyx", ".pxd", ".pxi", ".c", ".cc", ".h", ".a", ".o", ".proto", ".md", ".rst",
}  # fmt: skip

_DATA_LEFT_OUT = {"grpc/_cython/_credentials/roots.pem"}
"""The certificates that gRPC trusts. The provider uses gRPC only for its connection to Terraform."""


def module_name(path: PurePath) -> str:
    """The module of a file, by its path in a directory of `sys.path`."""
    name = path.name.partition(".")[0]
    parts = path.parent.parts if name == "__init__" else (*path.parent.parts, name)
    return ".".join(parts)


def is_left_out(path: PurePath) -> bool:
    """Whether a module or a file beside it stays out, by its path in a directory of `sys.path`."""
    first = path.parts[0]
    elsewhere = first in _ELSEWHERE or first.endswith(".dist-info") or "__pycache__" in path.parts
    return elsewhere or LEFT_OUT.fullmatch(module_name(path)) is not None


def is_data(path: PurePath) -> bool:
    """Whether a file is needed as it is: an extension module or a file that a module reads."""
    return path.suffix not in _SOURCES and str(path) not in _DATA_LEFT_OUT
