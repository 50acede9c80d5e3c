"""The launcher's side: the process that the host started lets a spare serve in its place.

A launcher runs this module before it imports anything else. So it imports only what is built into Python, or `_socket`,
and nothing of this package. The docstring of the package describes the messages.

Sources: unix(7), proc(5), pidfd_open(2).
"""

import _signal
import posix
import sys

TYPE_CHECKING = False  # instead of an import of `typing`
if TYPE_CHECKING:
    from _socket import socket
    from collections.abc import Mapping

VARIABLE = b"STITCH_SPARE"
OFF = b"off"
COOKIE_KEY = b"TF_PLUGIN_MAGIC_COOKIE"

SOCKET = b"socket"
"""The name of the socket in the directory of a spare."""

HELLO, READY, START = b"H", b"R", b"S"
"""What a worker sends when it runs and when it can serve, and what makes it serve."""

LENGTH = 4
"""Bytes of a number in a message. The order of bytes is that of the machine."""

STREAMS = 3
"""Standard streams of a process. Their descriptors are the first ones."""

SECONDS_TO_ANSWER = 3.0
"""How long a worker can take for an answer. Then the launcher starts the provider itself."""

_PRIVATE = 0o40700
"""The mode of a directory that only its owner can use."""


def let_spare_serve(installation: str, seconds_to_answer: float = SECONDS_TO_ANSWER) -> None:
    """Let a spare serve in place of this process, and end this process when the worker ends.

    Returns if no spare can. `installation` is a file that an update of the provider replaces.
    """
    environment = posix.environ
    if COOKIE_KEY not in environment:
        return
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # An interrupt reaches the host too, which ends its processes.
    if sys.platform != "linux" or environment.get(VARIABLE) == OFF:
        return
    if None in {sys.stdin, sys.stdout, sys.stderr}:  # One was closed, so its number can be that of another file.
        return
    try:
        connection, _ = connect(directory(environment, posix.getppid(), installation), seconds_to_answer)
    except OSError:
        return
    try:
        worker = _request(connection, installation)
        connection.sendall(START)
    except (OSError, ValueError):
        connection.close()
        return
    _forward_to(worker)  # Until now, a signal ends this process, and the spare kills the worker.
    _end_as(_status(connection))


def directory(environment: "Mapping[bytes, bytes]", parent: int, installation: str) -> bytes:
    """The path of the directory of a spare. Raises OSError.

    A spare that ends with the process `parent` has the id and the start time of that process in the path. One that
    stays longer has the id of the session.
    """
    owner = b"spare-%d" % posix.getsid(0) if environment.get(VARIABLE) else b"%d-%d" % (parent, start_time(parent))
    program = posix.stat(sys.executable.rpartition("/")[0] or "/")
    name = b"stitch-%s-%x-%x" % (owner, program.st_ino, posix.stat(installation).st_ino)
    return b"%s/%s" % (temporary_directory(environment), name)


def temporary_directory(environment: "Mapping[bytes, bytes]") -> bytes:
    """The directory for temporary files."""
    wanted = environment.get(b"TMPDIR", b"")
    return wanted if wanted.startswith(b"/") else b"/tmp"


def identity(installation: str) -> "tuple[bytes, ...]":
    """What identifies the program that this process runs. Two launchers with the same identity start the same one."""
    return tuple(each.encode("utf-8", "surrogateescape") for each in (installation, sys.version, *sys.orig_argv))


def start_time(process: int) -> int:
    """When a process started, in ticks since the machine did. Raises OSError."""
    return int(_stat(process)[19])


def parent_of(process: int) -> int:
    """The id of the parent of a process. Raises OSError."""
    return int(_stat(process)[1])


def threads_of(process: int) -> int:
    """How many threads a process has, including those of libraries that are not written in Python. Raises OSError."""
    return int(_stat(process)[17])


def memory_of_environment(process: int) -> "tuple[int, int]":
    """The addresses where the variables with which a process was started begin and end. Raises OSError."""
    start, end = _stat(process)[47:49]
    return int(start), int(end)


def _stat(process: int) -> "list[bytes]":
    """The fields of /proc/PID/stat from the third one, which follows the name of the program."""
    return read(b"/proc/%d/stat" % process).rpartition(b")")[2].split()


def read(path: bytes) -> bytes:
    """The content of a file of /proc. Raises OSError."""
    descriptor = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
    try:
        content = b""
        while part := posix.read(descriptor, 65536):
            content += part
        return content
    finally:
        posix.close(descriptor)


def connect(path: bytes, seconds_to_answer: float = SECONDS_TO_ANSWER) -> "tuple[socket, int]":
    """A connection to the spare in a directory, and the id of the spare. Raises OSError.

    Nothing is sent. The directory is opened before it is checked, so it cannot be replaced in between.
    """
    import _socket

    folder = open_directory(path)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds_to_answer)
        connection.connect(b"/proc/self/fd/%d/%s" % (folder, SOCKET))
        return connection, peer(connection)
    except OSError:
        connection.close()
        raise
    finally:
        posix.close(folder)


def open_directory(path: bytes, access: int = posix.O_PATH) -> int:
    """A descriptor of a directory that only this user can use. Raises OSError."""
    folder = posix.open(path, access | posix.O_DIRECTORY | posix.O_NOFOLLOW | posix.O_CLOEXEC)
    found = posix.fstat(folder)
    if found.st_uid != posix.geteuid() or found.st_mode != _PRIVATE:
        posix.close(folder)
        raise PermissionError
    return folder


def peer(connection: "socket") -> int:
    """The process at the other end: of this user, and visible in the same namespaces. Raises OSError."""
    import _socket

    content = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 3 * LENGTH)
    process, user = value(content[:LENGTH]), value(content[LENGTH : 2 * LENGTH])
    if process <= 0 or user != posix.geteuid() or namespaces(process) != namespaces(posix.getpid()):
        raise PermissionError
    return process


def namespaces(process: int) -> "list[str]":
    """The namespaces of a process. Raises OSError."""
    return [posix.readlink(f"/proc/{process}/ns/{name}") for name in sorted(posix.listdir("/proc/self/ns"))]


def _request(connection: "socket", installation: str) -> int:
    """Pass on what the worker needs. Returns a descriptor of the worker that is ready. Raises OSError, ValueError.

    It is sent to a worker that reads it, because descriptors that nobody receives would remain open.
    """
    import _socket

    if connection.recv(len(HELLO)) != HELLO:
        raise ValueError
    variables = (b"%s=%s" % entry for entry in posix.environ.items())
    content = b"\0".join((*identity(installation), b"", *variables))
    folder = posix.open(".", posix.O_PATH | posix.O_CLOEXEC)
    descriptors = b"".join(map(number, (0, 1, 2, folder)))
    connection.sendmsg([number(len(content))], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, descriptors)])
    posix.close(folder)
    connection.sendall(content)
    answer, ancillary, _, _ = connection.recvmsg(len(READY), _socket.CMSG_SPACE(LENGTH))
    if answer != READY or len(ancillary) != 1:
        raise ValueError
    return value(ancillary[0][2])


def _forward_to(worker: int) -> None:
    """Pass on each SIGTERM that this process receives to a worker, as SIGUSR1.

    A signal to a process group reaches the worker too, and must not count twice. So it is passed on as another one.
    """

    def forward(*_: object) -> None:
        try:
            _signal.pidfd_send_signal(worker, _signal.SIGUSR1)
        except ProcessLookupError:
            return

    _signal.signal(_signal.SIGTERM, forward)


def _status(connection: "socket") -> int:
    """Wait for the end of the worker. Returns its exit code, or the negative number of the signal that ended it."""
    for stream in range(STREAMS):
        posix.close(stream)  # The host sees the end of the worker's streams.
    connection.settimeout(None)
    try:
        content = connection.recv(LENGTH)
    except OSError:  # The worker was killed before it received START, and the spare too.
        return 1
    return value(content) if len(content) == LENGTH else 1


def _end_as(status: int) -> None:
    if status < 0:
        ended_by = _signal.SIGTERM if -status == _signal.SIGUSR1 else -status
        if ended_by not in {_signal.SIGKILL, _signal.SIGSTOP}:
            _signal.signal(ended_by, _signal.SIG_DFL)
        posix.kill(posix.getpid(), ended_by)
    posix._exit(status)


def number(of: int) -> bytes:
    """A number in a message."""
    return of.to_bytes(LENGTH, sys.byteorder, signed=True)


def value(content: bytes) -> int:
    """The number that a message contains."""
    return int.from_bytes(content, sys.byteorder, signed=True)
