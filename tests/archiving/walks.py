"""Tests an archive as its users run it. `scripts/test-archive` passes its path in the environment."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.authority import Authority
from fakes.loopback import OK, served
from rehearsal import engine as engines
from rehearsal.simulator import running_simulator
from stitch_provider import __version__
from stitch_provider.installation.mirrors import this_platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rehearsal.engine import Engine
    from rehearsal.simulator import Simulator

EXECUTABLE = f"terraform-provider-stitch_v{__version__}"
ADDRESS = Path("registry.terraform.io", "stitchdata", "stitch")
CONFIGURATION = """
terraform {
  required_providers {
    stitch = {
      source = "stitchdata/stitch"
    }
  }
}

resource "stitch_source" "feed" {
  type         = "import_api"
  display_name = "Feed"
}
"""
MIRROR = 'provider_installation {\n  filesystem_mirror {\n    path = "/mirror"\n  }\n}\n'
IMPORT_EVERYTHING = """
import marshal, sys

runtime = sys.argv[1]
start = {"__name__": "start"}
exec(marshal.loads(open(f"{runtime}/start.pyc", "rb").read()[16:]), start)
modules = start["Bytecode"](f"{runtime}/bytecode", f"{runtime}/modules")
sys.path.append(f"{runtime}/modules")
sys.meta_path.insert(2, modules)
names = [name for name in modules._index if name.startswith("stitch_provider.")]
for name in names:
    __import__(name)
print(len(names))
"""
"""Imports each module of the provider, and prints how many there are."""

NAME_SERVER = "127.0.0.153"
"""Its port has to be the usual one, as `resolv.conf` cannot name another."""

NOBODY = 54321
"""A user that no machine has."""

CHROOT = shutil.which("chroot") or shutil.which("chroot", path="/usr/sbin")
without_c_library = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or CHROOT is None, reason="requires the rights of root on Linux"
)


@pytest.fixture(scope="session")
def archive() -> Path:
    return Path(os.environ["STITCH_TEST_ARCHIVE"]).resolve()


@pytest.fixture(scope="session")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the content of the archive."""
    directory = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as content:
        for entry in content.infolist():
            Path(content.extract(entry, directory)).chmod(stat.S_IMODE(entry.external_attr >> 16))
    return directory


@pytest.fixture
def account(unpacked: Path) -> Iterator[Simulator]:
    """An account on the simulator of the archive."""
    with running_simulator(unpacked / EXECUTABLE) as simulator:
        yield simulator


@dataclass(frozen=True, slots=True)
class Root:
    """A root directory with Terraform, an archive, and neither a shell nor a C library."""

    directory: Path

    def run(self, *command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a program in it as a user without a name and a home."""
        return _run((str(CHROOT), f"--userspec={NOBODY}:{NOBODY}", str(self.directory), *command), environment)


@pytest.fixture
def engine() -> Engine:
    """The `terraform` on PATH. Those from PyPI need the Python of this machine."""
    engine = engines.from_path()
    if engine is None:
        pytest.skip("requires terraform on PATH")
    return engine


@pytest.fixture
def root(archive: Path, unpacked: Path, engine: Engine, tmp_path: Path) -> Root:
    directory = tmp_path / "root"
    for name in ("bin", "dev", "etc/ssl/certs", "mirror", "tmp", "project"):
        (directory / name).mkdir(parents=True)
    for name in ("tmp", "project"):
        (directory / name).chmod(0o777)
    os.mknod(directory / "dev" / "urandom", stat.S_IFCHR | 0o666, os.makedev(1, 9))
    (directory / "dev" / "urandom").chmod(0o666)
    shutil.copy(engine.command[0], directory / "bin" / "terraform")
    shutil.copytree(unpacked, directory / "provider")
    (directory / "provider").chmod(0o755)
    (directory / "mirror" / ADDRESS).mkdir(parents=True)
    shutil.copy(archive, directory / "mirror" / ADDRESS)
    (directory / "etc" / "terraform.tfrc").write_text(MIRROR)
    (directory / "project" / "main.tf").write_text(CONFIGURATION)
    return Root(directory)


def test_files_and_variables_for_other_pythons_do_not_reach_it_in_a_path_with_spaces(
    archive: Path, account: Simulator, engine: Engine, tmp_path: Path
) -> None:
    home, work = tmp_path / "a home", tmp_path / "a project"
    plugins = home / ".terraform.d" / "plugins" / ADDRESS
    plugins.mkdir(parents=True)
    shutil.copy(archive, plugins)
    work.mkdir()
    (work / "main.tf").write_text(CONFIGURATION)
    (work / "secrets.py").write_text("raise SystemExit('a file beside the configuration was imported')")
    python = {"PYTHONPATH": f":{work}", "PYTHONHOME": "/nowhere", "PYTHONSTARTUP": str(work / "secrets.py")}
    environment = {"HOME": str(home), "TMPDIR": str(tmp_path), "CHECKPOINT_DISABLE": "1", **account.environment}

    assert _run((*engine.command, "init"), environment, work).returncode == 0
    applied = _run((*engine.command, "apply", "-auto-approve"), environment | python, work)
    assert "1 added" in applied.stdout, applied.stderr
    planned = _run((*engine.command, "plan", "-detailed-exitcode"), environment, work)
    assert planned.returncode == 0, planned.stderr


@without_c_library
def test_it_runs_without_a_c_library_and_proc_as_an_unknown_user(account: Simulator, root: Root) -> None:
    (root.directory / "etc" / "hosts").write_text("127.0.0.1 stitch.acme.example\n")
    environment = {
        "TF_CLI_CONFIG_FILE": "/etc/terraform.tfrc",
        "CHECKPOINT_DISABLE": "1",
        **account.environment,
        "STITCH_BASE_URL": account.url.replace("127.0.0.1", "stitch.acme.example"),
    }
    for arguments in (("init",), ("apply", "-auto-approve"), ("plan", "-detailed-exitcode")):
        run = root.run("/bin/terraform", "-chdir=/project", *arguments, environment=environment)
        assert run.returncode == 0, run.stdout + run.stderr


@without_c_library
def test_names_are_looked_up_with_dns_and_certificates_are_those_of_the_machine(root: Root, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    (root.directory / "etc" / "resolv.conf").write_text(f"nameserver {NAME_SERVER}\n")

    async def requests() -> list[bytes]:
        """What a server gets from the command `export`."""
        names, _ = await asyncio.get_running_loop().create_datagram_endpoint(NameServer, (NAME_SERVER, 53))
        async with served(OK, authority.server()) as (address, heads):
            url = f"https://stitch.acme.example:{address.rpartition(':')[2]}"
            environment = {"STITCH_API_TOKEN": "t", "STITCH_BASE_URL": url, "STITCH_MAX_ATTEMPTS": "1"}
            command = (f"/provider/{EXECUTABLE}", "export", "--out", "/project/account")
            await asyncio.to_thread(root.run, *command, environment=environment)
        names.close()
        return heads

    assert asyncio.run(requests()) == []
    shutil.copy(authority.certificate, root.directory / "etc" / "ssl" / "certs" / "ca-certificates.crt")
    assert asyncio.run(requests())[0].startswith(b"GET /v4/destinations ")


def test_its_command_line_has_the_same_help(unpacked: Path) -> None:
    installed = Path(sys.executable).with_name("terraform-provider-stitch")
    for arguments in (("--help",), ("export", "--help"), ("simulate", "--help"), ("--version",)):
        own, other = (_run((str(each), *arguments), {}) for each in (unpacked / EXECUTABLE, installed))
        assert (own.stdout, own.stderr) == (other.stdout, "")
        assert own.returncode == 0


def test_every_module_of_the_provider_finds_what_it_imports(unpacked: Path, tmp_path: Path) -> None:
    runtime = unpacked / "runtime"
    program = tmp_path / "program.py"
    program.write_text(IMPORT_EVERYTHING)
    loader = (str(runtime / "lib" / "ld.so"), "--library-path", str(runtime / "lib")) if sys.platform == "linux" else ()
    run = _run((*loader, str(runtime / "bin" / "python"), "-I", "-S", "-B", str(program), str(runtime)), {})
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 100


def test_it_contains_no_path_of_the_machine_on_which_it_was_built(unpacked: Path) -> None:
    home = str(Path(__file__).parents[2]).encode()
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert [path.name for path in files if home in path.read_bytes()] == []


def test_it_has_the_name_of_its_platform_and_one_executable_beside_the_runtime(archive: Path, unpacked: Path) -> None:
    assert archive.name == f"terraform-provider-stitch_{__version__}_{this_platform()}.zip"
    assert {path.name for path in unpacked.iterdir()} == {EXECUTABLE, "licenses", "runtime"}


def _run(
    command: Sequence[str], environment: Mapping[str, str], directory: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, cwd=directory, capture_output=True, text=True, check=False)


class NameServer(asyncio.DatagramProtocol):
    """Answers DNS queries: every name has the address 127.0.0.1."""

    transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        end = data.index(b"\0", 12) + 5
        found = data[end - 4 : end - 2] == b"\0\x01"  # the query is for an address of version 4
        header = data[:2] + b"\x81\x80\0\x01" + (b"\0\x01" if found else b"\0\0") + b"\0\0\0\0"
        record = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01" if found else b""
        self.transport.sendto(header + data[12:end] + record, addr)
