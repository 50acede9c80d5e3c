"""Writes the response to GetProviderSchema, with which the provider answers: scripts/store_schemas.py [--check].

With --check it only says whether the file is out of date, and the exit code is 1 then. It is called by `scripts/docs`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from stitch_provider.stitch.provider import STORED_SCHEMAS, StitchProvider
from stitch_provider.terraform.protocol.schemas import provider_schema


def main(arguments: list[str]) -> int:
    """Write or check the file."""
    file = Path(STORED_SCHEMAS)
    schemas = provider_schema(StitchProvider()).SerializeToString(deterministic=True)
    if file.exists() and file.read_bytes() == schemas:
        return 0
    sys.stderr.write(f"{file}: changed\n")
    if arguments == ["--check"]:
        return 1
    file.write_bytes(schemas)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
