"""The command `terraform-provider-stitch install`: puts the provider where Terraform and OpenTofu find it."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider import __version__
from stitch_provider.commands.failure import failed, place
from stitch_provider.installation import interpreter, packages
from stitch_provider.installation.digest import own_digest
from stitch_provider.installation.launcher import Launcher
from stitch_provider.installation.mirrors import HOSTS, SOURCE, NoHomeError, Place, default, implied, platforms

if TYPE_CHECKING:
    from stitch_provider.installation.interpreter import Interpreter


def install(*, plugin_dir: str | None = None) -> int:
    """Put the provider of this Python environment where `terraform init` and `tofu init` find it.

    Run it again after every update. Earlier versions stay in the folder until they are removed with uninstall.

    Args:
        plugin_dir: Folder to install into, with the layout of a filesystem mirror. Default: the folder plugins in
            ~/.terraform.d, which Terraform and OpenTofu search. Other folders have to be named in a block
            filesystem_mirror of the CLI configuration.
    """
    digest = own_digest()
    if digest is None:
        return failed(
            "This program is from an archive of a release. To install it, put the zip file into the folder "
            f"~/.terraform.d/plugins/{HOSTS[0]}/stitchdata/stitch for Terraform, or the same folder of {HOSTS[1]} for "
            "OpenTofu."
        )
    python = interpreter.current(__version__, digest)
    if python is None:
        return failed(
            f"{sys.executable} finds the provider only with the help of variables such as PYTHONPATH, which may not "
            "be set when Terraform starts it. Install the provider into a virtual environment, and run install there."
        )
    try:
        mirror = Path(plugin_dir).absolute() if plugin_dir else default(os.environ)
        searched = mirror in implied(os.environ) if plugin_dir else True
        places = [Place(mirror, host, __version__, platform) for host in HOSTS for platform in platforms()]
        packages.write((packages.Package(each, Launcher(__version__, digest)) for each in places), python)
    except NoHomeError as unknown:
        return failed(str(unknown))
    except packages.OccupiedError as occupied:
        return failed(
            f"{occupied.path} was not written by this command. Nothing was installed. Remove it, or choose another "
            "folder with --plugin-dir."
        )
    except OSError as failure:
        return failed(f"Could not write to {place(failure)}: {failure.strerror}.")
    sys.stdout.write(f"Installed version {__version__} into {mirror} for Terraform and OpenTofu.\n")
    for each in _stale(mirror, python):
        sys.stdout.write(
            f"Version {each} remains there, but does not start any more, because this Python environment contains "
            f"{__version__}. To remove it, run terraform-provider-stitch uninstall {each}.\n"
        )
    if not searched:
        sys.stdout.write(
            "Add this to the CLI configuration, which is ~/.terraformrc or ~/.tofurc unless TF_CLI_CONFIG_FILE names "
            "another file. If it has a block provider_installation already, add the block filesystem_mirror to that "
            "block, and the line exclude to its block direct:\n"
            f"provider_installation {{\n  filesystem_mirror {{\n    path    = {json.dumps(str(mirror))}\n"
            f'    include = ["{SOURCE}"]\n  }}\n  direct {{\n    exclude = ["{SOURCE}"]\n  }}\n}}\n'
        )
    if _is_editable():
        sys.stderr.write(
            "Warning: this is an editable installation. After an edit, run install again. The hash in lock files "
            "then changes. For development, dev_overrides needs no installation (see CONTRIBUTING.md).\n"
        )
    return 0


def _stale(mirror: Path, python: Interpreter) -> list[str]:
    """The other versions that this environment contained when they were installed."""
    others = (each for each in packages.find((mirror,)) if each.launcher and each.place.version != __version__)
    return sorted({each.place.version for each in others if interpreter.read(each.interpreter_file) == python})


def _is_editable() -> bool:
    """Whether the modules are in a clone of the project, where they can be edited (PEP 660)."""
    origin = metadata.distribution("terraform-provider-stitch").read_text("direct_url.json")
    return bool(origin and json.loads(origin).get("dir_info", {}).get("editable"))
