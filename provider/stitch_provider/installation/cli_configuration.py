"""The CLI configuration of Terraform and OpenTofu, which can replace the mirrors that they search.

Source: https://developer.hashicorp.com/terraform/cli/config/config-file, and the package `cliconfig` of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.installation import blocks
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.installation.mirrors import ADDRESSES, home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHECK = "cli_configuration"


@dataclass(frozen=True, slots=True)
class Installation:
    """A block `provider_installation` of a file.

    `mirrors` are the paths of its filesystem mirrors, `overrides` those of this provider in `dev_overrides` by address,
    and `network` is true if it has a mirror that is a server.
    """

    file: Path
    mirrors: tuple[Path, ...]
    overrides: Mapping[str, Path]
    network: bool


def files(product: str, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The files that `Terraform` or `OpenTofu` reads, whether they exist or not. Raises NoHomeError."""
    if named := environment.get("TF_CLI_CONFIG_FILE") or environment.get("TERRAFORM_CONFIG"):
        return (Path(named),)
    user = home(environment)
    main, directory = user / ".terraformrc", user / ".terraform.d"
    if product == "OpenTofu":
        xdg = environment.get("XDG_CONFIG_HOME")
        main = user / ".tofurc" if (user / ".tofurc").exists() or not main.exists() else main
        if xdg and not main.exists():
            main = Path(xdg, "opentofu", "tofurc")
        if xdg and not directory.exists():
            directory = Path(xdg, "opentofu")
    return (main, *sorted(directory.glob("*.tfrc")), *sorted(directory.glob("*.tfrc.json")))


def read(file: Path) -> Iterator[Installation]:
    """The blocks `provider_installation` of a file, which may not exist. Raises UnreadableError and OSError."""
    try:
        body = blocks.read(file.read_text())
    except (FileNotFoundError, NotADirectoryError):
        return
    except UnicodeDecodeError as cause:
        raise blocks.UnreadableError(str(file)) from cause
    for each in body.blocks("provider_installation"):
        overrides = {
            address: Path(path)
            for override in each.blocks("dev_overrides")
            for full in ADDRESSES
            for address in (full, "stitchdata/stitch")
            if (path := override.text(address))
        }
        mirrors = tuple(Path(mirror.text("path")) for mirror in each.blocks("filesystem_mirror"))
        yield Installation(
            file, mirrors, overrides, network=any((*each.blocks("network_mirror"), *each.blocks("oci_mirror")))
        )


def named_mirrors(product: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """The filesystem mirrors that an engine searches according to its CLI configuration. Raises NoHomeError."""
    for file in files(product, environment):
        with suppress(blocks.UnreadableError, OSError):
            for each in read(file):
                yield from each.mirrors


def check(product: str, environment: Mapping[str, str], occupied: tuple[Path, ...]) -> Iterator[Finding]:
    """Whether an engine searches at least one of the mirrors that contain the provider. Raises NoHomeError."""
    installations: list[Installation] = []
    for file in files(product, environment):
        try:
            installations += read(file)
        except (blocks.UnreadableError, OSError):
            found = f"{file} cannot be read. {product} may search other folders for providers."
            yield Finding(CHECK, "warning", found, f"Run {product} to see what is wrong with it.")
    if not installations:
        yield ok(CHECK, f"{product} searches the default folders for providers.")
    for each in installations:
        yield judge(product, each, occupied)


def judge(product: str, installation: Installation, occupied: tuple[Path, ...]) -> Finding:
    """What a block `provider_installation` means, if these mirrors contain the provider."""
    file = installation.file
    if installation.overrides:
        folder = next(iter(installation.overrides.values()))
        return Finding(
            CHECK,
            "warning",
            f"dev_overrides in {file} makes {product} use the provider in {folder}, regardless of versions and the "
            "lock file.",
            "Remove dev_overrides, unless you develop the provider.",
        )
    if shared := [each for each in occupied if _is_among(each, installation.mirrors)]:
        return ok(CHECK, f"{product} searches {shared[0]}, as {file} says.")
    found = f"{file} has a block provider_installation without the folders that contain the provider."
    if not occupied:
        found = f"{file} has a block provider_installation, so {product} does not search the default folders."
    wanted = occupied[0] if occupied else "the folder of the provider"
    action = f'Add filesystem_mirror {{ path = "{wanted}" }} to that block, or install with --plugin-dir.'
    if installation.network or not occupied:
        other = "Nothing is to be done if a registry or a mirror on a server has the provider."
        return Finding(CHECK, "warning", found, f"{action} {other}")
    return Finding(CHECK, "problem", found, action)


def _is_among(mirror: Path, mirrors: Iterable[Path]) -> bool:
    return mirror.resolve() in {each.resolve() for each in mirrors}
