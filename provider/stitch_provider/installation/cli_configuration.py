"""The CLI configuration of Terraform and OpenTofu, which can replace the mirrors that they search.

Source: https://developer.hashicorp.com/terraform/cli/config/config-file, and the package `cliconfig` of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from stitch_provider.installation import blocks
from stitch_provider.installation.findings import Finding, ok
from stitch_provider.installation.mirrors import ADDRESSES, SOURCE, home

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


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the files of an engine say, and those that cannot be read."""

    installations: tuple[Installation, ...]
    unreadable: tuple[Path, ...]


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
            for address in (full, SOURCE)
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


def check(products: Iterable[str], environment: Mapping[str, str], occupied: tuple[Path, ...]) -> Iterator[Finding]:
    """Whether each engine searches at least one of the mirrors that contain the provider. Raises NoHomeError.

    Engines whose files say the same have the same findings, once.
    """
    for settings, same in groupby(products, lambda product: _read_all(files(product, environment))):
        yield from _check(" and ".join(same), settings, occupied)


def _read_all(paths: Iterable[Path]) -> _Settings:
    installations: list[Installation] = []
    unreadable: list[Path] = []
    for file in paths:
        try:
            installations += read(file)
        except (blocks.UnreadableError, OSError):
            unreadable.append(file)
    return _Settings(tuple(installations), tuple(unreadable))


def _check(product: str, settings: _Settings, occupied: tuple[Path, ...]) -> Iterator[Finding]:
    for file in settings.unreadable:
        found = f"{file} cannot be read. It may name other folders in which {product} would search for providers."
        yield Finding(CHECK, "warning", found, f"To see what is wrong with it, run {product}.")
    if not settings.installations:
        yield ok(CHECK, f"The default folders are searched for providers by {product}.")
    for each in settings.installations:
        yield judge(product, each, occupied)


def judge(product: str, installation: Installation, occupied: tuple[Path, ...]) -> Finding:
    """What a block `provider_installation` means, if these mirrors contain the provider.

    `product` is an engine, or several with "and" between them.
    """
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
        return ok(CHECK, f"{shared[0]} is searched by {product}, as {file} says.")
    found = f"{file} has a block provider_installation without the folders that contain the provider."
    if not occupied:
        found = f"{file} has a block provider_installation, so the default folders are not searched by {product}."
    wanted = occupied[0] if occupied else "the folder of the provider"
    action = f'Add filesystem_mirror {{ path = "{wanted}" }} to that block, or install with --plugin-dir.'
    if installation.network or not occupied:
        other = "Nothing is to be done if a registry or a mirror on a server has the provider."
        return Finding(CHECK, "warning", found, f"{action} {other}")
    return Finding(CHECK, "problem", found, action)


def _is_among(mirror: Path, mirrors: Iterable[Path]) -> bool:
    return mirror.resolve() in {each.resolve() for each in mirrors}
