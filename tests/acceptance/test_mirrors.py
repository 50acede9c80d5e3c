"""Engines install the provider from mirrors, and users share a lock file.

`terraform init` does not start a provider, so most tests use archives with a script in place of it.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import sys
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes import archives
from fakes.archives import THIS_PLATFORM
from fakes.authority import Authority
from rehearsal.workspace import PROVIDER_ADDRESSES, Run, Workspace
from releasing import mirror
from releasing.archives import Archive
from stitch_provider import __version__
from stitch_provider.installation.hashing import h1_of_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.engine import Engine

PLATFORMS = (THIS_PLATFORM, "windows_amd64")
VERSIONS = ("0.1.0", "0.2.0")
LOCK = ".terraform.lock.hcl"
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "installation.md"
ARCHIVE = Path(__file__).parents[2] / "dist" / f"terraform-provider-stitch_{__version__}_{THIS_PLATFORM}.zip"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a home, and a clone of a configuration."""

    workspace: Workspace

    def init(self, version: str, *arguments: str, expect: int = 0, lock: str | None = None) -> Run:
        """Initialize the configuration for a version of the provider, with this lock file if one is given."""
        self.workspace.write(
            "terraform {\n  required_providers {\n    stitch = {\n"
            f'      source  = "stitchdata/stitch"\n      version = "{version}"\n    }}\n  }}\n}}\n'
        )
        if lock is not None:
            self.workspace.write(lock, LOCK)
        return self.run("init", "-no-color", *arguments, expect=expect)

    def run(self, *arguments: str, expect: int = 0) -> Run:
        """Run any command, whose exit code must be this one."""
        run = self.workspace.terraform(*arguments)
        assert run.code == expect, run.output
        return run

    def lock(self) -> str:
        return (self.workspace.directory / LOCK).read_text()

    def selected(self) -> str:
        """The version of the provider that the engine will start. Its executable exists."""
        ((address, version),) = self.run("version", "-json").json()["provider_selections"].items()
        folder = self.workspace.directory / ".terraform" / "providers" / address / version / THIS_PLATFORM
        assert os.access(folder / f"terraform-provider-stitch_v{version}", os.X_OK)
        return str(version)


def user(directory: Path, engine: Engine, installation: str = "", environment: Mapping[str, str] | None = None) -> User:
    """A user with a CLI configuration and settings of the environment."""
    home = directory / "home"
    home.mkdir(parents=True)
    (home / ".terraformrc").write_text(installation)
    settings = {"HOME": str(home), "TF_CLI_CONFIG_FILE": str(home / ".terraformrc"), **(environment or {})}
    workspace = Workspace(directory / "configuration", engine, directory, settings)
    workspace.directory.mkdir()
    return User(workspace)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror with two versions for two platforms, as `scripts/release` writes it."""
    directory = tmp_path_factory.mktemp("released")
    for version in VERSIONS:
        files = {each: archives.write(directory, version, platform=each, others={each: version}) for each in PLATFORMS}
        mirror.write(directory / "mirror", version, {each: Archive(files[each], version, each) for each in PLATFORMS})
    return directory / "mirror"


def unpack(packed: Path, target: Path) -> None:
    """Make the unpacked layout of a mirror from the packed one."""
    for archive in packed.rglob("*.zip"):
        _, version, platform = archive.stem.split("_", 2)
        folder = target / archive.parent.relative_to(packed) / version / platform
        folder.mkdir(parents=True)
        shutil.unpack_archive(archive, folder)
        (folder / f"terraform-provider-stitch_v{version}").chmod(0o755)


@contextmanager
def served(directory: Path, authority: Authority) -> Iterator[str]:
    """The address of a web server on loopback that serves the files in a directory."""

    class Files(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *values: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(directory))) as server:
        server.socket = authority.server().wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where users install from: the CLI configuration, the option of `terraform providers lock`, the environment."""

    installation: str
    lock: str
    environment: Mapping[str, str]


@pytest.fixture(params=["packed", "unpacked", "network"])
def mirrors(request: pytest.FixtureRequest, released: Path, tmp_path: Path) -> Iterator[tuple[Mirror, Mirror]]:
    """The mirrors of two users, of the same kind and with the same contents, and their settings from the guide."""
    blocks = re.findall(r"^```text\n(provider_installation \{\n.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    filesystem, network = (block for block in blocks if " filesystem_mirror " in block or " network_mirror " in block)
    if request.param == "network":
        if sys.platform == "darwin":
            pytest.skip("Go reads SSL_CERT_FILE only on Linux")
        authority = Authority(tmp_path)
        with served(released, authority) as url:
            trusting = {"SSL_CERT_FILE": str(authority.certificate)}
            both = Mirror(
                network.replace("https://terraform.acme.example/mirror/", url), f"-net-mirror={url}", trusting
            )
            yield both, both
    else:
        make = shutil.copytree if request.param == "packed" else unpack
        folders = (tmp_path / "one-mirror", tmp_path / "other-mirror")
        for folder in folders:
            make(released, folder)
        one, other = (
            Mirror(filesystem.replace("/srv/terraform/mirror", str(folder)), f"-fs-mirror={folder}", {})
            for folder in folders
        )
        yield one, other


def locked(user: User) -> set[str]:
    """The hashes of the files of archives in a lock file."""
    return set(re.findall(r'"(h1:.*)"', user.lock()))


def h1(released: Path, version: str, platform: str) -> str:
    """The hash of an archive in a mirror that a lock file contains."""
    return h1_of_archive(released / PROVIDER_ADDRESSES[0] / f"terraform-provider-stitch_{version}_{platform}.zip")


@pytest.mark.every_engine
def test_users_of_a_mirror_share_a_lock_file_and_change_versions(
    engine: Engine, mirrors: tuple[Mirror, Mirror], released: Path, tmp_path: Path
) -> None:
    one = user(tmp_path / "one", engine, mirrors[0].installation, mirrors[0].environment)
    one.init("0.1.0")
    assert locked(one) == {h1(released, "0.1.0", THIS_PLATFORM)}
    one.run("providers", "lock", mirrors[0].lock, *(f"-platform={each}" for each in PLATFORMS))
    assert locked(one) == {h1(released, "0.1.0", each) for each in PLATFORMS}

    cache = tmp_path / "cache"
    cache.mkdir()
    caching = {**mirrors[1].environment, "TF_PLUGIN_CACHE_DIR": str(cache)}
    other = user(tmp_path / "other", engine, mirrors[1].installation, caching)
    other.init("0.1.0", "-lockfile=readonly", lock=one.lock())
    assert other.lock() == one.lock()
    assert other.selected() == "0.1.0"
    other.init("0.2.0", "-upgrade")
    assert locked(other) == {h1(released, "0.2.0", THIS_PLATFORM)}
    assert other.selected() == "0.2.0"
    other.init("0.1.0", "-lockfile=readonly", lock=one.lock())
    assert other.selected() == "0.1.0"
    assert {path.name for path in cache.glob("*/stitchdata/stitch/*")} == set(VERSIONS)

    shutil.rmtree(one.workspace.directory / ".terraform")
    of_other_files = re.sub(r'"(h1|zh):.*"', f'"{h1(released, "0.2.0", THIS_PLATFORM)}"', one.lock())
    refused = one.init("0.1.0", lock=of_other_files, expect=1)
    assert "checksums" in refused.output


@pytest.mark.every_engine
@pytest.mark.skipif(not ARCHIVE.exists(), reason="requires the archive that scripts/archive builds for this platform")
def test_the_archive_in_the_folder_for_plugins_is_found_and_runs(engine: Engine, tmp_path: Path) -> None:
    one = user(tmp_path, engine)
    plugins = tmp_path / "home" / ".terraform.d" / "plugins"
    for address in PROVIDER_ADDRESSES:
        (plugins / address).mkdir(parents=True)
        shutil.copy(ARCHIVE, plugins / address)
    one.init(__version__)
    assert locked(one) == {h1_of_archive(ARCHIVE)}
    (schema,) = one.run("providers", "schema", "-json").json()["provider_schemas"].values()
    assert "stitch_source" in schema["resource_schemas"]
