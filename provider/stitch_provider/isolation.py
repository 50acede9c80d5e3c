"""Isolation: this program imports only the modules that it was installed with.

Terraform starts the provider in the directory of a configuration, with the environment of the user. A variable such
as `PYTHONPATH=":/x"` makes Python import modules from there, so that a `secrets.py` beside `main.tf` would be executed
with the credentials of the provider.

A program that pip installs cannot set options of Python for its start. Therefore it starts itself again where this is
necessary. Until then, only `os` and `sys` can be imported, because Python itself imports them before it looks at any
directory. Even `__future__` and `typing` could be files of somebody else.
"""

import os
import sys

_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR", "PYTHONPYCACHEPREFIX", "PYTHONUSERBASE")
"""Those that change where modules and their bytecode are read from.

Source: https://docs.python.org/3/using/cmdline.html#environment-variables
"""

OPTIONS = (("-I",), ("-E", "-P"))
"""Options of Python that isolate it, in the order of preference.

The second ones leave the user site in `sys.path`, for a provider that was installed with `pip install --user`.
"""


def isolate() -> None:
    """Start this program again without what variables and the working directory add to `sys.path`, if there is any.

    The process keeps its id, its arguments and its environment. If Python finds the provider only with the help of
    these variables, they are a part of the installation, and nothing is changed.
    """
    if not _variables_apply() and not _working_directory_applies():
        return
    for options in OPTIONS:
        if _find_provider(options):
            os.execv(sys.executable, [sys.executable, *options, *sys.orig_argv[1:]])


def _variables_apply() -> bool:
    return not sys.flags.ignore_environment and any(os.environ.get(name) for name in _VARIABLES)


def _working_directory_applies() -> bool:
    """Whether `python -m` or `python -c` has put the working directory first."""
    try:
        return not sys.flags.safe_path and sys.path[0] in {"", os.getcwd()}
    except OSError:  # the directory does not exist any more
        return False


def _find_provider(options: tuple[str, ...]) -> bool:
    """Whether Python with these options finds this package. It is not imported."""
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({__package__!r}) is None)"
    silent = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in range(3)]
    try:
        process = os.posix_spawn(
            sys.executable, [sys.executable, *options, "-c", code], os.environ, file_actions=silent
        )
    except OSError:
        return False
    return os.waitpid(process, 0)[1] == 0
