"""The launcher: the file in a mirror that Terraform starts, and that starts the provider in a Python environment.

It has the same bytes for every user and platform, because Terraform's lock file contains a hash of it. Its version and
the digest of the provider's files are in it. The path of the Python environment is in a file beside the package
(`interpreter`), which is not part of the hash.

Nobody sees what it writes to stderr. Terraform shows a line on stdout that is no handshake line as part of its error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stitch_provider.installation.interpreter import FILE

_TEXT = """\
#!/bin/sh
# Starts the provider stitchdata/stitch {version} for Terraform and OpenTofu.
# Written by terraform-provider-stitch install, for provider files with this digest:
# {digest}
# The path of Python is in the file {file} in the parent directory of the package. Terraform
# and OpenTofu link to the package, and the kernel follows the link before it goes to the parent directory.

refuse() {{
  printf 'terraform-provider-stitch cannot start: %s\\n' "$1"
  exit 1
}}

{{ IFS= read -r python && read -r options && read -r client; }} 2>/dev/null <"${{0%/*}}/../{file}" ||
  refuse 'the file {file}, which names the Python environment, cannot be read. Run terraform-provider-stitch install.'
[ -x "$python" ] ||
  refuse "$python does not exist or cannot be executed. Install the provider again and run its command install."

# With -S, Python does not look for packages, which are not needed if a spare process serves.
exec "$python" $options -S -c '
import sys
client = sys.argv.pop(1)
try:
    from _frozen_importlib_external import SourceFileLoader
    module = type(sys)("client")
    SourceFileLoader(module.__name__, client).exec_module(module)
    module.let_spare_serve(client)
except OSError:
    pass  # The module was removed. What follows says so.
import site
site.main()
try:
    from stitch_provider import __version__
except ImportError as cause:
    print("terraform-provider-stitch cannot start: the Python environment does not contain it:", str(cause) + ".",
          "Install the provider again and run terraform-provider-stitch install.")
    sys.exit(1)
if __version__ != "{version}":
    print("terraform-provider-stitch cannot start: this is version {version}, but the Python environment contains",
          __version__ + ".", "Run terraform-provider-stitch install, then init -upgrade, or install {version} again.")
    sys.exit(1)
from stitch_provider.__main__ import main
main(client)
' "$client" "$@"
"""

_HEAD = re.compile(
    r"#!/bin/sh\n"
    r"# Starts the provider stitchdata/stitch (?P<version>\S+) for Terraform and OpenTofu\.\n"
    r"# Written by terraform-provider-stitch install, for provider files with this digest:\n"
    r"# (?P<digest>\S+)\n"
)
"""The beginning of the launchers of all versions."""


@dataclass(frozen=True, slots=True)
class Launcher:
    """A launcher for a version of the provider whose files have this digest."""

    version: str
    digest: str

    @property
    def content(self) -> bytes:
        """The file."""
        return _TEXT.format(version=self.version, digest=self.digest, file=FILE).encode()


def recognize(content: bytes) -> Launcher | None:
    """The launcher that a file is, whichever version has written it; None for all other files."""
    head = _HEAD.match(content[:1000].decode(errors="replace"))
    return Launcher(head["version"], head["digest"]) if head else None
