"""A launcher of the plugin with the widget provider, which starts it as that of `installation.launcher` does.

If the variable TF_PROBE is a path, the process that serves writes there what it has (`probed`). TF_SECONDS_TO_ANSWER is
how long a spare can take for an answer, and TF_MODULE the file of a module that is imported too.
"""

from __future__ import annotations

import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from fakes.widgets import WidgetProvider

TESTS = __file__.rpartition("/fakes/")[0]
CLIENT = f"{TESTS.rpartition('/')[0]}/provider/stitch_provider/terraform/plugin/spare/client.py"


def probed() -> dict[str, Any]:
    """What a process has."""
    import os
    import random
    import signal
    import ssl
    import uuid

    return {
        "parent": os.getppid(),
        "directory": os.getcwd(),
        "environment": dict(os.environ),
        "environment of C": {name: _of_c(name) for name in os.environ},
        "random": [random.random(), str(uuid.uuid4()), ssl.RAND_bytes(8).hex(), os.urandom(8).hex()],
        "descriptors": {name: _link(name) for name in os.listdir("/proc/self/fd")},
        "signals": [str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)],
        "name": open("/proc/self/comm").read(),
    }


def _of_c(name: str) -> str | None:
    """The value of a variable for libraries that are not written in Python."""
    import ctypes
    import os

    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    found = getenv(os.fsencode(name))
    return None if found is None else os.fsdecode(found)


def _link(descriptor: str) -> str:
    import os

    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


def make_provider() -> WidgetProvider:
    import json
    import os
    from pathlib import Path

    from fakes.widgets import WidgetProvider

    if "TF_MODULE" in os.environ:
        from importlib.util import module_from_spec, spec_from_file_location

        spec = spec_from_file_location("extra", os.environ["TF_MODULE"])
        assert spec is not None
        assert spec.loader is not None
        sys.modules["extra"] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules["extra"])
    if "TF_PROBE" in os.environ:
        Path(os.environ["TF_PROBE"]).write_text(json.dumps(probed()))
    if "TF_CRASH" in os.environ:
        os.kill(os.getpid(), int(os.environ["TF_CRASH"]))
    return WidgetProvider()


if __name__ == "__main__":
    from _frozen_importlib_external import SourceFileLoader

    client = type(sys)("client")
    SourceFileLoader(client.__name__, CLIENT).exec_module(client)
    # An overloaded machine must not make the launchers of tests give up.
    seconds = posix.environ.get(b"TF_SECONDS_TO_ANSWER", b"60")
    client.let_spare_serve(CLIENT, float(seconds))

    import site

    site.main()
    sys.path.insert(0, TESTS)
    from stitch_provider.terraform.plugin import process
    from stitch_provider.terraform.plugin.started import Launcher

    sys.exit(process.serve(make_provider, Launcher(CLIENT, (), lambda: None)))
