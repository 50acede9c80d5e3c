"""Mirrors: the folders in which Terraform and OpenTofu look for providers before they ask a registry.

Without a block `provider_installation` in the CLI configuration, both search the same folders. Source:
https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories and the function
`implicitProviderSource` of both.
"""

from __future__ import annotations

import os
import platform
import pwd
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REGISTRIES: Mapping[str, str] = {"Terraform": "registry.terraform.io", "OpenTofu": "registry.opentofu.org"}
"""The registry to which `stitchdata/stitch` refers, by engine."""

IN_CONFIGURATION = Path("terraform.d", "plugins")
"""The mirror in the directory of a configuration, which both engines search too."""

HOSTS = tuple(REGISTRIES.values())

SOURCE = "stitchdata/stitch"
"""The address of the provider in the registry to which an engine refers by default."""

ADDRESSES = tuple(f"{host}/{SOURCE}" for host in HOSTS)
"""The addresses of the provider in Terraform and OpenTofu."""

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "armv6l": "arm", "i686": "386", "i386": "386"}
"""Names of Go for machines, where they differ from those of the kernel."""


class NoHomeError(Exception):
    """This user has no home directory. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mirror has the provider of one registry, version and platform, such as `linux_amd64`."""

    mirror: Path
    host: str
    version: str
    platform: str

    @property
    def address(self) -> str:
        """The address of the provider."""
        return f"{self.host}/{SOURCE}"

    @property
    def folder(self) -> Path:
        """The package. Terraform hashes all files in it for the lock file, and links to it from `.terraform`."""
        return self.mirror / self.address / self.version / self.platform

    @property
    def executable(self) -> Path:
        """The file that Terraform starts."""
        return self.folder / f"terraform-provider-stitch_v{self.version}"


def this_platform(system: str = sys.platform, machine: str = platform.machine()) -> str:
    """The platform of this machine, such as `linux_amd64`."""
    return f"{system}_{_ARCHITECTURES.get(machine, machine)}"


def platforms(system: str = sys.platform, machine: str = platform.machine()) -> tuple[str, ...]:
    """The platforms of engines that can run on this machine.

    On a Mac, an engine for Intel can run beside a Python for ARM.
    """
    if system == "darwin":
        return ("darwin_amd64", "darwin_arm64")
    return (this_platform(system, machine),)


def home(environment: Mapping[str, str]) -> Path:
    """The home directory, as Terraform finds it. Raises NoHomeError."""
    if named := environment.get("HOME"):
        return Path(named)
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError as cause:
        raise NoHomeError(
            "There is no home directory: the environment variable HOME is not set, and this user is not in the "
            "user database. Set HOME, or use the option --plugin-dir."
        ) from cause


def implied(environment: Mapping[str, str], system: str = sys.platform) -> tuple[Path, ...]:
    """The mirrors of users and machines that both engines search without a CLI configuration, in their order.

    Raises NoHomeError.
    """
    user = home(environment)
    if system == "darwin":
        data: tuple[Path, ...] = (
            user / "Library/Application Support/io.terraform",
            Path("/Library/Application Support/io.terraform"),
        )
    else:
        own = environment.get("XDG_DATA_HOME") or user / ".local/share"
        shared = (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        data = tuple(Path(each, "terraform") for each in (own, *shared) if each)
    return tuple(each / "plugins" for each in (user / ".terraform.d", *data))


def default(environment: Mapping[str, str], system: str = sys.platform) -> Path:
    """The mirror into which the provider is installed. Raises NoHomeError.

    If XDG_CONFIG_HOME is set, OpenTofu reads its settings and credentials from there until `~/.terraform.d` exists.
    So that directory is not created then.
    """
    first, second, *_ = implied(environment, system)
    return second if environment.get("XDG_CONFIG_HOME") and not first.parent.exists() else first
