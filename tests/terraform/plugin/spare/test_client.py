"""What a launcher imports, and to whom it sends anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stitch_provider.terraform.plugin.spare import client, forking, places
from stitch_provider.terraform.plugin.spare.lifetime import Lifetime
from stitch_provider.terraform.plugin.started import Launcher, Started

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are no spares")


@pytest.fixture
def folder(temporary: Path) -> Path:
    folder = temporary / "stitch-1-2-3-4"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def listener(folder: Path) -> Iterator[socket.socket]:
    place = places.claim(os.fsencode(folder))
    assert place is not None
    yield place.listener
    place.close()


def test_a_launcher_imports_only_what_is_built_into_python() -> None:
    program = f"""
        import sys
        before = set(sys.modules)
        from _frozen_importlib_external import SourceFileLoader
        module = type(sys)("client")
        SourceFileLoader("client", {client.__file__!r}).exec_module(module)
        module.let_spare_serve(module.__file__ if hasattr(module, "__file__") else {client.__file__!r})
        print(*sorted(set(sys.modules) - before))
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", textwrap.dedent(program)],
        env={client.COOKIE_KEY.decode(): "x"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= {"_socket"}


def test_a_directory_of_the_user_that_nobody_else_can_use_is_accepted(folder: Path, listener: socket.socket) -> None:
    connection, process = client.connect(os.fsencode(folder))
    connection.close()
    assert process == os.getpid()


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o750, 0o777, 0o1700])
def test_a_directory_that_others_can_use_is_refused(folder: Path, listener: socket.socket, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(PermissionError):
        client.connect(os.fsencode(folder))


def test_a_link_to_a_directory_is_refused(folder: Path, listener: socket.socket) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        client.connect(os.fsencode(link))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change the owner of a directory")
def test_a_directory_of_another_user_is_refused(folder: Path, listener: socket.socket) -> None:
    os.chown(folder, 65534, 65534)
    with pytest.raises(PermissionError):
        client.connect(os.fsencode(folder))


IMPOSTOR = """
    import os, socket, sys
    os.setuid(65534)
    listener = socket.socket(fileno=int(sys.argv[1]))
    listener.listen()
    print("listens", flush=True)
    connection, _ = listener.accept()
    print(connection.recv(100), flush=True)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_nothing_is_sent_to_a_process_of_another_user_that_listens_in_the_directory(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fsencode(folder / "socket"))
        with subprocess.Popen(
            [sys.executable, "-I", "-c", textwrap.dedent(IMPOSTOR), str(listener.fileno())],
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        ) as impostor:
            assert impostor.stdout is not None
            assert impostor.stdout.readline() == "listens\n"
            with pytest.raises(PermissionError):
                client.connect(os.fsencode(folder))
            assert impostor.stdout.readline() == "b''\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can create namespaces everywhere")
@pytest.mark.parametrize("namespace", ["--net", "--mount", "--uts", "--pid"])
def test_a_process_in_another_namespace_is_refused(folder: Path, listener: socket.socket, namespace: str) -> None:
    program = (
        "import sys; from stitch_provider.terraform.plugin.spare import client; client.connect(sys.argv[1].encode())"
    )
    options = ["--fork", "--mount-proc"] if namespace == "--pid" else []
    done = subprocess.run(
        ["unshare", namespace, *options, sys.executable, "-c", program, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr:
        pytest.skip(done.stderr)
    assert "PermissionError" in done.stderr or "FileNotFoundError" in done.stderr


@pytest.fixture
def path(temporary: Path) -> bytes:
    return os.fsencode(temporary / "stitch-1-2-3-4")


def claimed(path: bytes) -> places.Place:
    place = places.claim(path)
    assert place is not None
    return place


def listens(path: bytes) -> bool:
    connection, process = client.connect(path)
    connection.close()
    return process == os.getpid()


def test_a_directory_is_claimed_once(path: bytes) -> None:
    place = claimed(path)
    assert places.claim(path) is None
    assert Path(os.fsdecode(path)).stat().st_mode == 0o40700
    place.close()


def test_a_directory_in_which_nothing_listens_any_more_can_be_claimed_by_one_process(path: bytes) -> None:
    """The spare was killed. Two first processes may find that at the same time."""
    claimed(path).close()
    place = claimed(path)
    assert places.claim(path) is None
    assert listens(path)
    place.close()


def test_a_process_that_does_not_listen_closes_its_descriptors_and_the_directory_remains_claimed(path: bytes) -> None:
    """As the first process does after the fork."""
    place = claimed(path)
    copies = [os.dup(each) for each in place.descriptors]
    place.close()
    assert places.claim(path) is None
    for each in copies:
        os.close(each)


def test_a_spare_that_ends_later_does_not_remove_the_directory_of_the_next_one(path: bytes) -> None:
    """It stops listening at once, and ends when its last worker has ended."""
    earlier = claimed(path)
    earlier.remove()
    later = claimed(path)
    earlier.remove()
    assert listens(path)
    earlier.close()
    later.remove()
    assert not Path(os.fsdecode(path)).exists()
    later.close()


def test_a_directory_that_cannot_be_used_does_not_remain(path: bytes) -> None:
    before = os.umask(0o077 | 0o100)
    try:
        assert places.claim(path) is None
    finally:
        os.umask(before)
    assert not Path(os.fsdecode(path)).exists()


def test_nothing_is_claimed_where_no_directory_can_be_created() -> None:
    assert places.claim(b"/proc/stitch-1-2-3-4") is None


def test_without_a_host_or_information_about_processes_no_spare_is_forked() -> None:
    launcher = Launcher(client.__file__, (), lambda: None)
    assert forking.fork(launcher, Started(os.getpid(), parent=1 << 30), Lifetime(None)) is None
