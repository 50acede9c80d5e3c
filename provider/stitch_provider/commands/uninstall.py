"""The command `terraform-provider-stitch uninstall`: removes what `install` has written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from stitch_provider import __version__
from stitch_provider.commands.failure import failed, place
from stitch_provider.installation import packages
from stitch_provider.installation.mirrors import NoHomeError, implied


def uninstall(
    version: str = __version__,
    /,
    *,
    every: Annotated[bool, Parameter(name="--all")] = False,
    plugin_dir: str | None = None,
) -> int:
    """Remove the provider from where `terraform init` and `tofu init` find it.

    Only files that install has written are removed, and directories that are empty then. The Python environment is
    not changed.

    Args:
        version: Version to remove. Default: the version of this program.
        every: Remove all versions.
        plugin_dir: Folder to remove it from. Default: all folders that Terraform and OpenTofu search.
    """
    try:
        mirrors = (Path(plugin_dir).absolute(),) if plugin_dir else implied(os.environ)
        found = [each for each in packages.find(mirrors) if each.launcher and (every or each.place.version == version)]
        for each in found:
            packages.remove(each)
            sys.stdout.write(f"Removed {each.place.executable}.\n")
    except NoHomeError as unknown:
        return failed(str(unknown))
    except OSError as failure:
        return failed(f"Could not remove {place(failure)}: {failure.strerror}.")
    if not found:
        what = "any version" if every else f"version {version}"
        sys.stdout.write(f"install has not written {what} into these folders: {', '.join(map(str, mirrors))}.\n")
    return 0
