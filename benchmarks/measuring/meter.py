"""The processor time and peak memory of provider processes, which Terraform starts and waits for.

The kernel reports both only to the parent of a process. So a meter is started in place of the provider: it starts the
provider, waits for its end and writes down the two values. It takes about 15 ms per process, which would be part of the
time of a command. Therefore times are measured without meters.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_KIB_PER_MIB = 1024
_PROGRAM = """#!{interpreter} -IS
import os, sys
provider = os.posix_spawn({provider!r}, [{provider!r}, *sys.argv[1:]], os.environ)
_, status, usage = os.wait4(provider, 0)
with open({records!r}, "a") as records:
    records.write(f"{{usage.ru_utime + usage.ru_stime}} {{usage.ru_maxrss}}\\n")
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the provider processes of a command used: processor time in seconds, and the most memory of one in MiB."""

    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Meter:
    """A program with the name of the provider, in a directory of its own, and the file that it writes to."""

    program: Path
    records: Path

    def usage(self) -> Usage:
        """What all processes since the last call used."""
        processes = [line.split() for line in self.records.read_text().splitlines()]
        self.records.unlink()
        return Usage(
            processor=sum(float(seconds) for seconds, _ in processes),
            memory=max(int(kib) for _, kib in processes) / _KIB_PER_MIB,
        )


def meter(directory: Path, provider: Path) -> Meter:
    """Create a meter for the provider."""
    directory.mkdir(parents=True)
    created = Meter(directory / provider.name, directory / "records")
    created.program.write_text(
        _PROGRAM.format(interpreter=sys.executable, provider=str(provider), records=str(created.records))
    )
    created.program.chmod(0o755)
    return created
